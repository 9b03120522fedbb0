import fc from 'fast-check';
import { Links, type Word } from '../../lifecycle/identity/links';

const DAY = 86_400_000;
const on = (day: number): number => Date.UTC(2026, 2, day);
const text = (day: number): string => new Date(on(day)).toISOString();
const word = (alias: string, lead: string, day = 1): Word => ({ alias, lead, at: on(day) });
const keys = (links: Links, lead: string) => links.keysOf(lead).map(({ key, after, until }) => [key, after, until]);

describe('Links', () => {
	it.each<[why: string, words: Word[], key: string, person: string]>([
		['an unknown key is itself', [], 'anon-1', 'anon-1'],
		['a key that was said to be a lead is that lead', [word('anon-1', 'ana@x.example')], ' anon-1', 'ana@x.example'],
		[
			'the newest word counts',
			[word('kiosk', 'bo@x.example', 2), word('kiosk', 'ana@x.example', 1)],
			'kiosk',
			'bo@x.example',
		],
		[
			'of two at one time, the one with an address',
			[word('k', 'u-7'), word('k', 'ana@x.example'), word('k', 'a-1')],
			'k',
			'ana@x.example',
		],
		['chains are followed', [word('anon-1', 'u-7'), word('u-7', 'ana@x.example', 3)], 'anon-1', 'ana@x.example'],
		[
			'a circle ends at its address',
			[word('b', 'a'), word('ana@x.example', 'b'), word('a', 'ana@x.example')],
			'a',
			'ana@x.example',
		],
		['a circle without one at its first key', [word('b', 'a'), word('a', 'c'), word('c', 'b')], 'c', 'a'],
		[
			'what leads into a circle ends where the circle does',
			[word('x@x.example', 'a'), word('a', 'b'), word('b', 'a')],
			'x@x.example',
			'a',
		],
	])('%s', (_why, words, key, person) => {
		expect(new Links(words).personOf(key)).toBe(person);
		expect(new Links([...words].reverse()).personOf(key)).toBe(person);
	});

	it('gives what was done on a shared device to whoever was identified next after it, or last before it', () => {
		const links = new Links([word('kiosk', 'ana@x.example', 2), word('kiosk', 'bo@x.example', 4)]);
		expect([1, 2, 3, 4, 9].map((day) => links.personOf('kiosk', on(day)))).toEqual([
			...['ana@x.example', 'ana@x.example', 'bo@x.example', 'bo@x.example', 'bo@x.example'],
		]);
		expect(keys(links, 'ana@x.example')).toEqual([['kiosk', null, text(2)]]);
		expect(keys(links, 'Bo@x.example')).toEqual([['kiosk', text(2), null]]);
		expect(keys(links, 'kiosk')).toEqual([]);
	});

	it('names several spans of one device', () => {
		const days = [2, 4, 6].map((day, index) => word('kiosk', index === 1 ? 'bo@x.example' : 'ana@x.example', day));
		expect(keys(new Links(days), 'ana@x.example')).toEqual([
			['kiosk', null, text(2)],
			['kiosk', text(4), null],
		]);
	});

	it('names the keys of a chain, and of a circle', () => {
		const chain = new Links([word('anon-1', 'u-7'), word('u-7', 'ana@x.example', 3), word('anon-2', 'u-7', 5)]);
		expect(chain.keysOf('ana@x.example').map(({ key }) => key)).toEqual(['anon-1', 'anon-2', 'u-7']);
		const circle = new Links([word('b', 'a'), word('ana@x.example', 'b'), word('a', 'ana@x.example')]);
		expect(circle.keysOf('ana@x.example').map(({ key }) => key)).toEqual(['a', 'b']);
	});

	it('learns what it did not know, and nothing twice', () => {
		const links = new Links([word('anon-1', 'ana@x.example', 2)]);
		expect(links.add(word('anon-1', 'ana@x.example', 9))).toBe(false);
		expect(links.add(word('anon-1', ' anon-1', 9))).toBe(false);
		expect(links.add(word('anon-1', 'bo@x.example', 9))).toBe(true);
		expect(links.personOf('anon-1')).toBe('bo@x.example');
	});

	it('gives every moment of every key to one person alone', () => {
		const key = fc.constantFrom('a', 'b', 'c', 'ana@x.example', 'bo@x.example');
		const said = fc.record({ alias: key, lead: key, at: fc.integer({ min: 1, max: 6 }).map(on) });
		fc.assert(
			fc.property(fc.array(said, { maxLength: 8 }), (words) => {
				const links = new Links(words);
				const people = ['a', 'b', 'c', 'ana@x.example', 'bo@x.example'];
				for (const alias of people) {
					for (let at = on(0); at < on(8); at += DAY / 2) {
						const holders = people.filter((person) =>
							links
								.keysOf(person)
								.some(
									({ key: each, after, until }) =>
										each === alias &&
										(after === null || at > Date.parse(after)) &&
										(until === null || at <= Date.parse(until)),
								),
						);
						const person = links.personOf(alias, at);
						expect(holders).toEqual(person === alias ? [] : [person]);
					}
				}
			}),
			{ numRuns: 60 },
		);
	});
});
