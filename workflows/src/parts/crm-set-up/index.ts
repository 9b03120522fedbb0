import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { note, type Place, type Step } from '../canvas';
import { crmTitle } from '../crm-sync';
import type { CrmName } from '../../../../lifecycle/crm/crm';
import { faultsOf } from './crm-faults';
import { PROPERTY_NAMES, PROPERTY_TYPES } from '../../../../lifecycle/crm/properties';
import { from, maybe } from '../expression';
import { stopOnFaults } from '../faults';
import { given, splitOut, workOut } from '../steps';
import { DELIVERY } from '../tell/delivery';
import { PROPERTIES, type CrmSetUp } from './crm-set-up';
import { hubspotSetUp } from './hubspot';
import { odooSetUp } from './odoo';
import { pipedriveSetUp } from './pipedrive';

/** Fields that are made by Salesforce's Tooling API are seen by nobody until somebody grants them, so they are made by hand. */
const ALL: Readonly<Record<Exclude<CrmName, 'salesforce'>, CrmSetUp>> = {
	hubspot: hubspotSetUp,
	pipedrive: pipedriveSetUp,
	odoo: odooSetUp,
};

const name = (process.env.TEMPLATES_FOR ?? 'hubspot') as CrmName;

const wanted = PROPERTIES.map(({ column, label, kind }) => ({
	name: PROPERTY_NAMES[name](column),
	label,
	type: PROPERTY_TYPES[name][kind],
}));

/** Answers to a step that is off are what it was given: what is wanted. */
const missingBody = (asks: readonly Step[], { missing, makes }: CrmSetUp): string => `
	${DELIVERY}
	${faultsOf(crmTitle)}
	const asked = [${asks.map((ask) => maybe(ask)).join(', ')}];
	const isOn = !asked.flat().some(({ wanted }) => wanted !== undefined);
	const failed = asked.flat().find(({ error }) => error);
	const faults = isOn && failed ? [faultOf(failed.error)] : [];
	const none = ${JSON.stringify(Object.fromEntries(makes.map(({ list }) => [list, []])))};
	const listed = () => {${missing.replaceAll('\n\t', '\n\t\t')}
		return lists;
	};
	const lists = isOn && !failed ? listed() : none;
	return { isOn, faults, ...Object.fromEntries(Object.entries(lists).map(([list, entries]) => [list, entries.map((entry) => ({ ...entry, isOurs: true }))])) };
`;

const madeBody = (missing: Step, makes: readonly Step[], lists: readonly string[]): string => `
	${DELIVERY}
	${faultsOf(crmTitle)}
	const { isOn, faults, ...lists } = ${from(missing)}.first().json;
	const made = [];
	const read = (entries, results) => entries.forEach(({ what }, index) => {
		const result = results[index] ?? { error: 'no answer' };
		if (result.isOurs) faults.push('“' + what + '” was not made: the step that makes it is switched off.');
		else if (!result.error) made.push(what);
		// 409: it is there, and stays as it is.
		else if (codeIn(result.error, saidBy(result.error)) !== 409) faults.push('“' + what + '” was not made: ' + faultOf(result.error));
	});
${lists.map((list, index) => `\tread(lists.${list}, ${maybe(makes[index])});`).join('\n')}
	return { isOn, made, faults };
`;

/**
 * Makes the custom properties in the CRM, those that are missing.
 *
 * @param place upper left corner of the note; takes thirteen columns and five rows
 * @returns the step to begin with
 */
export function setUpCrm(flow: WorkflowBuilder, [column, row]: Place): Step {
	const setUp = name === 'salesforce' ? undefined : ALL[name];
	const first = given('What the CRM is to hold', [column + 4.8, row + 2.6], { wanted });
	addNote(flow, [column, row], setUp);
	if (setUp === undefined) flow.add(first);
	else connect(flow, first, [column + 5.8, row + 0.4], setUp);
	return first;
}

const inARow = (flow: WorkflowBuilder, [first, ...rest]: readonly Step[]): void =>
	void rest.reduce((before, next) => {
		flow.add(before.to(next));
		return next;
	}, first);

function connect(flow: WorkflowBuilder, first: Step, [column, row]: Place, setUp: CrmSetUp): void {
	const at = (columns: number, rows: number): Place => [column + columns, row + rows];
	const asks = setUp.ask((each) => at(each, 2.2));
	const asked = asks.flatMap(({ steps }) => steps);
	const answers = asks.map(({ answer }) => answer);
	const missing = workOut(`What is missing in ${crmTitle}`, at(asked.length, 2.2), missingBody(answers, setUp));
	const made = setUp.makes.map(({ title, list, step }, index) => ({
		each: splitOut(title, at(asked.length + 1, 1.4 + index), list),
		make: step(at(asked.length + 2, 1.4 + index)),
		list,
	}));
	const makes = made.map(({ make }) => make.answer);
	const lists = made.map(({ list }) => list);
	const result = workOut('What was made', at(asked.length + 3, 3.8), madeBody(missing, makes, lists));
	const stopping = stopOnFaults(at(asked.length + 4, 3.8), 'What could not be made');

	inARow(flow, [first, ...asked, missing]);
	flow.add(missing.to([...made.map(({ each }) => each), result]));
	for (const { each, make } of made) inARow(flow, [each, ...make.steps]);
	flow.add(result.to(stopping.first));
	stopping.connect(flow);
}

const addNote = (flow: WorkflowBuilder, place: Place, setUp: CrmSetUp | undefined): void =>
	void flow.add(
		note(
			'Properties in the CRM',
			place,
			[14.4, 5.4],
			'off',
			setUp === undefined
				? `
			# The fields in ${crmTitle}
			Make these by hand, on **Lead** and on **Contact** (Setup → Object Manager → Fields & Relationships), and let your salespeople see them. ${crmTitle}'s API would make them invisible to everybody.

			${wanted.map((each) => `- **${each.name}**: ${each.label}, ${each.type}`).join('\n\t\t\t')}
		`
				: `
			# The properties in ${crmTitle}
			${wanted.map((each) => `\`${each.name}\``).join(', ')}: only those that are missing are made, and what is there is never changed.
			Off until you choose a credential and switch all grey nodes on (press **D**). It needs ${setUp.needs}. Without a CRM leave it as it is.
		`,
		),
	);
