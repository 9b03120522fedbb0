import { DateTime } from 'luxon';
import cases from '../cases/recycle.json';
import { planRecycling, type RecycleSettings } from '../../lifecycle/recycle/recycle-plan';
import { DEFAULT_REASONS, readReasons } from '../../lifecycle/recycle/reason';
import { reasonRecogniser } from '../../lifecycle/recycle/recognise';
import { leadRecycler, type RecycledLead } from '../../lifecycle/recycle/recycle';
import { PHRASES } from '../../lifecycle/recycle/phrases';
import { wordsOf } from '../../lifecycle/recycle/plain-words';
import type { Fields } from '../../lifecycle/path';

const SETTINGS: RecycleSettings = {
	scoreField: 'leadScore.engagement',
	totalField: 'leadScore.total',
	outputField: 'recycle',
	reasons: DEFAULT_REASONS,
	maxRecycles: 3,
};
const AS_OF = DateTime.fromISO('2026-03-01T09:30:00Z');

function recyclerOf(settings: Partial<RecycleSettings> = {}) {
	const plan = planRecycling({ ...SETTINGS, ...settings });
	if (!plan.ok) throw new Error(plan.faults.map(({ message }) => message).join('; '));
	return leadRecycler(plan.value);
}

function recycle(lead: Fields, reason: unknown, by?: unknown, settings: Partial<RecycleSettings> = {}): RecycledLead {
	const result = recyclerOf(settings)(lead, { reason, by }, AS_OF);
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

function recogniserOf(rows: readonly unknown[]) {
	const reasons = readReasons(rows);
	if (!reasons.ok) throw new Error(reasons.faults[0].message);
	return reasonRecogniser(reasons.value);
}

describe('the reason a salesperson means', () => {
	const recognise = recogniserOf(DEFAULT_REASONS);

	it.each(cases.said)('%s -> %s', (text, reason) => {
		expect(recognise(text)).toMatchObject({ ok: true, value: { reason } });
	});

	it.each(cases.refused)('refuses %s and lists the known ones', (text) => {
		expect(recognise(text)).toEqual({
			ok: false,
			message: text === '🤷' ? 'The reason is empty' : `The reason “${text}” is not a known one`,
			hint: `Use one of: ${DEFAULT_REASONS.map(({ reason }) => reason).join(', ')}.`,
		});
	});

	it('knows phrases for every default reason, written as it reads them, each for one reason', () => {
		expect([...PHRASES.keys()]).toEqual(DEFAULT_REASONS.map(({ reason }) => reason));
		const all = [...PHRASES.values()].flat();
		expect(all).toEqual(all.map((phrase) => phrase.split(' … ').map(wordsOf).join(' … ')));
		expect(new Set(all).size).toBe(all.length);
	});

	it('finds each phrase it knows', () => {
		for (const [reason, phrases] of PHRASES) {
			for (const phrase of phrases) {
				const result = recognise(phrase.replace('…', 'such and'));
				expect([phrase, result.ok && result.value.reason]).toEqual([phrase, reason]);
			}
		}
	});

	it('only maps to reasons of the table, and learns the words of a row', () => {
		const own = recogniserOf([{ reason: 'too_small', also: 'tiny, "5 people", très petit' }, { reason: 'no_budget' }]);
		const reasonOf = (text: string) => {
			const result = own(text);
			return result.ok ? result.value.reason : result.message;
		};
		expect(
			['Too small', 'they are too small for us', 'Tiny shop', 'only 5 people', 'TRES PETIT', 'pas de budget'].map(
				reasonOf,
			),
		).toEqual([...Array.from({ length: 5 }, () => 'too_small'), 'no_budget']);
		expect(reasonOf('Doublon')).toBe('The reason “Doublon” is not a known one');
	});
});

describe('a lead sent back', () => {
	it.each(cases.sentBack)('$name', ({ lead, reason, by, recycle: expected, writes }) => {
		const { lead: result, recycle: report, outcome } = recycle(lead, reason, by);
		expect(report).toEqual({ at: '2026-03-01T09:30:00.000Z', ...expected });
		expect(result).toEqual({ ...lead, ...writes, recycle: report });
		expect(outcome).toBe(writes.stage === 'disqualified' ? 'disqualify' : 'nurture');
	});

	it('keeps the input as it was', () => {
		const lead = { leadScore: { engagement: 47, total: 74 }, recycles: 0 };
		const copy = structuredClone(lead);
		recycle(lead, 'no_need');
		expect(lead).toEqual(copy);
	});

	it('keeps the reasons adding up to the total', () => {
		const reasons = [
			{
				rule: 'Pricing page',
				dimension: 'engagement',
				points: 47,
				count: 2,
				lastAt: null,
				text: 'Pricing page ×2 +47',
			},
			{ rule: 'Director', dimension: 'fit', points: 27, count: 1, lastAt: null, text: 'Director +27' },
		];
		const { lead } = recycle({ leadScore: { fit: 27, engagement: 47, total: 74, reasons } }, 'no_budget');
		const at = '2026-03-01T09:30:00.000Z';
		expect(lead.leadScore).toMatchObject({
			total: 50.5,
			reasons: [
				...reasons,
				{
					rule: 'Recycled',
					dimension: 'engagement',
					points: -23.5,
					count: 1,
					lastAt: at,
					text: 'Recycled −23.5',
				},
			],
		});
	});

	it('may come back without end when there is no limit', () => {
		const settings = { maxRecycles: 0 };
		expect(recycle({ recycles: 99 }, 'no_need', undefined, settings)).toMatchObject({
			outcome: 'nurture',
			recycle: { count: 100 },
		});
	});

	it('reads a table as people fill it in: text for numbers, blanks for nothing', () => {
		const settings = {
			reasons: [{ reason: 'Too Small', keep: '12.5', coolOffDays: '', track: ' grow ', outcome: ' Nurture ' }],
		};
		expect(recycle({ leadScore: { engagement: 80 } }, 'too small', undefined, settings).recycle).toMatchObject({
			reason: 'Too Small',
			retained: 10,
			track: 'grow',
			coolOffUntil: null,
		});
	});
});

describe('faults', () => {
	it.each(cases.faults)('$name', ({ lead, reason, message }) => {
		expect(recyclerOf()(lead, { reason, by: null }, AS_OF)).toMatchObject({ ok: false, message });
	});

	it.each(cases.settings)('settings: $name', ({ settings, messages }) => {
		const plan = planRecycling({ ...SETTINGS, ...settings });
		expect(plan.ok ? [] : plan.faults.map(({ message }) => message)).toEqual(messages);
	});
});
