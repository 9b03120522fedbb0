import fc from 'fast-check';
import { DateTime } from 'luxon';
import { GENERIC_DEFAULTS, type GenericMapping } from '../../lifecycle/activity/adapters/generic';
import { NORMALIZE_DEFAULTS, type NormalizeOptions } from '../../lifecycle/activity/normalize';
import { readIntake, receiptOf, type Intake } from '../../lifecycle/intake/intake';
import cases from '../cases/intake-bodies.json';

interface Options {
	source: string;
	mapping?: Partial<GenericMapping>;
}
interface Call {
	name: string;
	contentType: string;
	body: string;
	options?: Options;
}
interface Taken extends Call {
	activities: object[];
	refused: number;
}
interface Refused extends Call {
	faults: { item: number; field: string; message: string }[];
}

const asOf = DateTime.fromISO('2026-03-29T15:00:00Z', { zone: 'utc' });
const titled = <T extends Call>(calls: unknown): [title: string, call: T][] =>
	(calls as T[]).map((call) => [call.name, call]);

function intakeOf(body: string | Buffer, contentType = 'application/json', options?: Options): Intake {
	const settings: NormalizeOptions = {
		...NORMALIZE_DEFAULTS,
		source: options?.source ?? 'auto',
		mapping: { ...GENERIC_DEFAULTS, ...options?.mapping },
	};
	const headers = { 'content-type': contentType, authorization: 'Bearer of a secret' };
	return readIntake({ method: 'POST', uri: '', headers, body: Buffer.from(body) }, settings, asOf);
}

describe('a call is taken', () => {
	it.each(titled<Taken>(cases.taken))('%s', (_name, { body, contentType, options, activities, refused }) => {
		const intake = intakeOf(body, contentType, options);
		if (!intake.ok) throw new Error(JSON.stringify(intake));
		expect(intake.activities).toHaveLength(activities.length);
		expect(intake.activities).toMatchObject(activities);
		expect(intake.refused).toBe(refused);
		expect(JSON.stringify(intake)).not.toContain('Bearer');
	});

	it('the same call brings the same ids, whenever it comes again', () => {
		const body = cases.taken[1].body;
		const [first, again] = [intakeOf(body), intakeOf(body)];
		expect(first).toEqual(again);
		expect(first.ok && receiptOf(first).ids.every((id) => /^[0-9a-f]{64}$/.test(id))).toBe(true);
	});

	it('5,000 activities at once', () => {
		const activity = (index: number) => ({
			lead: `lead-${index % 700}@example.com`,
			type: 'page_view',
			at: asOf.minus({ seconds: index }).toISO(),
		});
		const body = JSON.stringify(Array.from({ length: 5000 }, (_, index) => activity(index)));
		const intake = intakeOf(body);
		expect(intake.ok && receiptOf(intake)).toMatchObject({ accepted: 5000, quarantined: 0, refused: 0, leads: 700 });
	});
});

describe('a call is refused', () => {
	it.each(titled<Refused>(cases.refused))('%s', (_name, { body, contentType, options, faults }) => {
		const intake = intakeOf(body, contentType, options);
		if (intake.ok) throw new Error(JSON.stringify(intake));
		expect(intake.message).toMatch(/^Nothing of this call was taken\. .*\.$/);
		expect(intake.faults.map(({ item, field }) => [item, field])).toEqual(
			faults.map(({ item, field }) => [item, field]),
		);
		for (const [index, { message }] of faults.entries()) expect(intake.faults[index].message).toContain(message);
	});

	it('with at most 20 faults, and how many there are', () => {
		const intake = intakeOf(JSON.stringify(Array.from({ length: 100 }, (_, index) => index)));
		expect(intake).toMatchObject({ ok: false, message: expect.stringContaining('100 of 100 items cannot be read') });
		expect(!intake.ok && intake.faults).toHaveLength(20);
	});
});

describe('the receipt', () => {
	it('counts what counts, and names it', () => {
		const intake = intakeOf(cases.taken.find(({ name }) => name.startsWith('the same activity twice'))?.body ?? '');
		const receipt = intake.ok ? receiptOf(intake) : undefined;
		expect(receipt).toEqual({
			accepted: 1,
			quarantined: 1,
			refused: 0,
			leads: 1,
			ids: [expect.stringMatching(/^[0-9a-f]{64}$/)],
		});
	});

	it('names at most 10,000', () => {
		const at = asOf.toISO();
		const events = Array.from({ length: 10_001 }, (_, index) => ({ lead: `l${index}`, type: 'page_view', at }));
		const intake = intakeOf(JSON.stringify(events));
		expect(intake.ok && receiptOf(intake)).toMatchObject({ accepted: 10_001 });
		expect(intake.ok && receiptOf(intake).ids).toHaveLength(10_000);
	});
});

describe('bodies of chance', () => {
	const contentType = fc.constantFrom(
		'application/json',
		'text/plain',
		'application/x-www-form-urlencoded',
		'text/xml',
		'',
	);

	it('never crash, and are taken whole or not at all', () => {
		const body = fc.oneof(
			fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
			fc.string({ unit: 'grapheme', maxLength: 100 }).map((text) => Buffer.from(text)),
			fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
			fc.array(fc.json({ maxDepth: 2 }), { maxLength: 4 }).map((lines) => Buffer.from(lines.join('\n'))),
			fc.webQueryParameters().map((text) => Buffer.from(text)),
			fc.string().map((text) => Buffer.from(`<${text}</${text}>`)),
		);
		fc.assert(
			fc.property(body, contentType, (bytes, type) => {
				const intake = intakeOf(bytes, type);
				if (!intake.ok) expect(intake.faults.length).toBeGreaterThan(0);
				else expect(intake.activities.length + intake.refused).toBeGreaterThan(0);
			}),
			{ numRuns: 5000, seed: 29 },
		);
	}, 60_000);

	it('with one bad event among good ones take nothing', () => {
		const good = { lead: 'ana@example.com', type: 'page_view', at: '2026-03-29T14:05:00Z' };
		const bad = fc.constantFrom<unknown>(
			5,
			null,
			'text',
			[],
			{},
			{ ...good, at: 'soon' },
			{ ...good, lead: '' },
			{ a: 1 },
		);
		fc.assert(
			fc.property(fc.nat({ max: 5 }), fc.nat({ max: 5 }), bad, (before, after, event) => {
				const list = [...Array<object>(before).fill(good), event, ...Array<object>(after).fill(good)];
				expect(intakeOf(JSON.stringify(list))).toMatchObject({ ok: false, faults: [{ item: before }] });
			}),
			{ seed: 29 },
		);
	});
});
