import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ApplyRetention } from '../../nodes/ApplyRetention/ApplyRetention.node';
import { codes, tablesOf } from './docs-page';
import { itemsOf, jsonOf, runAsTool, runNode } from '../support/engine';
import { activityLog, AS_OF, leadBook, links, RITA } from '../support/page-tables';

const RULES = [
	{ rule: 'Visits', dimension: 'engagement', event: 'page_view', points: 5, days: 30 },
	{ rule: 'Demo', dimension: 'engagement', event: 'demo_request', points: 20, decay: 'half-life 30d' },
];
const log = [
	...activityLog,
	...[700, 800].map((days) => ({
		...{ lead: RITA, type: 'page_view', at: new Date(Date.parse(AS_OF) - days * 86_400_000).toISOString() },
		...{ properties: '{}', attributes: '', quarantine: '' },
	})),
].map((row, index) => ({ id: index + 1, ...row }));
const book: IDataObject[] = leadBook.map((row, index) => ({ id: index + 1, ...row, logged: 99 }));
const keep = (value: string): IDataObject[] => [
	{ name: 'keep_activities', value },
	{ name: 'keep_messages', value },
];

const find = (settings: IDataObject[], rules: IDataObject[] = RULES, position = 0, parameters: INodeParameters = {}) =>
	runNode(ApplyRetention, {
		parameters: { operation: 'old', options: { asOf: AS_OF }, ...parameters },
		inputs: [book, log, links, rules, settings, [{ position }], [{ position: 10_000 }]].map((rows) => itemsOf(rows)),
	});

describe('Apply Retention', () => {
	it('gives what may go, and the rules that need more', async () => {
		const { outputs, error } = await find(keep('12 months'));
		expect(error).toBeUndefined();
		const [progress, old, rows, activities, messages] = outputs.map(jsonOf);
		expect(progress).toEqual([{ position: book.length }]);
		expect(old).toContainEqual({
			...{ table: 'll_outbox', before: '2025-11-28T18:00:00.000Z', column: 'status', value: 'sent' },
		});
		expect(rows).toContainEqual({ id: book.findIndex(({ lead }) => lead === RITA) + 1, logged: null });
		// The older of two visits that no rule counts: the newest of its type as it was 90 days ago stays.
		expect(new Set(activities.flatMap((item) => Object.values(item)))).toEqual(new Set([log.length]));
		expect(messages).toMatchObject([{ audience: 'marketing', key: 'retention:2026-11', status: 'new' }]);
		expect(messages[0].text).toContain('“Demo”');
	});

	it('gives the logs and the message with the first slice alone', async () => {
		const [, old, , , messages] = (await find(keep('12 months'), RULES, 40)).outputs.map(jsonOf);
		expect([old, messages]).toEqual([[], []]);
	});

	it.each([
		['by default', [], RULES],
		['without rules', keep('12 months').slice(0, 1), []],
	])('lets nothing go %s, and is done', async (_, settings, rules) => {
		expect((await find(settings, rules)).outputs.map(jsonOf)).toEqual([[{ position: 0 }], [], [], [], []]);
	});

	it('asks for the activities of leads under all of their keys', async () => {
		const { outputs } = await runNode(ApplyRetention, {
			parameters: { operation: 'keys' },
			inputs: [itemsOf([{ lead: RITA }]), itemsOf(links)],
		});
		const [query] = jsonOf(outputs[0]);
		const own = links.filter(({ lead }) => lead === RITA).map(({ alias }) => alias);
		expect(new Set(Object.values(query))).toEqual(new Set([RITA, ...own]));
	});

	it('says which setting it cannot read, and keeps what that is about', async () => {
		const { outputs, hints } = await find(keep('12 moons'));
		expect(outputs.map(jsonOf).slice(1)).toEqual([[], [], [], []]);
		expect(JSON.stringify(hints)).toContain('row “keep_activities”, column “value”: “12 moons” is not a time');
	});

	it('tells an agent that it works on tables, which a call does not bring', async () => {
		const { error } = await runAsTool(ApplyRetention, { parameters: { operation: 'old' } });
		expect(error).toContain('works on the tables of its inputs');
	});

	it('has a page that names its parameters', () => {
		const named = tablesOf('docs/apply-retention.md').flatMap(({ rows }) => rows.flat().flatMap(codes));
		const missing = new ApplyRetention().description.properties.filter(
			({ name, type }) => type !== 'collection' && !named.includes(name),
		);
		expect(missing.map(({ displayName }) => displayName)).toEqual([]);
	});
});
