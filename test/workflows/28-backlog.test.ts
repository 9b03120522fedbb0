import backlog from '../../workflows/28-backlog.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables } from '../support/data-tables';
import { itemsOf, jsonOf, runWorkflow, type WorkflowFile } from '../support/engine';

const CALL = 'A monitor asks';
const AN_HOUR = 3600;

/** What a monitor is told where the log has entries that came so many seconds ago, and 02 has seen the first few. */
async function told(ages: readonly number[], seen: number | undefined): Promise<number> {
	const tables = new DataTables();
	for (const [index, age] of ages.entries()) {
		tables.insert(TABLES.activityLog, { activity: `a${index}` });
		tables.made(TABLES.activityLog, { activity: `a${index}` }, new Date(Date.now() - age * 1000).toISOString());
	}
	if (seen !== undefined) tables.insert(TABLES.state, { name: 'scoring', seen });
	tables.insert(TABLES.state, { name: 'delivery', seen: 0 });
	const result = await runWorkflow(backlog as unknown as WorkflowFile, {
		tables,
		startNode: CALL,
		pinData: { [CALL]: itemsOf([{ query: {} }]), 'Answer with the seconds': itemsOf([{}]) },
	});
	expect(result.error).toBeUndefined();
	const [{ oldestUnscored }] = jsonOf(result.output('How long it waits')) as Array<{
		oldestUnscored: { seconds: number };
	}>;
	return oldestUnscored.seconds;
}

describe('28 Backlog', () => {
	it.each([
		['an empty log', [], 0, 0],
		['a log that was followed to its end', [2 * AN_HOUR, AN_HOUR], 2, 0],
		['one entry that waits', [2 * AN_HOUR, AN_HOUR], 1, AN_HOUR],
		['several: the oldest counts', [3 * AN_HOUR, 2 * AN_HOUR, AN_HOUR], 1, 2 * AN_HOUR],
		['an installation where 02 never ran', [AN_HOUR], undefined, AN_HOUR],
	] as Array<[string, number[], number | undefined, number]>)('%s', async (_why, ages, seen, seconds) => {
		const found = await told(ages, seen);
		expect(found).toBeGreaterThanOrEqual(seconds);
		expect(found).toBeLessThan(seconds + 60);
	});
});
