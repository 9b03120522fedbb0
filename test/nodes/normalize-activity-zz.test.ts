import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { bench, eventAt } from '../../bench/normalize-activity';
import { DateTime } from 'luxon';
import { normalizeActivities, NORMALIZE_DEFAULTS } from '../../lifecycle/activity/normalize';
void NormalizeActivity; void bench;
it('speed', async () => {
	const inputs = Array.from({ length: 50_000 }, (_, index) => ({ item: index, json: eventAt(index) }));
	for (let i = 0; i < 2; i++) {
		const cpu = process.cpuUsage();
		normalizeActivities(inputs, NORMALIZE_DEFAULTS, DateTime.fromISO('2026-10-01T12:00:00Z'));
		const used = process.cpuUsage(cpu);
		process.stdout.write(`domain in jest cpu ${(used.user + used.system) / 1000}\n`);
	}
}, 120_000);
