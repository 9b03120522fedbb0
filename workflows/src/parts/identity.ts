import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../tables';
import { note, ownStep, type Place, type Step } from './canvas';
import { asOf } from './clock';
import { from, value } from './expression';
import { deleteRows, insertRows, is, readRows, splitOut, updateRows, workOut } from './steps';

/** Up to so many keys are looked up one by one; for more, one look at all that may be meant is cheaper. */
const FEW = { aliases: 20, logs: 100 };

/** What the adapters note on activities of whoever is not known by an e-mail address. */
const UNKNOWN_PERSON = '%"leadNote":%';

const LOOKED_UP = {
	keyName: value('$json.column'),
	condition: value('$json.condition'),
	keyValue: value('$json.key'),
};

/** Names of the steps, for expressions elsewhere. */
const LINKS = { name: 'Who is who' };

/**
 * Events that identify somebody carry the person's other keys in `alsoKnownAs`. A bot's word does not count. The key of
 * somebody who is not known by an e-mail address may have been identified in an earlier call.
 */
const saidBy = (trigger: Step): string => `
	const links = [];
	const unknown = new Set();
	for (const { json: { lead, at, properties, quarantine } } of ${from(trigger)}.all()) {
		if (!lead.includes('@')) unknown.add(lead);
		if (quarantine || !properties.includes('"alsoKnownAs":')) continue;
		for (const key of JSON.parse(properties).alsoKnownAs) {
			const alias = String(key).trim().toLowerCase();
			if (alias && alias !== lead) links.push({ alias, lead, at });
		}
	}
	links.sort((left, right) => (left.at < right.at ? -1 : 1));
	const keys = [...new Set([...links.map(({ alias }) => alias), ...unknown])];
	const all = [{ column: 'alias', condition: 'isNotEmpty', key: '' }];
	const each = keys.flatMap((key) => ['alias', 'lead'].map((column) => ({ column, condition: 'eq', key })));
	return { links, unknown: [...unknown], lookups: keys.length > ${FEW.aliases} ? all : each };
`;

/**
 * Chains are followed (anonymous id, user id, address), and what is stored leads straight to their end; a circle ends at
 * its address. The newest word counts.
 */
const linksOf = (said: Step, trigger: Step): string => `
	const { links, unknown } = ${from(said)}.first().json;
	const rows = $input.all().map(({ json }) => json).filter(({ alias }) => alias).sort((left, right) => left.id - right.id);
	const known = new Map(rows.map((row) => [row.alias, row]));
	const heard = new Map(links.map((link) => [link.alias, link]));
	const next = (key) => heard.get(key) ?? known.get(key);
	const personOf = (key) => {
		const passed = new Set();
		let lead = key;
		while (next(lead) && !passed.has(lead)) {
			passed.add(lead);
			lead = next(lead).lead;
		}
		return passed.has(lead) ? [...passed].sort().find((each) => each.includes('@')) ?? lead : lead;
	};
	// n8n reads keys() and values() as functions of its own, which know no Map.
	const linkOf = (alias) => ({ alias, lead: personOf(alias), at: next(alias)?.at });
	const ofOthers = ({ alias, lead }) => alias !== lead;
	const said = [...heard].map(([alias]) => linkOf(alias)).filter(ofOthers);
	const all = [...known].map(([alias]) => linkOf(alias)).filter(ofOthers);
	const moves = [...new Set([...said.map(({ alias }) => alias), ...unknown])].map(linkOf).filter(ofOthers);
	return {
		fresh: said.filter(({ alias }) => !known.has(alias)),
		changed: all.filter(({ alias, lead }) => known.get(alias).lead !== lead),
		moves,
		reads: moves.length > ${FEW.logs} ? [{ column: 'properties', condition: 'like', key: '${UNKNOWN_PERSON}' }] : moves.map(({ alias }) => ({ column: 'lead', condition: 'eq', key: alias })),
		keys: [...new Set(${from(trigger)}.all().map(({ json }) => personOf(json.lead)))],
	};
`;

/** Which of the keys have activity of their own in the log, up to which row it was read, and whose it is. */
const strayOf = (links: Step): string => `
	const moves = new Map(${from(links)}.first().json.moves.map((move) => [move.alias, move]));
	const rows = $input.all().map(({ json }) => json).filter(({ lead }) => moves.has(lead));
	const newest = new Map();
	for (const { lead, id } of rows) newest.set(lead, Math.max(id, newest.get(lead) ?? 0));
	return { rows, given: [...newest].map(([alias, upTo]) => ({ ...moves.get(alias), upTo })), people: [...new Set([...newest].map(([alias]) => moves.get(alias).lead))].map((lead) => ({ lead })) };
`;

/** The person's own activities come first: of two copies the first counts. Ids of rows tell which ones are to be moved. */
const togetherOf = (stray: Step): string => `
	const { rows, given } = ${from(stray)}.first().json;
	const own = $input.all().map(({ json }) => json).filter(({ lead }) => lead);
	const links = given.map(({ alias, lead, at }) => ({ activity: 'link:' + alias, lead, type: 'lead_identify', at: at ?? ${asOf}, properties: { alsoKnownAs: [alias] } }));
	return { activities: [...own, ...rows, ...links] };
`;

/** Of both outputs, since a step with two inputs would wait for the rest of the flow when one of them stays empty. */
const movedOf = (stray: Step, own: Step, judge: Step): string => `
	const { rows, given } = ${from(stray)}.first().json;
	const had = new Set(${from(own)}.all().map(({ json }) => json.activity));
	const moving = new Set(rows.map(({ activity }) => activity).filter((activity) => !had.has(activity)));
	const judged = [...${from(judge)}.all(0), ...${from(judge)}.all(1)].map(({ json }) => json);
	return { rows: judged.filter(({ activity }) => moving.has(activity)), given };
`;

export interface Identity {
	readonly first: Step;
	/** Expression of the keys of the leads in the call, each person once. */
	readonly keys: string;
	/** Expression of pairs of a key and the lead it turned out to be. */
	readonly persons: string;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * Gives the log's activities of an anonymous id, or of a vendor's id, to the lead it turned out to be, and remembers the
 * link for what comes later. A link is stored before the log is read, and an activity before the links are: of two calls
 * at one moment, at least one sees the other. Takes 15 columns and 3 rows.
 */
export function identify([column, row]: Place, trigger: Step): Identity {
	const at = (columns: number, rows: number): Place => [column + columns, row + rows];
	const said = workOut('Other keys in the call', at(0, 0.85), saidBy(trigger));
	const lookups = splitOut('Keys to look up', at(1, 0.85), 'lookups');
	const stored = readRows('Read ll_alias_book', at(2, 0.85), TABLES.aliasBook, [LOOKED_UP]);
	const links = workOut(LINKS.name, at(3, 0.85), linksOf(said, trigger));
	const fresh = splitOut('New links', at(4.2, 0), 'fresh');
	const remember = insertRows('Append to ll_alias_book', at(5.2, 0), TABLES.aliasBook);
	const changed = splitOut('Changed links', at(4.2, 0.85), 'changed');
	const change = updateRows('Change ll_alias_book', at(5.2, 0.85), TABLES.aliasBook, [
		is('alias', value('$json.alias')),
	]);
	const moving = giveAway(at, links);

	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(said.to(lookups).to(stored).to(links).to([fresh, changed, moving.first]))
			.add(fresh.to(remember))
			.add(changed.to(change));
		moving.connect(flow);
		addNote(flow, at(-0.25, -0.4));
	};
	const ownKeys = `[...new Set(${from(trigger)}.all().map(({ json }) => json.lead))]`;
	const known = (what: string, otherwise: string): string =>
		`(${from(LINKS)}.isExecuted ? ${from(LINKS)}.first().json.${what} : ${otherwise})`;
	return {
		first: said,
		keys: known('keys', ownKeys),
		persons: `${known('moves', '[]')}.map(({ alias, lead }) => [alias, lead])`,
		connect,
	};
}

type At = (columns: number, rows: number) => Place;

/** Rows are added before the old ones are deleted, so that a crash leaves copies, which count once. */
function giveAway(at: At, links: Step): Pick<Identity, 'first' | 'connect'> {
	const reads = splitOut('Keys with activity', at(4.2, 1.7), 'reads');
	const readStray = readRows('Read what they did', at(5.2, 1.7), TABLES.activityLog, [LOOKED_UP]);
	const stray = workOut('What changes hands', at(6.2, 1.7), strayOf(links));
	const people = splitOut('The people', at(7.2, 1.7), 'people');
	const readOwn = readRows('Read what the people did', at(8.2, 1.7), TABLES.activityLog, [
		is('lead', value('$json.lead')),
	]);
	const together = workOut('All of it together', at(9.2, 1.7), togetherOf(stray));
	const each = splitOut('One item an activity', at(10.2, 1.7), 'activities');
	// Only the link and copies are judged here: machines were told when the activity came in.
	const judge = ownStep('normalizeActivity', 'Merge by union', at(11.2, 1.7), {
		source: 'canonical',
		options: { asOf: value(asOf), rules: [], burstLinks: 0, fastSeconds: 0, objectsAsText: true },
	});
	const moved = workOut('What was moved', at(12.6, 1.7), movedOf(stray, readOwn, judge));
	const eachRow = splitOut('Moved activities', at(13.8, 0), 'rows');
	const add = insertRows('Append them for the lead', at(14.8, 0), TABLES.activityLog);
	const eachKey = splitOut('Keys without activity', at(13.8, 0.85), 'given');
	const upTo = { keyName: 'id', condition: 'lte', keyValue: value('$json.upTo') };
	const take = deleteRows('Take them from the key', at(14.8, 0.85), TABLES.activityLog, [
		is('lead', value('$json.alias')),
		upTo,
	]);
	const eachRowOfBook = splitOut('Keys that are no lead', at(13.8, 1.7), 'given');
	const forget = deleteRows('Take the key from ll_lead_book', at(14.8, 1.7), TABLES.leadBook, [
		is('lead', value('$json.alias')),
		{ keyName: 'handedOffAt', condition: 'isEmpty' },
	]);
	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(reads.to(readStray).to(stray).to(people).to(readOwn).to(together).to(each).to(judge))
			.add(judge.to(moved).to([eachRow, eachKey, eachRowOfBook]))
			.add(eachRow.to(add))
			.add(eachKey.to(take))
			.add(eachRowOfBook.to(forget));
	};
	return { first: reads, connect };
}

function addNote(flow: WorkflowBuilder, place: Place): void {
	flow.add(
		note(
			'Same person',
			place,
			[16.4, 3.05],
			'aside',
			`
			## Same person
			A sign-up, a booking or Segment's *identify* and *alias* say that a visitor's anonymous id, or a tool's own id, is somebody known. What that key did before goes to the lead and counts for it, an activity that both have counts once, and **ll_alias_book** remembers the link for what comes later. Calls that bring none of this end at *Keys to look up*.
		`,
		),
	);
}
