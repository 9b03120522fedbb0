import type { NodeJSON } from '@n8n/workflow-sdk';
import capture from '../../workflows/01-capture-and-score.json';
import { workedOut } from '../support/worked-out';

type Item = Record<string, unknown>;

const node = (name: string) => capture.nodes.find((each) => each.name === name) as unknown as NodeJSON;
const row = (lead: string, type: string, more: Item = {}): Item => ({
	activity: `${lead}-${type}`,
	lead,
	type,
	quarantine: '',
	...more,
});
const actsIn = (call: Item[], nodes: Record<string, Item[]> = {}) =>
	workedOut(node('Acts of people'), { nodes: { 'Lead activity': call, ...nodes } }) as Record<
		'acts' | 'lookups',
		Item[]
	>;

describe('what a person’s act releases in 01', () => {
	it('is asked for nobody who only read or clicked', () => {
		expect(actsIn([row('a', 'page_view'), row('a', 'email_click')])).toEqual({ acts: [], lookups: [] });
	});

	it('is not asked for by an act that a machine did', () => {
		expect(actsIn([row('a', 'form_submit', { quarantine: 'bot:user-agent' })]).lookups).toEqual([]);
	});

	it('is looked up for each lead once, under the key it turned out to have', () => {
		const moves = [{ alias: 'anon-1', lead: 'ada@x.example' }];
		const call = [
			row('ada@x.example', 'form_submit'),
			row('anon-1', 'meeting_booked'),
			row('bo@x.example', 'email_reply'),
		];
		const { acts, lookups } = actsIn(call, { 'Who is who': [{ moves }] });
		expect(acts.map(({ lead }) => lead)).toEqual(['ada@x.example', 'ada@x.example', 'bo@x.example']);
		expect(lookups).toEqual([
			{ condition: 'eq', lead: 'ada@x.example' },
			{ condition: 'eq', lead: 'bo@x.example' },
		]);
	});

	it('is looked up in one go for many', () => {
		const call = Array.from({ length: 101 }, (_, index) => row(`p${index}`, 'form_submit'));
		expect(actsIn(call).lookups).toEqual([{ condition: 'isNotEmpty', lead: '' }]);
	});

	it('is what was held for behaviour alone', () => {
		const rows = ['bot:burst', 'bot:fast', 'bot:user-agent', 'bot:honeypot'].map((quarantine, id) =>
			row('a', 'email_click', { id, quarantine }),
		);
		const items = [...rows, row('b', 'email_click', { id: 9, quarantine: 'bot:burst' })];
		const acts = [row('a', 'form_submit')];
		const { held, together } = workedOut(node('Held for behaviour'), {
			nodes: { 'Acts of people': [{ acts }] },
			items,
		});
		expect(held).toEqual(rows.slice(0, 2));
		expect(together).toEqual([...rows.slice(0, 2), ...acts]);
		expect(workedOut(node('Held for behaviour'), { nodes: { 'Acts of people': [{ acts }] } })).toEqual({
			held: [],
			together: [],
		});
	});

	it('is written to its own rows, with what the node says of it', () => {
		const held = [row('a', 'email_click', { id: 4 }), row('a', 'email_open', { id: 5 })];
		const items = [row('a', 'email_click', { properties: '{"released":"bot:burst"}' }), row('a', 'form_submit')];
		expect(workedOut(node('What is released'), { nodes: { 'Held for behaviour': [{ held }] }, items })).toEqual({
			rows: [{ id: 4, quarantine: '', properties: '{"released":"bot:burst"}' }],
		});
	});
});
