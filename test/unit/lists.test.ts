import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Links } from '../../lifecycle/identity/links';
import { readRow, STAGES } from '../../lifecycle/lead/row';
import { CONSENT_TYPES, readConsent } from '../../lifecycle/lists/consent';
import { csvOf, withoutFormula } from '../../lifecycle/lists/csv';
import { filesOf } from '../../lifecycle/lists/files';
import { nurtureLists, type NurtureLists } from '../../lifecycle/lists/lists';
import { reportOf } from '../../lifecycle/lists/report';
import { resultOf, type ListAnswers } from '../../lifecycle/lists/result';
import { readSummary, summaryOf } from '../../lifecycle/lists/summary';
import { readWord } from '../../lifecycle/log/state';
import type { Fields } from '../../lifecycle/path';
import { NURTURED as LEAD, nurtured } from '../support/nurtured';
import '../support/seed';
import table from '../cases/lists.json';

const NOW = '2026-03-02T08:00:00.000Z';

type Row = Record<string, unknown>;
interface Case {
	readonly why: string;
	/** What differs from a lead in nurture on the track `welcome`. */
	readonly leads: Row[];
	readonly consent?: Row[];
	readonly links?: Row[];
	readonly everything?: boolean;
	readonly optOutFields?: string[];
	/** Action, address, track, track before, why off. */
	readonly changes: Array<[string, string, string | null, string | null, string | null]>;
	/** Id and the new `listedTrack`. */
	readonly marks?: Array<[number, string | null]>;
	readonly heldBack?: Record<string, number>;
	readonly onTrack?: number;
}

const text = (cell: unknown): string => (typeof cell === 'string' ? cell : '');

const rowOf = (row: Row = {}): Row => nurtured({ id: 1, ...row });

function listsOf({ leads, consent = [], links = [], everything, optOutFields }: Omit<Case, 'why' | 'changes'>) {
	const sources = {
		leads: leads.map((row) => readRow(row).row),
		consent: consent.flatMap((entry) => readConsent(entry) ?? []),
		links: new Links(links.flatMap((word) => readWord(word) ?? [])),
	};
	return nurtureLists(sources, { asOf: DateTime.fromISO(NOW, { zone: 'utc' }), everything, optOutFields });
}

const NOTHING: ListAnswers = {
	mailchimpLeaves: [],
	mailchimpJoins: [],
	brevo: [],
	mautic: [],
	otherTool: [],
	email: [],
};
const resultFor = (lists: NurtureLists, answers: Partial<ListAnswers> = {}) =>
	resultOf(summaryOf(lists, NOW), { ...NOTHING, ...answers });

describe('who joins and who leaves', () => {
	it.each((table as Case[]).map((each) => [each.why, each] as const))('%s', (_why, given) => {
		const lists = listsOf({ ...given, leads: given.leads.map(rowOf) });
		expect(lists.changes.map(({ action, email, track, was, why }) => [action, email, track, was, why])).toEqual(
			given.changes,
		);
		if (given.marks !== undefined)
			expect(resultFor(lists).marks.map(({ id, listedTrack }) => [id, listedTrack])).toEqual(given.marks);
		expect(Object.fromEntries(lists.heldBack)).toEqual(given.heldBack ?? {});
		if (given.onTrack !== undefined) expect(lists.onTrack).toBe(given.onTrack);
	});
});

describe('for any lead book', () => {
	const track = fc.option(fc.constantFrom('welcome', 'education', 'budget_cycle'));
	const address = fc.option(fc.constantFrom(LEAD, 'ANA@acme.example', 'bo@x.example', 'eve@x.example', 'not one'));
	const key = fc.constantFrom(LEAD, 'bo@x.example', 'crm-17', 'crm-18', 'visitor');
	const anyRow = fc.record({
		lead: key,
		email: address,
		stage: fc.constantFrom(...STAGES),
		track,
		listedTrack: track,
		mergedInto: fc.option(key, { freq: 5 }),
		attributes: fc.constantFrom(null, '{"unsubscribed":true}'),
	});
	const anyBook = fc
		.array(anyRow, { maxLength: 8 })
		.map((rows) => rows.map((row, index): Row => ({ ...row, id: index + 1 })));
	const anyConsent = fc.array(
		fc.record({
			lead: key,
			type: fc.constantFrom(...CONSENT_TYPES),
			at: fc.constantFrom('2026-02-01T08:00:00Z', '2026-02-10T08:00:00Z', '2027-01-01T08:00:00Z'),
			quarantine: fc.constantFrom('', 'bot: fast'),
		}),
		{ maxLength: 4 },
	);
	const anySources = fc.record({ leads: anyBook, consent: anyConsent, everything: fc.boolean() });

	/** What a tool holds of each address after it did what it was told, in this order. */
	function toolAfter(leads: readonly Row[], { changes }: NurtureLists): Map<string, Set<string>> {
		const held = new Map<string, Set<string>>();
		const of = (email: unknown): Set<string> => {
			const address = text(email).toLowerCase();
			const tracks = held.get(address) ?? new Set<string>();
			held.set(address, tracks);
			return tracks;
		};
		const first = new Map(leads.map((row) => [row.lead, row] as const).reverse());
		for (const row of first.values())
			if (text(row.email).includes('@') && row.listedTrack !== null) of(row.email).add(text(row.listedTrack));
		for (const { email, track, was } of changes) {
			if (email === '') continue;
			if (was !== null) of(email).delete(was);
			if (track !== null) of(email).add(track);
		}
		return held;
	}

	it('nobody is on two tracks, neither in the lists nor in the tool', () =>
		fc.assert(
			fc.property(anySources, (given) => {
				const lists = listsOf(given);
				const joined = lists.changes.filter((each) => each.track !== null).map(({ email }) => email.toLowerCase());
				expect(new Set(joined).size).toBe(joined.length);
				for (const tracks of toolAfter(given.leads, lists).values()) expect(tracks.size).toBeLessThanOrEqual(1);
			}),
		));

	it('a second run changes nothing', () =>
		fc.assert(
			fc.property(anySources, (given) => {
				const marks = new Map(resultFor(listsOf(given)).marks.map(({ id, listedTrack }) => [id, listedTrack]));
				const leads = given.leads.map((row) =>
					marks.has(row.id as number) ? { ...row, listedTrack: marks.get(row.id as number) } : row,
				);
				expect(listsOf({ ...given, leads, everything: false }).changes).toEqual([]);
			}),
		));

	it('who withdrew consent, complained, or is with sales joins nothing and is in no file of a track', () =>
		fc.assert(
			fc.property(anySources, ({ leads, consent, everything }) => {
				const { changes } = listsOf({ leads, consent, everything });
				const files = filesOf(changes, '2026-03-02')
					.filter((file) => file.track !== null)
					.map(({ csv }) => csv.toLowerCase())
					.join('');
				const first = new Map(leads.map((row) => [row.lead, row] as const).reverse());
				for (const row of first.values()) {
					const said = consent.filter(({ lead }) => lead === row.lead || lead === row.email);
					const isOut =
						said.some(({ type, at }) => /complaint|bounce/.test(type) && at < NOW) ||
						(said.some(({ type, at }) => type === 'email_unsubscribe' && at < NOW) &&
							!said.some(({ type }) => type === 'email_subscribe')) ||
						row.attributes !== null ||
						!['new', 'nurture', 'recycled'].includes(String(row.stage));
					if (isOut && row.mergedInto === null && row.email !== null)
						expect(files).not.toContain(`\n${text(row.email).toLowerCase()},`);
				}
			}),
		));

	it('what was refused comes again, and what was taken does not', () =>
		fc.assert(
			fc.property(anySources, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (given, refused) => {
				const lists = listsOf({ ...given, everything: false });
				const sent = lists.changes.filter(({ email }) => email !== '');
				const brevo = sent.map((_, index): Fields => (refused[index] ? { error: '500' } : { success: true }));
				const { marks } = resultFor(lists, { brevo });
				const marked = new Map(marks.map(({ id, listedTrack }) => [id, listedTrack]));
				const leads = given.leads.map((row) =>
					marked.has(row.id as number) ? { ...row, listedTrack: marked.get(row.id as number) } : row,
				);
				const again = new Set(listsOf({ ...given, leads, everything: false }).changes.map(({ email }) => email));
				const failed = new Set(sent.filter((_, index) => refused[index]).map(({ email }) => email));
				expect([...again].filter((email) => email !== '').sort()).toEqual([...failed].sort());
			}),
		));
});

describe('files', () => {
	it.each([
		['=1+1', "'=1+1"],
		['+33 1', "'+33 1"],
		['-2', "'-2"],
		['@SUM(A1)', "'@SUM(A1)"],
		['  =1+1', "'  =1+1"],
		['\t=1', "'\t'=1"],
		['＝1+1', "'＝1+1"],
		['Ruiz; =1+1', "Ruiz;' =1+1"],
		['Ruiz\n=1+1', "Ruiz\n'=1+1"],
		['Ana Ruiz', 'Ana Ruiz'],
		['a=b', 'a=b'],
		['jean-luc@x.example', 'jean-luc@x.example'],
	])('no spreadsheet runs %j', (text, safe) => expect(withoutFormula(text)).toBe(safe));

	it('quote what needs it and leave numbers alone', () =>
		expect(csvOf(['a', 'b', 'c'], [{ a: 'Ruiz, "Sons"\nLtd', b: -4.5, c: null }])).toBe(
			'a,b,c\r\n"Ruiz, ""Sons""\nLtd",-4.5,\r\n',
		));

	const signs = fc.constantFrom('=', '+', '@', '"', ',', ';', '\n', '\r', '\t', ' ', 'a');

	it('hold each text in one cell, and no formula for a spreadsheet that separates by something else', () =>
		fc.assert(
			fc.property(fc.string({ unit: signs, maxLength: 12 }), (text) => {
				const csv = csvOf(['a', 'b'], [{ a: 'a', b: text }]);
				const cell = /^a,b\r\na,(?:"((?:[^"]|"")*)"|([^",\r\n]*))\r\n$/.exec(csv) ?? [];
				expect((cell[1] ?? cell[2])?.replaceAll('""', '"')).toBe(withoutFormula(text));
				const elsewhere = csv.split(/[;\t\r\n]/).map((piece) => piece.replace(/^[\s"]+/, ''));
				expect(elsewhere.filter((piece) => /^[=+@-]/.test(piece))).toEqual([]);
			}),
			{ numRuns: 2000 },
		));

	it('are named without what a track may not do to a path', () => {
		const { files } = listsOf({
			leads: [
				rowOf({ track: '../../etc/passwd' }),
				rowOf({ id: 2, lead: 'b', email: 'b@x.example', track: 'été 日本' }),
			],
		});
		expect(files.map(({ fileName }) => fileName)).toEqual([
			'track--etc-passwd-2026-03-02.csv',
			'track-été-日本-2026-03-02.csv',
		]);
	});
});

describe('what the tools took', () => {
	const two = [rowOf(), rowOf({ id: 2, lead: 'bo@x.example', email: 'bo@x.example', listedTrack: 'education' })];
	const lists = listsOf({ leads: two });
	const taken = (count: number): Fields[] => Array.from({ length: count }, () => ({ success: true }));
	const ids = (answers: Partial<ListAnswers>) => resultFor(lists, answers).marks.map(({ id }) => id);
	/** As a deactivated step passes items on. */
	const passedOn: Fields[] = lists.changes.map((change) => ({ ...change }));

	it('is everything where nothing is activated', () => {
		expect(resultFor(lists)).toMatchObject({ ways: [], faults: [] });
		expect(ids({ brevo: passedOn, mailchimpJoins: passedOn, mailchimpLeaves: passedOn.slice(1) })).toEqual([1, 2]);
		expect(resultFor(lists, { brevo: passedOn }).ways).toEqual([]);
	});

	it.each<[string, Partial<ListAnswers>, number[], string[], string | undefined]>([
		['all', { brevo: taken(2), mailchimpJoins: taken(2) }, [1, 2], ['Mailchimp', 'Brevo'], undefined],
		['the second of two', { mautic: [{ id: 5 }, { error: '500' }] }, [1], ['Mautic'], 'Mautic refused 1 of 2'],
		['who is off', { mailchimpLeaves: [{ error: '500' }] }, [1], ['Mailchimp'], 'Mailchimp refused 1 of 1'],
		[
			'an answer too few',
			{ otherTool: taken(1) },
			[1],
			['The other tool'],
			'The other tool refused 1 of 2 leads: no answer',
		],
		['an error object', { brevo: [{ error: { message: 'bad key' } }, ...taken(1)] }, [2], ['Brevo'], ': bad key.'],
		[
			'whom Mailchimp does not have: it never agreed to be there',
			{ mailchimpJoins: [{ error: 'The resource you are requesting could not be found' }, { error: '404 - gone' }] },
			[1, 2],
			['Mailchimp'],
			undefined,
		],
		['whom Brevo does not find', { brevo: [{ error: '404' }, ...taken(1)] }, [2], ['Brevo'], 'Brevo refused 1 of 2'],
		['the e-mail', { email: [{ messageId: '<1@x>' }] }, [1, 2], ['E-mail'], undefined],
		['no e-mail', { email: [{ error: 'Connection timeout' }] }, [], [], 'not sent: Connection timeout.'],
		['no e-mail, though a tool took all', { email: [{ error: 'x' }], brevo: taken(2) }, [], ['Brevo'], 'not sent: x.'],
	])('%s', (_name, answers, marked, ways, fault) => {
		const result = resultFor(lists, answers);
		expect([ids(answers), result.ways]).toEqual([marked, ways]);
		const report = reportOf(summaryOf(lists, NOW), result, { language: 'en', workflow: '12', execution: '7' });
		expect(report.lines.some((line) => line.includes('refused') || line.includes('not sent'))).toBe(
			fault !== undefined,
		);
		if (fault !== undefined) expect(report.lines.join('\n')).toContain(fault);
		expect(report.channels).toEqual(fault === undefined ? ['slack', 'teams'] : undefined);
	});

	it('keeps secrets out of what it says', () => {
		const result = resultFor(lists, { mautic: [{ error: '500 - token: abcdef' }, { id: 1 }] });
		expect(JSON.stringify(result)).not.toContain('abcdef');
	});

	it('is said in the language of marketing', () => {
		const report = reportOf(summaryOf(lists, NOW), resultFor(lists, { brevo: [{ error: '500' }, { id: 1 }] }), {
			language: 'fr',
			workflow: '12',
			execution: '7',
		});
		expect([report.title, ...report.lines, report.next]).toEqual([
			'Listes de nurturing : 2 sur un nouveau parcours, 1 hors du leur',
			'Envoyé à Brevo.',
			'- welcome : 2 leads de plus',
			'- hors de leur parcours : 1 lead',
			'Sur un parcours en tout : 2.',
			'Brevo a refusé 1 sur 2 leads : 500. La prochaine exécution réessaie.',
			'corrigez ce qui a été refusé. La prochaine exécution réessaie ces leads.',
		]);
	});

	it('is read back from an item', () => {
		const summary = summaryOf(lists, NOW);
		expect(readSummary(JSON.parse(JSON.stringify(summary)) as Fields)).toEqual(summary);
		expect(readSummary({ at: NOW })).toBeUndefined();
		expect(readSummary({ at: NOW, changes: [{ rows: ['2', null, 'x'] }] })?.changes).toEqual([
			{ track: null, was: null, rows: [2], listedTrack: null, isSent: true },
		]);
	});
});
