import { PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../lifecycle/crm/properties';
import { finished, note, ownStep, startsWith, template, type Step } from './parts/canvas';
import { crmName, crmTitle, titleForCrm } from './parts/crm-sync';
import { SET_UP_NODES, type SetUpNodes } from './parts/crm-sync/set-up-nodes';
import { given } from './parts/steps';

const nodes = SET_UP_NODES[crmName];

const properties = PROPERTIES.map(({ column, label, kind }) => ({
	name: PROPERTY_NAMES[crmName](column),
	label,
	type: PROPERTY_TYPES[crmName][kind],
}));

const flow = template('00-crm-properties', titleForCrm('00 CRM properties'));
const start = startsWith('manualTrigger', 'Set up the CRM', [0, 0]);
// What a node of the CRM hands on while it is deactivated.
const body = nodes?.body === undefined ? {} : { body: nodes.body };
const list = given('List properties', [1, 0], { isOurs: true, ...body, properties });
flow.add(start.to(list));
if (nodes !== undefined) connect(nodes);

function connect(crm: SetUpNodes): void {
	const sync = (operation: string, name: string, column: number): Step =>
		ownStep('crmSync', name, [column, 0], { operation, crm: crmName });
	const first = crm.first?.([2, 0.8]);
	const there = crm.list([3, 0.8]);
	const find = sync('findProperties', 'Find missing properties', 4);
	const create = crm.create([5, 0.8]);
	const check = sync('checkProperties', 'Check the properties', 6);
	flow.add((first === undefined ? list : list.to(first)).to(there)).add(there.to(find.input(0)));
	if (first !== undefined) flow.add(first.to(find.input(1)));
	flow
		.add(find.output(0).to(check.input(0)))
		.add(find.output(1).to(create))
		.add(find.output(1).to(check.input(1)))
		.add(create.to(check.input(2)));
}

flow.add(
	note(
		'What it does',
		[-3.9, -1.5],
		[3.3, 1.2],
		'start',
		`
			# 00 CRM properties

			Only if your leads are in **${crmTitle}**. Press **Execute workflow** once, after **00 Set up**: it creates the properties in which the templates show what they know of a lead. Run it again whenever you like: what is there stays as it is.

			**Change first**
			- Choose your credential in the grey nodes and activate them.
		`,
	),
);
flow.add(
	note(
		'Properties in the CRM',
		[-0.45, -1.5],
		[8, 3.7],
		'off',
		nodes === undefined
			? `
			# The fields in ${crmTitle}
			Make these by hand, on **Lead** and on **Contact** (Setup → Object Manager → Fields & Relationships), and let your salespeople see them. ${crmTitle}'s API would make them invisible to everybody.

			${properties.map((each) => `- **${each.name}**: ${each.label}, ${each.type}`).join('\n\t\t\t')}
		`
			: `
			# The properties in ${crmTitle}
			${properties.map((each) => `\`${each.name}\``).join(', ')}: only those that are missing are created, and what is there is never changed.
			Choose a credential and activate **all** grey nodes. It needs ${nodes.needs}. If you use no CRM, leave this workflow alone.
		`,
	),
);

export default finished(flow);
