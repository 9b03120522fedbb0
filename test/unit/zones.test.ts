import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const UNIT = ['sla', 'sla.property', 'sla.attack', 'stored-decay', 'recycle', 'time', 'stage-advance', 'stage-review'];
const WORKFLOWS = ['04-sla-watch', '05-feedback', '06-no-lead-left-behind'];
const SUITES = [
	...UNIT.map((name) => join('test', 'unit', `${name}.test.ts`)),
	...WORKFLOWS.map((name) => join('test', 'workflows', `${name}.test.ts`)),
];

/** The zone of a process is fixed when it starts, so each zone gets one of its own. */
async function runIn(zone: string): Promise<{ passed: number; failed: number; zone: string }> {
	const script = 'process.stdout.write(new Date(2026, 0, 1).toString())';
	const env = { ...process.env, TZ: zone };
	const { stdout: shown } = await promisify(execFile)(process.execPath, ['-e', script], { env });
	const list = ['--selectProjects', 'unit', 'workflows', '--runTestsByPath', ...SUITES];
	const { stdout } = await promisify(execFile)(process.execPath, [JEST, '--json', '--runInBand', ...list], {
		cwd: ROOT,
		env,
		maxBuffer: 64 * 1024 * 1024,
	}).catch((error: { stdout: string }) => error);
	const { numPassedTests, numFailedTests } = JSON.parse(stdout) as Record<string, number>;
	return { passed: numPassedTests, failed: numFailedTests, zone: shown };
}

describe('deadlines, decay and what is told of them do not depend on the zone of the machine', () => {
	it.each([
		['UTC', 'GMT+0000'],
		['America/New_York', 'GMT-0500'],
		['Asia/Kolkata', 'GMT+0530'],
		['Pacific/Apia', 'GMT+1300'],
	])(
		'%s',
		async (zone, offset) => {
			const result = await runIn(zone);
			expect(result.zone).toContain(offset);
			expect(result).toMatchObject({ failed: 0 });
			expect(result.passed).toBeGreaterThan(400);
		},
		300_000,
	);
});
