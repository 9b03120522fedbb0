import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import {
	BEHAVIOURAL,
	EARLIEST_SCAN,
	HONEYPOT,
	HUMAN_ACTS,
	IN_A_MESSAGE,
	QUARANTINE_DEFAULTS,
} from '../../../lifecycle/activity/quarantine';
import { DAY, SECOND } from '../../../lifecycle/time';
import { TABLES } from '../tables';
import { note, ownStep, type Place, type Step } from './canvas';
import { asOf } from './clock';
import { from, maybe, value } from './expression';
import { is, readRows, splitOut, updateRows, workOut } from './steps';

/**
 * Up to so many leads are looked up one by one, with all they did. For more, one look at the mail of that time is cheaper,
 * and the newest of it must do.
 */
const FEW = { leads: 100, rows: 50_000 };

const { burstLinks, burstSeconds, fastSeconds, releaseDays } = QUARANTINE_DEFAULTS;
const SETTINGS = { burstLinks, burstSeconds, fastSeconds, releaseDays, honeypots: '' };

const SETTING_NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

/** What the trigger's form says, so that what is judged later is judged alike. */
const setting = (trigger: Step, name: keyof typeof SETTINGS): string =>
	`(${from(trigger)}.params.settings?.${name} ?? ${JSON.stringify(SETTINGS[name])})`;

const set = (names: Iterable<string>): string => `new Set(${JSON.stringify([...names])})`;

/** Since when the log may say more of what a lead did in this call; `persons` says which lead a key is. */
const lookupsOf = (trigger: Step, persons: string): string => `
	const human = ${set(HUMAN_ACTS)};
	const inMessage = ${set(IN_A_MESSAGE)};
	const persons = new Map(${persons});
	const scan = Math.max(${EARLIEST_SCAN}, ${setting(trigger, 'burstSeconds')} * ${SECOND});
	const release = ${setting(trigger, 'releaseDays')} * ${DAY};
	const since = new Map();
	for (const { json: { lead, type, at, quarantine } } of ${from(trigger)}.all()) {
		const before = inMessage.has(type) && quarantine !== 'duplicate' ? scan : human.has(type) && !quarantine ? release : 0;
		if (before === 0) continue;
		const key = persons.get(lead) ?? lead;
		const time = DateTime.fromISO(at).toMillis() - before;
		since.set(key, Math.min(time, since.get(key) ?? time));
	}
	const iso = (time) => DateTime.fromMillis(time, { zone: 'utc' }).toISO();
	const each = [...since].map(([lead, time]) => ({ condition: 'eq', lead, type: '%', since: iso(time) }));
	const all = () => [{ condition: 'isNotEmpty', lead: '', type: 'email_%', since: iso([...since].reduce((first, [, time]) => Math.min(first, time), Infinity)) }];
	return { leads: [...since].map(([lead]) => lead), lookups: since.size > ${FEW.leads} ? all() : each };
`;

/** One activity alone says nothing new; the call's acts of people stand in for theirs where only mail was read. */
const togetherOf = (lookups: Step, trigger: Step, persons: string): string => `
	const leads = new Set(${from(lookups)}.first().json.leads);
	const rows = $input.all().map(({ json }) => json).filter(({ lead }) => leads.has(lead));
	const read = new Set(rows.map(({ activity }) => activity));
	const human = ${set(HUMAN_ACTS)};
	const persons = new Map(${persons});
	const acts = ${from(trigger)}.all().map(({ json }) => json).filter(({ type, quarantine, activity }) => human.has(type) && !quarantine && !read.has(activity)).map((act) => ({ ...act, lead: persons.get(act.lead) ?? act.lead }));
	return { rows, together: rows.length > 0 && rows.length + acts.length > 1 ? [...rows, ...acts] : [] };
`;

/** What behaviour shows now and did not before: held, or released. Rows of one activity share its fate. */
const changesOf = (together: Step, judge: Step): string => `
	const judged = new Map([...${from(judge)}.all(0), ...${from(judge)}.all(1)].map(({ json }) => json).filter(({ quarantine }) => quarantine !== 'duplicate').map((activity) => [activity.lead + ' ' + activity.activity, activity]));
	const shown = ${set([...BEHAVIOURAL, HONEYPOT])};
	const lifted = ${set(BEHAVIOURAL)};
	const rows = ${from(together)}.first().json.rows.flatMap(({ id, lead, activity, quarantine: before }) => {
		const { quarantine, properties } = judged.get(lead + ' ' + activity) ?? { quarantine: before };
		const isChange = before ? lifted.has(before) && quarantine === '' : shown.has(quarantine);
		return isChange ? [{ id, lead, quarantine, properties }] : [];
	});
	return { rows };
`;

const JUDGED = { name: 'What is judged anew' };

export interface Behaviour {
	readonly first: Step;
	/** Expression of the keys of leads of whom something is held, or counts, that was not before. */
	readonly leads: string;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * Judges bursts, quick clicks and honeypots together with what came in earlier calls, and lets acts of people release
 * them, as Normalize Activity does within one call. `persons`: expression of pairs of key and lead. Takes 10 columns and
 * 2 rows.
 */
export function judgeBehaviour([column, row]: Place, trigger: Step, persons: string): Behaviour {
	const at = (columns: number): Place => [column + columns, row];
	const lookups = workOut('Mail and acts of people', at(0), lookupsOf(trigger, persons));
	const eachLookup = splitOut('Leads to look at', at(1), 'lookups');
	const read = readRows(
		'Read what they did lately',
		at(2),
		TABLES.activityLog,
		[
			{ keyName: 'lead', condition: value('$json.condition'), keyValue: value('$json.lead') },
			{ keyName: 'type', condition: 'like', keyValue: value('$json.type') },
			{ keyName: 'at', condition: 'gte', keyValue: value('$json.since') },
		],
		{ newest: FEW.rows },
	);
	const together = workOut('Earlier and new together', at(3), togetherOf(lookups, trigger, persons));
	const each = splitOut('One item an act', at(4), 'together');
	const settings = Object.fromEntries(SETTING_NAMES.map((name) => [name, value(setting(trigger, name))]));
	// What is held comes out on the second output alone, and the next step must run for it too.
	const judge = ownStep(
		'normalizeActivity',
		'Judge them together',
		at(5),
		{
			source: 'canonical',
			options: { ...settings, asOf: value(asOf), rules: [], link: false, objectsAsText: true },
		},
		{ alwaysOutputData: true },
	);
	const judged = workOut(JUDGED.name, at(6.2), changesOf(together, judge));
	const eachRow = splitOut('Rows that change', at(7.2), 'rows');
	const write = updateRows('Hold or release', at(8.2), TABLES.activityLog, [is('id', value('$json.id'))]);
	const connect = (flow: WorkflowBuilder): void => {
		flow.add(lookups.to(eachLookup).to(read).to(together).to(each).to(judge).to(judged).to(eachRow).to(write));
		addNote(flow, [column - 0.25, row - 1.15]);
	};
	return { first: lookups, leads: `${maybe(JUDGED)}.flatMap(({ rows }) => rows.map(({ lead }) => lead))`, connect };
}

function addNote(flow: WorkflowBuilder, place: Place): void {
	flow.add(
		note(
			'A person or a machine',
			place,
			[16.4, 2.15],
			'aside',
			`
			## A person or a machine?
			Clicks on many links of one message within seconds look like a mail scanner's, also when each came in a call of its own: they are held then, the earlier ones too. A form, reply, call or meeting of the lead up to 7 days later shows that a person was there, and what was held for behaviour alone counts again. *released* in its properties keeps the reason. The thresholds stand in *Lead activity*.
		`,
		),
	);
}
