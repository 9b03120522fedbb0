import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { SWEEP_DONE } from '../../lifecycle/log/state';
import { FollowLog } from '../../nodes/FollowLog/FollowLog.node';
import { OUTPUT_NAMES } from '../../nodes/FollowLog/description';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const page = readFileSync(join(__dirname, '../../docs/follow-log.md'), 'utf8');
const blocks = [...page.matchAll(/^```json (\w+)\n(.*?)^```$/gms)].map(([, kind, json]) => ({
	kind,
	value: JSON.parse(json) as IDataObject[],
}));

const tableRow = (first: string): string[] => {
	const line = page.split('\n').find((each) => each.startsWith(`| ${first} `)) ?? '';
	return line
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());
};

const options = { asOf: '2026-03-04T12:00:00Z' };
const state = { position: 0, seen: 0, gaps: '[]', sweep: `2026-03-04 ${SWEEP_DONE}` };
const entry = (id: number, lead: string) => ({ id, activity: `e${id}`, lead, type: 'page_view', at: options.asOf });
const EMPTY = itemsOf([{}]);

async function followed(entries: object[], more: { state?: object; options?: IDataObject; waiting?: object[] } = {}) {
	const inputs = [itemsOf([more.state ?? state]), itemsOf(entries), EMPTY, itemsOf(more.waiting ?? [{}])];
	const parameters = { options: { ...options, ...more.options } };
	const run = await runNode(FollowLog, { parameters, inputs });
	const named = Object.fromEntries(OUTPUT_NAMES.map((name, index) => [name, jsonOf(run.outputs[index] ?? [])]));
	return { ...run, named };
}

describe('docs/follow-log.md', () => {
	const starts = blocks.flatMap(({ kind }, index) => (kind === 'parameters' ? [index] : []));

	it('has examples', () => expect(starts.length).toBeGreaterThan(1));

	it.each(starts)('the example at block %i', async (at) => {
		const end = blocks.findIndex(({ kind }, index) => index > at && kind === 'output');
		const given = new Map(blocks.slice(at, end).map(({ kind, value }) => [kind, value]));
		const inputs = ['state', 'entries', 'links', 'waiting', 'rules'].map((kind) => itemsOf(given.get(kind) ?? [{}]));
		const { outputs, error } = await runNode(FollowLog, {
			parameters: given.get('parameters') as unknown as INodeParameters,
			inputs,
		});
		expect(error).toBeUndefined();
		const filled = OUTPUT_NAMES.flatMap((name, index) =>
			outputs[index].length > 0 ? [[name, jsonOf(outputs[index])] as const] : [],
		);
		expect(Object.fromEntries(filled)).toMatchObject(blocks[end].value);
		expect(filled.map(([name]) => name)).toEqual(Object.keys(blocks[end].value));
	});

	it('names every option and output', () => {
		const { properties } = new FollowLog().description;
		const form = (properties.find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];
		for (const { name, displayName, default: value } of form) {
			const usual = value === '' ? 'now' : `${value as number}`;
			const row = tableRow(displayName);
			expect(row.slice(0, 3)).toEqual([displayName, `\`${name}\``, usual]);
		}
		for (const name of OUTPUT_NAMES) expect(page).toContain(`| ${name} `);
	});
});

describe('Follow Log', () => {
	it('gives the state even when nothing is due', async () => {
		const { named, outputs } = await followed([{}]);
		const saved = { ...state, tries: 0 };
		expect(named).toEqual({ State: [{ ...saved, before: saved }], Leads: [], Keys: [], Links: [], Rules: [] });
		expect(outputs[0][0].pairedItem).toEqual({ item: 0 });
	});

	it('gives nothing where somebody else is at work', async () => {
		const { outputs, error } = await runNode(FollowLog, {
			parameters: { options },
			inputs: [EMPTY, itemsOf([entry(1, 'ana@x.example')]), EMPTY, EMPTY],
		});
		expect(error).toBeUndefined();
		expect(outputs).toEqual([[], [], [], [], []]);
	});

	it('gives 30 keys a query, for the rows first and then for the activities', async () => {
		const entries = Array.from({ length: 61 }, (_, index) => entry(index + 1, `lead-${index}`));
		const { named } = await followed(entries);
		expect(named.Leads).toHaveLength(61);
		const queries = [
			['lead-0', 'lead-1', 'lead-29'],
			['lead-30', 'lead-31', 'lead-59'],
			['lead-60', 'lead-60', 'lead-60'],
		];
		expect(named.Keys.map(({ table, k0, k1, k29 }) => [table, k0, k1, k29])).toEqual(
			['ll_lead_book', 'll_activity_log'].flatMap((table) => queries.map((keys) => [table, ...keys])),
		);
	});

	it('begins the night at the hour that is set', async () => {
		const waiting = [{ id: 12, lead: 'ana@x.example' }];
		const at = { asOf: '2026-03-05T01:30:00Z' };
		const early = await followed([{}], { options: { ...at, sweepHour: 2 }, waiting });
		expect(early.named.State[0].sweep).toBe(state.sweep);
		const late = await followed([{}], { options: { ...at, sweepHour: 1 }, waiting });
		expect(late.named.State[0].sweep).toBe('2026-03-05 0');
		const next = await followed([{}], {
			options: { ...at, sweepHour: 1, sliceRows: 1 },
			state: late.named.State[0],
			waiting,
		});
		expect(next.named).toMatchObject({
			Leads: [{ lead: 'ana@x.example' }],
			State: [{ sweep: '2026-03-05 12' }],
		});
	});

	it.each([
		['sweepHour', 24, '“Nightly Rescore at (Hour)” is “24”, which is not a whole number from 0 to 23'],
		['sliceRows', 0.5, '“Leads per Slice” is “0.5”, which is not a whole number from 1 to 100000'],
		[
			'gapSeconds',
			'soon',
			'“Wait for Missing Numbers (Seconds)” is “soon”, which is not a whole number from 0 to 86400',
		],
	])('refuses %s of %s', async (name, value, message) => {
		const { error } = await followed([entry(1, 'a')], { options: { [name]: value } });
		expect(error?.message).toBe(message);
	});

	it('says what is wrong on its first output where it continues on errors', async () => {
		const { outputs } = await runNode(FollowLog, {
			parameters: { options: { sweepHour: 24 } },
			inputs: [itemsOf([state]), EMPTY, EMPTY, EMPTY],
			onError: 'continueRegularOutput',
		});
		expect(outputs[0].map(({ json }) => Object.keys(json))).toEqual([['error']]);
	});
});
