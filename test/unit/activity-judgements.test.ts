import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { NORMALIZE_DEFAULTS, normalizeActivities, type Normalized } from '../../lifecycle/activity/normalize';
import type { Fields } from '../../lifecycle/path';
import judgements from '../cases/activity-judgements.json';
import products from '../cases/activity-products.json';

/** What an event means where its name alone does not tell: who did it, whether it took place, whether money came in. */
interface Case {
	name: string;
	why: string;
	/** The vendor's documentation, or where the shape was published. */
	source?: string;
	read?: string;
	events: Fields[];
	/** The body as text, instead of events. */
	text?: string;
	expected: (Fields & { without?: string[] })[];
	fault?: string;
}

const asOf = DateTime.fromISO('2026-11-22T00:00:00Z', { zone: 'utc' });

const normalized = (json: Fields, source = 'auto'): Normalized =>
	normalizeActivities([{ item: 0, json }], { ...NORMALIZE_DEFAULTS, source }, asOf);

describe('what events mean', () => {
	it.each([...judgements, ...products] as Case[])('$name: $why', ({ read, events, text, expected, fault }) => {
		const { activities, faults } = normalized({ headers: {}, body: text ?? events }, read);
		expect(faults.map(({ message }) => message)).toEqual(fault === undefined ? [] : [fault]);
		expect(activities.map(({ activity }) => activity)).toMatchObject(expected.map(({ without, ...rest }) => rest));
		for (const [index, { without = [] }] of expected.entries()) {
			for (const name of without) expect(activities[index].activity.attributes).not.toHaveProperty([name]);
		}
	});
});

/** Payloads handed over beside the repository, by the start of their names: what the activities that count are. */
const HANDED: Readonly<Record<string, Fields[]>> = {
	'F1 ': [{ type: 'form_submit', at: '2026-03-01T09:58:20.000Z', properties: { form: 'Demo', page: 'demo' } }],
	'F2 checkout of a trial': [],
	'F2 checkout with delayed': [{ type: 'purchase', properties: { amount: 49 } }],
	'F3 ': [{ type: 'subscription_start', at: '2026-03-01T10:00:00.000Z', lead: 'cus_1' }],
	'F5 ': [],
	'F7 ': [{ type: 'webinar_attend', lead: 'ada@acme.example' }],
	'F8 ': [],
	'F9 ': [],
	'F10 ': [{ type: 'form_submit', at: '2025-09-25T10:05:28.123Z' }],
	'F11 ': [],
	'F12 ': [{ type: 'email_click' }],
	'F13 ': [],
	'F14 ': [],
	'F15 ': [],
	'F16 ': [],
	'F17 ': [{ type: 'lead_update', attributes: { firstName: 'Briane' } }],
	'F18 ': [{ type: 'lead_update', attributes: {} }],
	'F19 ': [],
	'F20 ': [{ type: 'form_submit', lead: 'ada@acme.example' }],
	'F21 ': [{ type: 'webinar_rate', properties: { satisfied: false, text: 'bad' } }],
	'F22 ': [{ type: 'email_click', properties: { url: 'https://ours.example/pricing', page: 'pricing' } }],
	'F23 names of mail tools': [{ type: 'email_bounce' }],
	'F23 names: emailUnSubscribe': [{ type: 'email_unsubscribe' }],
	'F23 names: “delivered”': [],
	'F23 names with the verb first': [{ type: 'demo_request' }],
	'F23 names: BOOKING': [{ type: 'meeting_booked' }],
	'F23 names: FORM': [{ type: 'form_submit' }],
	'F24 ': [{ type: 'email_open', activity: expect.not.stringContaining('@') }],
	'F25 ': [{ type: 'webinar_register', lead: 'ada@acme.example', properties: { kind: 'recorded' } }],
};

const FILE = join(__dirname, '../../../shared/cases/payloads.json');
const present = existsSync(FILE);
if (!present) console.warn(`Skipped: the handed payloads are not on this machine (${FILE})`);

(present ? describe : describe.skip)('payloads that were read wrongly once', () => {
	const handed = present ? (JSON.parse(readFileSync(FILE, 'utf8')) as { name: string; input: Fields }[]) : [];

	it.each(handed)('$name', ({ name, input }) => {
		const start = Object.keys(HANDED).find((candidate) => name.startsWith(candidate));
		expect(start).toBeDefined();
		const { activities } = normalized(input, 'body' in input ? 'auto' : 'generic');
		const counted = activities.map(({ activity }) => activity).filter(({ quarantine }) => quarantine === '');
		expect(counted).toMatchObject(HANDED[start ?? '']);
		expect(counted).toHaveLength(HANDED[start ?? ''].length);
	});
});
