import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ADAPTERS } from '../../lifecycle/activity/adapters';
import { NORMALIZE_DEFAULTS, normalizeActivities, type Normalized } from '../../lifecycle/activity/normalize';
import type { Fields } from '../../lifecycle/path';
import events from '../cases/activity-events.json';

const asOf = DateTime.fromISO('2026-11-22T00:00:00Z', { zone: 'utc' });
const SOURCES = ['auto', 'generic', ...ADAPTERS.map(({ source }) => source)];

const normalize = (json: unknown, source = 'auto'): Normalized =>
	normalizeActivities([{ item: 0, json: json as Fields }], { ...NORMALIZE_DEFAULTS, source }, asOf);

const KEYS = 'activity,lead,type,at,channel,source,properties,attributes,quarantine';

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

/** Whatever comes in, what comes out has the shape that the log's columns need. */
const isSound = ({ activities, faults }: Normalized): boolean =>
	activities.every(
		({ activity }) =>
			Object.keys(activity).join() === KEYS &&
			[activity.activity, activity.lead, activity.type, activity.at].every((text) => typeof text === 'string') &&
			activity.lead !== '' &&
			!Number.isNaN(Date.parse(activity.at)) &&
			isPlain(activity.properties) &&
			isPlain(activity.attributes),
	) &&
	faults.every(({ message, hint }) => `${message}${hint}`.length < 500) &&
	({} as Fields).polluted === undefined;

const expectSound = (normalized: Normalized): void => expect(isSound(normalized) ? 'sound' : normalized).toBe('sound');

const EVENTS = events.map(({ event }) => event as Fields);

/** Values that break readers which trust their input. */
const HOSTILE: unknown[] = [
	null,
	0,
	-1,
	1e308,
	Number.NaN,
	'',
	' ',
	true,
	[],
	{},
	[[]],
	[null],
	'x'.repeat(20_000),
	'\u0000',
	'🙈',
	'<script>',
	'{"a":',
	'[',
	'=cmd()',
	'2026-02-30T25:61:00Z',
	'99999999999999',
	'1e400',
	'__proto__',
	'constructor',
	{ toString: 1 },
	{ constructor: { prototype: {} } },
	JSON.parse('{"__proto__":{"polluted":1}}'),
	JSON.parse('{"a":{"__proto__":{"polluted":1}}}'),
	[{ email: [] }],
	{ value: { value: { value: {} } } },
];

/** A copy of an event with one place, at any depth, replaced. */
function* mutants(value: unknown, hostile: unknown): Generator<unknown> {
	yield hostile;
	if (typeof value !== 'object' || value === null) return;
	for (const key of Object.keys(value)) {
		const inner = (value as Record<string, unknown>)[key];
		for (const replaced of mutants(inner, hostile)) {
			yield Array.isArray(value)
				? value.map((entry: unknown, index) => (String(index) === key ? replaced : entry))
				: { ...value, [key]: replaced };
		}
	}
}

describe('hostile input to every adapter', () => {
	it.each(HOSTILE.map((value, index) => [index, value] as const))(
		'value %i in any place of any event',
		(_index, value) => {
			const broken = EVENTS.flatMap((event) => [...mutants(event, value)]).filter(
				(body) => !isSound(normalize({ headers: {}, body })),
			);
			expect(broken).toEqual([]);
		},
	);

	it.each(SOURCES)('any JSON as an event of “%s”', (source) => {
		const keys = fc.constantFrom(
			'event',
			'type',
			'email',
			'data',
			'payload',
			'meta',
			'msys',
			'mail',
			'properties',
			'timestamp',
			'lead',
			'at',
			'activity',
			'events',
			'form_response',
			'item',
			'topic',
			'msg',
			'event-data',
			'RecordType',
			'__proto__',
			'constructor',
			'object',
			'current',
			'userId',
			'body',
			'headers',
		);
		const { json } = fc.letrec((tie) => ({
			json: fc.dictionary(keys, tie('value')),
			value: fc.oneof(
				{ maxDepth: 4 },
				fc.jsonValue({ maxDepth: 1 }),
				fc.constantFrom(...HOSTILE),
				tie('json'),
				fc.array(tie('json'), { maxLength: 3 }),
			),
		}));
		fc.assert(
			fc.property(json, (value) => expectSound(normalize(value, source))),
			{ numRuns: 40 },
		);
	});

	it.each(SOURCES)('any text as a body for “%s”', (source) => {
		const text = fc.oneof(
			fc.string(),
			fc.json(),
			fc.string().map((inner) => `<a>${inner}</a>`),
			fc.string().map((inner) => `a[${inner}]=1&type=x`),
		);
		fc.assert(
			fc.property(text, (body) => expectSound(normalize({ headers: {}, body }, source))),
			{ numRuns: 40 },
		);
	});

	it.each([
		['a deep list', '['.repeat(100_000)],
		['deep objects', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
		['deep XML', '<a>'.repeat(100_000)],
		['a form with very many fields', Array.from({ length: 100_000 }, (_, index) => `a[${index}]=1`).join('&')],
		['a form with deep keys', `a${'[b]'.repeat(10_000)}=1`],
		['an unclosed comment', `<!--${'-'.repeat(1_000_000)}`],
		['an entity bomb', '<!DOCTYPE a [<!ENTITY a "aaaa">]><a>&a;&a;</a>'],
		['quotes that never end', `<a b="${'x'.repeat(1_000_000)}`],
		['spaces for slow patterns', ` ${' '.repeat(500_000)}x`],
		['an address for slow patterns', JSON.stringify({ event: 'open', timestamp: 1, email: `${'a@'.repeat(5000)}!` })],
		['a name for slow patterns', JSON.stringify({ type: 'track', event: '_'.repeat(500_000), userId: 'u' })],
	])('%s is read or refused', (_name, body) => {
		expectSound(normalize({ headers: {}, body }));
	});

	it('objects that contain themselves do not end it', () => {
		const circle: Record<string, unknown> = { type: 'track', event: 'X', userId: 'u', properties: {} };
		circle.properties = { circle };
		expectSound(normalize(circle));
	});

	it('never changes what it was given', () => {
		for (const event of EVENTS) {
			const before = structuredClone(event);
			normalize(event);
			expect(event).toEqual(before);
		}
	});
});
