const { availableParallelism } = require('node:os');

/** Packages that come as ES modules only, ours and those of n8n's nodes for the web. */
const ES_MODULES = [
	...['isbot', 'tldts', 'tldts-core', 'change-case', 'd3-[a-z-]+', 'internmap'],
	...['htmlparser2', 'domhandler', 'domutils', 'domelementtype', 'dom-serializer', 'entities'],
];

/** One project a kind of test, so that each can be run alone: `npx jest --selectProjects unit`. */
const shared = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.m?[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } }],
	},
	transformIgnorePatterns: [`/node_modules/(?!(.*/)?(${ES_MODULES.join('|')})/)`],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const LIMITS = '<rootDir>/test/support/limits.ts';

const project = (name, more = {}) => ({
	...shared,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	setupFilesAfterEnv: [LIMITS],
	...more,
});

module.exports = {
	// Tests of a real n8n wait for it more than they work, so that two at a time help on two cores too.
	maxWorkers: Math.max(2, availableParallelism() - 1),
	projects: [
		project('unit', { setupFilesAfterEnv: [LIMITS, '<rootDir>/test/support/seed.ts'] }),
		project('nodes'),
		project('package'),
		project('workflows'),
		// One real n8n serves all of them.
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/support/global-setup.ts',
			globalTeardown: '<rootDir>/test/e2e/support/global-teardown.ts',
		}),
		// n8n in queue mode, under load and with faults; for a release, not for each change.
		project('scale', { globalSetup: '<rootDir>/test/scale/support/global-setup.ts' }),
		// Each starts the services and the n8n that it needs.
		project('integrations', { globalSetup: '<rootDir>/test/integrations/support/global-setup.ts' }),
	],
};
