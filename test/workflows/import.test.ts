import type { NodeJSON } from '@n8n/workflow-sdk';
import hubspot from '../../workflows/13-import-from-hubspot.json';
import odoo from '../../workflows/14-import-from-odoo.json';
import { workedOut } from '../support/worked-out';

const AS_OF = '2026-03-04T12:00:00.000Z';
type Item = Record<string, unknown>;
type Nodes = Parameters<typeof workedOut>[1]['nodes'];

const template = { hubspot, odoo };
type Name = keyof typeof template;

const node = (name: Name, step: string): NodeJSON => {
	const found = template[name].nodes.find((each) => each.name === step);
	if (found === undefined) throw new Error(`There is no node “${step}”.`);
	return found as unknown as NodeJSON;
};
const settings = (name: Name): Item => JSON.parse(node(name, 'Settings').parameters?.jsonOutput as string) as Item;

describe('where an import goes on', () => {
	const cutOff = { status: 'running', cursor: '300', done: 300, activities: 900, leads: 250 };
	const imports = (row: Item, isByTheClock = false) => {
		const nodes: Nodes = { Now: [{ asOf: AS_OF }], ...(isByTheClock ? { 'Every hour': [{}] } : {}) };
		return workedOut(node('hubspot', 'Where to go on'), { nodes, items: [row] }).imports;
	};
	const anew = { isNew: true, cursor: '', done: 0, activities: 0, leads: 0 };
	const on = { isNew: false, cursor: '300', done: 300, activities: 900, leads: 250 };
	const minutesAgo = (minutes: number): Item => ({
		lastPageAt: new Date(Date.parse(AS_OF) - minutes * 60_000).toISOString(),
	});

	it.each([
		['by hand, for the first time', { status: null, cursor: null }, false, [anew]],
		['by hand, after one that is over', { status: 'done', cursor: '', done: 400 }, false, [anew]],
		['by hand, after one that was cut off', { ...cutOff, ...minutesAgo(1) }, false, [on]],
		['by the clock, after one that was cut off', { ...cutOff, ...minutesAgo(10) }, true, [on]],
		['by the clock, beside one that runs', { ...cutOff, ...minutesAgo(9) }, true, []],
		['by the clock, for the first time', { status: null }, true, []],
		['by the clock, after one that is over', { status: 'done', ...minutesAgo(600) }, true, []],
	])('%s', (_case, row, isByTheClock, expected) => expect(imports(row, isByTheClock)).toEqual(expected));
});

const activity = (id: string, lead: string, type: string, attributes: Item = {}): Item => ({
	activity: id,
	lead,
	type,
	attributes: JSON.stringify(attributes),
});

const newIn = (name: Name, read: Item[], { log = [], book = [] }: { log?: Item[]; book?: Item[] } = {}) =>
	workedOut(node(name, 'What is new'), {
		nodes: {
			'All that was read': read,
			'What to look up': [{ leads: [...new Set(read.flatMap(({ lead }) => lead ?? []))] }],
			'Already in the log': log,
			Settings: [settings(name)],
			'A page': [{ known: { last: 300, owners: { 9001: 'rep@sales.example', 'Marc Demo': 'marc@sales.example' } } }],
		},
		items: book.length > 0 ? book : [{}],
	}) as {
		log: Item[];
		scoring: { leads: Item[]; activities: Item[] }[];
		starts: Item;
		newLeads: number;
		noneNew: Item[];
	};

describe('what is new on a page', () => {
	const page = [
		activity('a1', 'ann@acme.example', 'email_open'),
		activity('a2', 'ann@acme.example', 'lead_import', { title: 'CFO', stage: 'salesqualifiedlead', owner: '9001' }),
		activity('b1', 'bo@beta.example', 'lead_import', { stage: 'lead', owner: '77' }),
	];

	it('is all of it on day one: stage and owner come along', () => {
		const { log, scoring, starts, newLeads, noneNew } = newIn('hubspot', page);
		expect(log.map(({ activity: id }) => id)).toEqual(['a1', 'a2', 'b1']);
		expect(log.map(({ attributes }) => JSON.parse(attributes as string) as Item)).toEqual([
			{},
			{ title: 'CFO', stage: 'salesqualifiedlead', owner: 'rep@sales.example' },
			{ stage: 'lead' },
		]);
		expect(starts['ann@acme.example']).toBe('accepted');
		expect(starts['bo@beta.example']).toBeUndefined();
		expect(scoring[0].leads).toEqual([
			{ lead: 'ann@acme.example', email: 'ann@acme.example', row: {} },
			{ lead: 'bo@beta.example', email: 'bo@beta.example', row: {} },
		]);
		expect([newLeads, noneNew]).toEqual([2, []]);
	});

	it('is only what the log has not, and a lead of the book keeps its owner and stage', () => {
		const { log, scoring, starts } = newIn('hubspot', page, {
			log: [{ activity: 'a1' }],
			book: [{ lead: 'ann@acme.example' }],
		});
		expect(log.map(({ activity: id }) => id)).toEqual(['a2', 'b1']);
		expect(JSON.parse(log[0].attributes as string)).toEqual({ title: 'CFO', stage: 'salesqualifiedlead' });
		expect(starts['ann@acme.example']).toBeUndefined();
		expect(scoring[0].leads.map(({ lead }) => lead)).toEqual(['bo@beta.example']);
	});

	it('is a lead that a page cut off had written to the log alone: it is scored, from all that came of it', () => {
		const log = page.map(({ activity: id }) => ({ activity: id }));
		const found = newIn('hubspot', page, { log });
		expect(found.log).toEqual([]);
		expect(found.scoring[0].activities).toHaveLength(3);
	});

	it('is nothing on an empty page', () => {
		expect(newIn('hubspot', [{}])).toMatchObject({ log: [], scoring: [], newLeads: 0, noneNew: [{ none: true }] });
	});

	it('is lost, won or on in Odoo by the name of its stage', () => {
		const read = [
			activity('1', 'a@x.example', 'lead_import', { stage: 'Qualified', owner: 'Marc Demo' }),
			activity('2', 'b@x.example', 'lead_import', { stage: 'Qualified', lostReason: 'Too expensive', owner: 'Mia' }),
			activity('3', 'c@x.example', 'lead_import', { stage: 'New' }),
		];
		const { starts, log } = newIn('odoo', read);
		expect(starts).toEqual({ 'a@x.example': 'accepted', 'b@x.example': 'lost' });
		const owners = log.map(({ attributes }) => (JSON.parse(attributes as string) as Item).owner);
		expect(owners).toEqual(['marc@sales.example', undefined, undefined]);
	});
});

describe('how far it is', () => {
	const far = (name: Name, cursor: string, nodes: Nodes) =>
		workedOut(node(name, 'How far it is'), {
			nodes: {
				'A page': [{ cursor, done: 100, activities: 300, leads: 90, known: { last: 250 } }],
				'As of': [{ asOf: AS_OF }],
				'What is new': [{ log: [{}, {}], newLeads: 1 }],
				...nodes,
			},
		});
	const contacts = (paging?: Item) => ({
		'Contacts from HubSpot': [{ results: [{}, {}], ...(paging ? { paging } : {}) }],
	});

	it('is the next page of HubSpot, until there is none', () => {
		expect(far('hubspot', '100', contacts({ next: { after: '201' } }))).toEqual({
			status: 'running',
			cursor: '201',
			done: 102,
			activities: 302,
			leads: 91,
			lastPageAt: AS_OF,
		});
		expect(far('hubspot', '100', contacts())).toMatchObject({ status: 'done', cursor: '', finishedAt: AS_OF });
	});

	it('is the next hundred ids of Odoo, until the last one', () => {
		const leads = { 'Leads with their messages': [{ records: [{}, {}, {}] }] };
		expect(far('odoo', '', leads)).toMatchObject({ status: 'running', cursor: '100', done: 103 });
		expect(far('odoo', '100', leads)).toMatchObject({ status: 'running', cursor: '200' });
		expect(far('odoo', '200', leads)).toMatchObject({ status: 'done', cursor: '' });
	});

	it('ends quietly where another run of the import is ahead', () => {
		const nodes = { 'A page': [{ cursor: '100', done: 100, total: 400, activities: 300, leads: 90 }] };
		expect(workedOut(node('hubspot', 'Answer'), { nodes, items: [{}] }).more).toBeUndefined();
		const row = { id: 1, status: 'running', cursor: '201', done: 200, activities: 302, leads: 91 };
		expect(workedOut(node('hubspot', 'Answer'), { nodes, items: [row] })).toMatchObject({ more: true, cursor: '201' });
	});
});

describe.each(Object.keys(template) as Name[])('the import of %s', (name) => {
	it('notes how far it is when all else of the page is written', () => {
		const rows = template[name].nodes.find((each) => each.name === 'Rows of the new leads');
		const { main } = (template[name].connections as Record<string, { main: ({ node: string }[] | null)[] }>)[
			rows?.name ?? ''
		];
		expect(main[0]?.map((target) => target.node).at(-1)).toBe('Then the log');
		const after = template[name].connections['Then the log'].main[0]?.map((target) => target.node);
		expect(after).toEqual(['Activities that are new', 'How far it is']);
		const [note] = template[name].nodes.filter((each) => each.name === 'Note how far it is');
		const { conditions } = (note.parameters as unknown as { filters: { conditions: Item[] } }).filters;
		expect(conditions.map(({ keyName }) => keyName)).toEqual(['source', 'cursor']);
	});

	it('says what to do where the CRM is still switched off', () => {
		const off: Nodes =
			name === 'hubspot'
				? { 'How many contacts': [{ isNew: true }], 'Owners in HubSpot': [{}] }
				: { 'Ids of the leads': [{ isNew: true }], 'Salespeople in Odoo': [{}] };
		const nodes = { ...off, Now: [{ asOf: AS_OF }], 'An import to run': [{ isNew: true, cursor: '', done: 0 }] };
		expect(workedOut(node(name, 'Plan'), { nodes })).toMatchObject({ isOn: false });
		expect(JSON.stringify(node(name, 'Say what to switch on').parameters)).toContain('switch them on');
	});
});
