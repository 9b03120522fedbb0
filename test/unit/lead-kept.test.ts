import fc from 'fast-check';
import { printAttributes, printNews, printScore, readAttributes, readNews, readScore } from '../../lifecycle/lead/kept';
import { emptyRow, KEPT_REASONS, printRow, readRow, type KeptScore, type LeadRow } from '../../lifecycle/lead/row';
import { signedPoints } from '../../lifecycle/points';
import type { Reason } from '../../lifecycle/score/reasons';
import { advance } from '../../lifecycle/stage/advance';
import type { News } from '../../lifecycle/stage/news';
import { policyAt, rowOf, scoreOf } from '../support/stage';

const AT = '2026-03-04T09:00:00.000Z';

const reason = (more: Partial<Reason> = {}): Reason => ({
	rule: 'Pricing page',
	dimension: 'engagement',
	points: 24,
	count: 2,
	lastAt: AT,
	text: 'Pricing page ×2 +24',
	...more,
});

const printed = (score: KeptScore): object => JSON.parse(printScore(score) ?? '{}') as object;
const readBack = (score: KeptScore): KeptScore => readScore({ ...printed(score) }, KEPT_REASONS);

describe('the score that a row keeps', () => {
	const score = { reasons: [reason()], dropsBelow: null, told: [] };

	it('is nothing for a lead without a score', () => {
		expect(printScore({ reasons: [], dropsBelow: null, told: [] })).toBeNull();
	});

	it('is read without an instant that no date can hold', () => {
		const edited = { reasons: [['Pricing page', 'e', 24, 2, 1e20]] };
		expect(readScore(edited, KEPT_REASONS).reasons).toEqual([reason({ lastAt: null })]);
	});

	it('leaves out what can be worked out', () => {
		expect(printScore(score)).toBe('{"reasons":[["Pricing page","e",24,2,1772614800000]]}');
	});

	it.each([
		['a text of its own', reason({ text: 'Asked for the prices +24' })],
		['points that faded', reason({ faded: -3.5 })],
		['both', reason({ text: 'Prices +24', faded: -3.5 })],
		['a fact about the lead', reason({ dimension: 'fit', lastAt: null, count: 1, text: 'Manager +7', points: 7 })],
		['a product', reason({ dimension: 'product:analytics' })],
		['the rest', reason({ dimension: 'other', rule: '3 more reasons', text: '3 more reasons +24' })],
	])('reads back a reason with %s', (_what, one) => {
		expect(readBack({ ...score, reasons: [one] }).reasons).toEqual([one]);
	});

	it('reads back any score', () => {
		const reasons = fc.array(
			fc
				.record({
					rule: fc.string(),
					dimension: fc.constantFrom('fit', 'engagement', 'quality', 'adjustment', 'limit', 'other', 'product:x'),
					points: fc.integer({ min: -99_999, max: 99_999 }).map((hundredths) => hundredths / 100),
					count: fc.integer({ min: 1, max: 2000 }),
					lastAt: fc.option(fc.integer({ min: 0, max: 4e12 }).map((instant) => new Date(instant).toISOString())),
					own: fc.option(fc.string()),
				})
				.map(({ own, ...one }): Reason => {
					const usual = `${one.rule}${one.count > 1 ? ` ×${one.count}` : ''} ${signedPoints(one.points)}`;
					return { ...one, text: own ?? usual };
				}),
			{ maxLength: KEPT_REASONS },
		);
		const dropsBelow = fc.option(fc.record({ at: fc.constant(AT), threshold: fc.integer() }));
		const told = fc.array(fc.record({ activity: fc.string(), at: fc.constant(AT) }));
		fc.assert(
			fc.property(fc.record({ reasons, dropsBelow, told }), (kept) => {
				expect(readBack(kept)).toEqual(kept);
			}),
		);
	});

	it('is read as a former version wrote it, and leaves out what makes no sense', () => {
		const read = readScore(
			{ reasons: [reason(), ['x'], [1, 'e', 2, 1, null], 7], told: 'x', dropsBelow: 3 },
			KEPT_REASONS,
		);
		expect(read).toEqual({ reasons: [reason()], dropsBelow: null, told: [] });
	});
});

describe('the news that waits on a row', () => {
	const row = { ...emptyRow('ana@acme.example'), cell: 'C3', total: 20, fit: 8, engagement: 12, summary: 'Prices +12' };
	const line = { at: AT, by: '02-score' };
	const news: News = {
		messages: [],
		stages: [{ ...line, lead: row.lead, from: 'new', to: 'nurture', why: 'Captured' }],
		scores: [
			{
				...line,
				...{ lead: row.lead, cell: 'C3', total: 20, fit: 8, engagement: 12, summary: 'Prices +12' },
				previousCell: null,
				previousTotal: null,
			},
		],
	};

	it('leaves out what the row says itself', () => {
		expect(JSON.parse(printNews(news, row) ?? '')).toEqual({
			stages: [{ ...line, from: 'new', to: 'nurture', why: 'Captured' }],
			scores: [{ ...line, previousCell: null, previousTotal: null }],
		});
		expect(readRow({ ...printRow({ ...row, news }) }).row.news).toEqual(news);
	});

	it('keeps what the row does not say any more', () => {
		const later = { ...row, cell: 'B2', total: 60, summary: null, fit: null };
		expect(readNews(JSON.parse(printNews(news, later) ?? '') as object as never, later)).toEqual(news);
	});

	it('writes the facts that several messages share once', () => {
		const about = { lead: row.lead, name: 'Ana', reasons: ['Prices +12'] };
		const messages = [
			{ kind: 'hand_off', key: 'a', about },
			{ kind: 'ask', key: 'b', about: { ...about } },
			{ kind: 'demoted', key: 'c', about: { ...about, name: 'Bo' } },
			{ kind: 'digest', key: 'd' },
		] as never as News['messages'];
		const text = printNews({ ...news, messages }, row) ?? '';
		expect(text.match(/Prices \+12"\]/g)).toHaveLength(2);
		expect(readNews(JSON.parse(text) as never, row).messages).toEqual(messages);
	});
});

it('names news that somebody edited so that it cannot be sent', () => {
	const [fault] = readRow({
		id: 4,
		lead: 'ana@acme.example',
		news: '{"messages":[{"kind":"hand_off","about":5}]}',
	}).faults;
	expect(fault.message).toMatch(/^ll_lead_book, Lead ana@acme.example, row 4, column “news”/);
});

describe('the attributes that a row keeps', () => {
	const row = { name: 'Ana Ruiz', email: 'ana@acme.example', title: 'CFO', company: null };

	const attributes = { name: 'Ana Ruiz', title: 'Chief Financial Officer', company: 'Acme', country: 'FR' };
	const text = printAttributes({ ...row, attributes }) ?? '';
	const kept = () => JSON.parse(text) as Record<string, unknown>;

	it('hold a mark for what a column says, and are read back whole', () => {
		expect(kept()).toEqual({ ...attributes, name: expect.stringMatching(/^=[\w-]{4}$/) });
		expect(readAttributes(kept(), row)).toEqual(attributes);
	});

	it('do not take a correction by hand for what was taught', () => {
		const { name: _name, ...others } = attributes;
		expect(readAttributes(kept(), { ...row, name: 'Ana María Ruiz' })).toEqual(others);
		expect(readAttributes(kept(), { ...row, name: null })).toEqual(others);
	});

	it.each(['name', 'title', 'company'] as const)(
		'leave a %s that somebody wrote by hand to the next scores',
		(column) => {
			const policy = policyAt();
			const taught = { name: 'Ana Ruiz', title: 'CFO', company: 'Acme' };
			const scored = (before: LeadRow): LeadRow =>
				advance(before, [scoreOf(before, { attributes: taught }, policy)], policy).after ?? before;
			const edited = readRow({ ...printRow(scored(rowOf({}))), id: 1, [column]: 'By hand' }).row;
			const stored = readRow({ ...printRow(scored(edited)), id: 1 }).row;
			expect(stored).toMatchObject({ ...taught, [column]: 'By hand' });
			expect(scored(stored)).toMatchObject({ ...taught, [column]: 'By hand' });
		},
	);

	it('are nothing where there are none', () => {
		expect(printAttributes({ ...row, attributes: {} })).toBeNull();
	});
});
