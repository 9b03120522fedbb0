/** Jest reporter: leaves what passed and failed in the file that `CI_COUNTS` names, as `passed failed`. */
const { writeFileSync } = require('node:fs');

module.exports = class CountsReporter {
	onRunComplete(_testContexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
		// A test file that cannot be loaded has no tests to fail, and fails all the same.
		const failed = numFailedTests + numRuntimeErrorTestSuites;
		writeFileSync(process.env.CI_COUNTS, `${numPassedTests} ${failed}\n`);
	}
};
