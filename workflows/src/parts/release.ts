import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { BEHAVIOURAL, HUMAN_ACTS } from '../../../lifecycle/activity/quarantine';
import { TABLES } from '../tables';
import { note, ownStep, type Place, type Step } from './canvas';
import { asOf } from './clock';
import { from, value } from './expression';
import { readRows, is, splitOut, updateRows, workOut } from './steps';

/** Up to so many leads are looked up one by one; for more, one look at all that machines did is cheaper. */
const FEW = 100;

/** Acts of people in the call, by the lead that `persons` says each key is. */
const actsIn = (trigger: Step, persons: string): string => `
	const human = new Set(${JSON.stringify([...HUMAN_ACTS])});
	const persons = new Map(${persons});
	const acts = ${from(trigger)}.all().map(({ json }) => json).filter(({ type, quarantine }) => human.has(type) && !quarantine).map((act) => ({ ...act, lead: persons.get(act.lead) ?? act.lead }));
	const leads = [...new Set(acts.map(({ lead }) => lead))];
	return { acts, lookups: leads.length > ${FEW} ? [{ condition: 'isNotEmpty', lead: '' }] : leads.map((lead) => ({ condition: 'eq', lead })) };
`;

const heldWith = (acts: Step): string => `
	const { acts } = ${from(acts)}.first().json;
	const leads = new Set(acts.map(({ lead }) => lead));
	const held = $input.all().map(({ json }) => json).filter(({ lead, quarantine }) => leads.has(lead) && ${JSON.stringify([...BEHAVIOURAL])}.includes(quarantine));
	return { held, together: held.length > 0 ? [...held, ...acts] : [] };
`;

/** What comes out on the first output counts. */
const releasedOf = (held: Step): string => `
	const counts = new Map($input.all().map(({ json }) => [json.lead + ' ' + json.activity, json]));
	return { rows: ${from(held)}.first().json.held.flatMap(({ id, lead, activity }) => {
		const released = counts.get(lead + ' ' + activity);
		return released ? [{ id, quarantine: '', properties: released.properties }] : [];
	}) };
`;

export interface Release {
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * A form, reply, call or meeting releases bursts and quick clicks of earlier calls, as Normalize Activity does within one.
 * `persons`: expression of pairs of key and lead. Takes 10 columns and 2 rows.
 */
export function releaseEarlier([column, row]: Place, trigger: Step, persons: string): Release {
	const at = (columns: number): Place => [column + columns, row];
	const acts = workOut('Acts of people', at(0), actsIn(trigger, persons));
	const lookups = splitOut('Leads that acted', at(1), 'lookups');
	const read = readRows('Read what is held of them', at(2), TABLES.activityLog, [
		{ keyName: 'lead', condition: value('$json.condition'), keyValue: value('$json.lead') },
		{ keyName: 'quarantine', condition: 'like', keyValue: 'bot:%' },
	]);
	const held = workOut('Held for behaviour', at(3), heldWith(acts));
	const each = splitOut('With the acts', at(4), 'together');
	const judge = ownStep('normalizeActivity', 'Release', at(5), {
		source: 'canonical',
		options: { asOf: value(asOf), rules: [], burstLinks: 0, fastSeconds: 0, link: false, objectsAsText: true },
	});
	const released = workOut('What is released', at(6.2), releasedOf(held));
	const eachRow = splitOut('Rows to release', at(7.2), 'rows');
	const write = updateRows('Count them again', at(8.2), TABLES.activityLog, [is('id', value('$json.id'))]);
	const connect = (flow: WorkflowBuilder): void => {
		flow.add(acts.to(lookups).to(read).to(held).to(each).to(judge).to(released).to(eachRow).to(write));
		addNote(flow, [column - 0.25, row - 1.85]);
	};
	return { first: acts, connect };
}

function addNote(flow: WorkflowBuilder, place: Place): void {
	flow.add(
		note(
			'Released by a person',
			place,
			[16.4, 3],
			'read',
			`
			## Released by a person
			Bursts and quick clicks look like a machine's. A form, reply, call or meeting of the lead up to 7 days later shows that a person was there: what was held for behaviour alone counts again. *released* in its properties keeps the reason.
		`,
		),
	);
}
