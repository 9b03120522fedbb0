import type { NodeJSON } from '@n8n/workflow-sdk';
import capture from '../../workflows/01-capture-and-score.json';
import { workedOut } from '../support/worked-out';

const AT = '2026-03-04T12:00:00.000Z';
const LATER = '2026-03-05T12:00:00.000Z';

type Item = Record<string, unknown>;

const node = (name: string) => capture.nodes.find((each) => each.name === name) as unknown as NodeJSON;
const did = (lead: string, alsoKnownAs: string[] = [], more: Item = {}): Item => ({
	...{ activity: `${lead}-1`, lead, at: AT, quarantine: '' },
	properties: JSON.stringify(alsoKnownAs.length > 0 ? { alsoKnownAs } : {}),
	...more,
});

/** What the call says, what is looked up, and who is who with what the alias book holds. */
function whoIsWho(call: Item[], book: Item[] = []) {
	const said = workedOut(node('Other keys in the call'), { nodes: { 'Lead activity': call } });
	const links = workedOut(node('Who is who'), {
		nodes: { 'Lead activity': call, 'Other keys in the call': [said] },
		items: book.length > 0 ? book : [{}],
	}) as Record<'fresh' | 'changed' | 'moves' | 'reads' | 'keys', Item[]>;
	return { said: said as Record<'links' | 'unknown' | 'lookups', Item[]>, ...links };
}

describe('who is who in 01', () => {
	it('is asked for no lead that is known by its address alone', () => {
		expect(whoIsWho([did('ada@x.example')]).said.lookups).toEqual([]);
	});

	it('is told by an event that names other keys', () => {
		const { said, fresh, moves, reads, keys } = whoIsWho([did('ada@x.example', [' Anon-1 ', 'ada@x.example'])]);
		expect(said.lookups).toEqual([
			{ column: 'alias', condition: 'eq', key: 'anon-1' },
			{ column: 'lead', condition: 'eq', key: 'anon-1' },
		]);
		expect(fresh).toEqual([{ alias: 'anon-1', lead: 'ada@x.example', at: AT }]);
		expect(moves).toEqual([{ alias: 'anon-1', lead: 'ada@x.example', at: AT }]);
		expect(reads).toEqual([{ column: 'lead', condition: 'eq', key: 'anon-1' }]);
		expect(keys).toEqual(['ada@x.example']);
	});

	it('is not told by a machine', () => {
		expect(whoIsWho([did('ada@x.example', ['anon-1'], { quarantine: 'bot:user-agent' })]).said.lookups).toEqual([]);
	});

	it('is remembered for what comes later', () => {
		const book = [{ id: 1, alias: 'anon-1', lead: 'ada@x.example', at: AT }];
		const { fresh, moves, keys } = whoIsWho([did('anon-1')], book);
		expect({ fresh, moves, keys }).toEqual({
			fresh: [],
			moves: [{ alias: 'anon-1', lead: 'ada@x.example', at: AT }],
			keys: ['ada@x.example'],
		});
	});

	it('leaves an unknown key as it is', () => {
		expect(whoIsWho([did('anon-1')])).toMatchObject({ fresh: [], moves: [], reads: [], keys: ['anon-1'] });
	});

	it('goes by the newest word, of the call and of the book', () => {
		const book = [
			{ id: 1, alias: 'kiosk', lead: 'ada@x.example', at: AT },
			{ id: 2, alias: 'kiosk', lead: 'bob@x.example', at: AT },
		];
		expect(whoIsWho([did('kiosk')], book).keys).toEqual(['bob@x.example']);
		const call = [did('eve@x.example', ['kiosk'], { at: LATER }), did('dan@x.example', ['kiosk'])];
		const { fresh, changed } = whoIsWho(call, [...book].reverse());
		expect({ fresh, changed }).toEqual({ fresh: [], changed: [{ alias: 'kiosk', lead: 'eve@x.example', at: LATER }] });
	});

	it('writes no link twice', () => {
		const book = [{ id: 1, alias: 'anon-1', lead: 'ada@x.example', at: AT }];
		expect(whoIsWho([did('ada@x.example', ['anon-1'])], book)).toMatchObject({ fresh: [], changed: [] });
	});

	it('follows chains, and ends a circle at its address', () => {
		const book = [{ id: 1, alias: 'anon-1', lead: 'u-7', at: AT }];
		const { fresh, changed, keys } = whoIsWho([did('anon-1'), did('ada@x.example', ['u-7'])], book);
		expect({ fresh, changed, keys }).toEqual({
			fresh: [{ alias: 'u-7', lead: 'ada@x.example', at: AT }],
			changed: [{ alias: 'anon-1', lead: 'ada@x.example', at: AT }],
			keys: ['ada@x.example'],
		});
		const circle = [did('a', ['b']), did('b', ['ada@x.example']), did('ada@x.example', ['a'])];
		expect(whoIsWho(circle).keys).toEqual(['ada@x.example']);
	});

	it('looks at many keys in one go', () => {
		const call = Array.from({ length: 101 }, (_, index) => did(`p${index}@x.example`, [`anon-${index}`]));
		const { said, reads, keys } = whoIsWho(call);
		expect(said.lookups).toEqual([{ column: 'alias', condition: 'isNotEmpty', key: '' }]);
		expect(reads).toEqual([{ column: 'properties', condition: 'like', key: '%"leadNote":%' }]);
		expect(keys).toHaveLength(101);
	});
});

describe('what changes hands in 01', () => {
	const moves = [{ alias: 'anon-1', lead: 'ada@x.example', at: AT }];
	const stray = (items: Item[]) =>
		workedOut(node('What changes hands'), { nodes: { 'Who is who': [{ moves }] }, items });

	it('is what the key did, up to the row that was read', () => {
		const rows = [
			{ ...did('anon-1'), id: 4 },
			{ ...did('anon-1'), id: 9 },
			{ ...did('other'), id: 12 },
		];
		expect(stray(rows)).toEqual({
			rows: rows.slice(0, 2),
			given: [{ ...moves[0], upTo: 9 }],
			people: [{ lead: 'ada@x.example' }],
		});
	});

	it('is nothing when the key did nothing', () => expect(stray([{}])).toEqual({ rows: [], given: [], people: [] }));

	it('is read together with what the person did, and with the link', () => {
		const nodes = { 'What changes hands': [stray([{ ...did('anon-1'), id: 4 }])], 'As of': [{ asOf: LATER }] };
		const { activities } = workedOut(node('All of it together'), {
			nodes,
			items: [{ ...did('ada@x.example'), id: 2 }],
		});
		expect(activities).toMatchObject([
			{ lead: 'ada@x.example' },
			{ lead: 'anon-1' },
			{ lead: 'ada@x.example', type: 'lead_identify', at: AT, properties: { alsoKnownAs: ['anon-1'] } },
		]);
	});

	it('is added but for what a run before has added, and never the link itself', () => {
		const key = stray([
			{ ...did('anon-1'), id: 4 },
			{ ...did('anon-1'), activity: 'added', id: 5 },
			{ ...did('anon-1'), activity: 'bot', id: 6 },
		]);
		const items = [
			did('ada@x.example'),
			did('anon-1'),
			did('anon-1', [], { activity: 'added' }),
			{ activity: 'link:anon-1' },
		];
		const nodes = {
			'Merge by union': { outputs: [items, [did('anon-1', [], { activity: 'bot', quarantine: 'bot:burst' })]] },
			'What changes hands': [key],
			'Read what the people did': [{ activity: 'added' }, { activity: 'ada@x.example-1' }],
		};
		expect(workedOut(node('What was moved'), { nodes })).toMatchObject({
			rows: [{ activity: 'anon-1-1' }, { activity: 'bot', quarantine: 'bot:burst' }],
			given: [{ alias: 'anon-1', upTo: 6 }],
		});
	});
});
