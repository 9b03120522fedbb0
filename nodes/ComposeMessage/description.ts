import type { INodeProperties } from 'n8n-workflow';
import { SITUATIONS, type Situation } from '../../lifecycle/message/situation';
import { WORDINGS } from '../../lifecycle/message/wording';

const TITLES: Readonly<Record<Situation, string>> = {
	hand_off: 'Hand-Off',
	moment: 'Key Moment',
	demoted: 'Cooled Off',
	sla_at_risk: 'SLA: At Risk',
	sla_breached: 'SLA: Overdue, to the Owner',
	sla_breached_manager: 'SLA: Overdue, to the Manager',
	no_owner: 'Had No Owner',
	no_progress: 'No Progress, to the Owner',
	no_progress_manager: 'No Progress, to the Manager',
	recycled: 'Back From Sales',
	disqualified: 'Disqualified',
	no_follow_up: 'No Follow-Up, to the Manager',
	account_crossed: 'Company Is Ready',
	digest: 'Digest',
	fault: 'Something to Fix',
	failed_run: 'Workflow Fails',
	ask: 'Question in Slack',
	crm: 'Task in the CRM',
};

const situationOptions = SITUATIONS.map((value) => ({ name: TITLES[value], value })).sort((left, right) =>
	left.name.localeCompare(right.name, 'en'),
);

const text = (
	name: string,
	displayName: string,
	placeholder: string,
	description: string,
	rows = 2,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	typeOptions: { rows },
	default: '',
	placeholder,
	description: `${description}; leave empty for the ready-made text`,
});

const EXAMPLE = WORDINGS.en.hand_off;

const wordingValues: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'situation',
		type: 'options',
		default: 'hand_off',
		options: situationOptions,
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		default: 'en',
		description: 'For readers of which language. The settings say who reads which.',
		options: [
			{ name: 'English', value: 'en' },
			{ name: 'French', value: 'fr' },
		],
	},
	text('title', 'Title', `e.g. ${EXAMPLE.title}`, 'The headline, and the subject of an e-mail'),
	text('opening', 'Opening Line', `e.g. ${EXAMPLE.opening.slice(0, 40)}…`, 'Why the message comes now'),
	text('next', 'Next Step', `e.g. ${EXAMPLE.next.slice(0, 40)}…`, 'What to do next', 4),
];

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'message',
		options: [
			{
				name: 'Message',
				value: 'message',
				action: 'Compose messages',
				description: 'For the nodes that send to Slack, Teams and by e-mail',
			},
			{
				name: 'Question',
				value: 'question',
				action: 'Compose questions',
				description: 'For Slack’s “Send and Wait for Response”',
			},
		],
	},
	{
		displayName: 'Wording',
		name: 'wordings',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		default: {},
		placeholder: 'Add Wording',
		description:
			'What messages say instead of the ready-made texts. Placeholders such as [name] are filled in, and a sentence whose placeholder is empty is left out.',
		options: [{ displayName: 'Wording', name: 'wording', values: wordingValues }],
	},
	{
		displayName: 'Feedback Form URL',
		name: 'formUrl',
		type: 'string',
		default: '',
		placeholder: 'https://n8n.example.com/form/lead-feedback',
		description: 'Where the buttons lead: the production URL of the form in 05 Feedback. Leave empty for no buttons.',
		displayOptions: { show: { operation: ['message'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: '',
				placeholder: 'Europe/Paris',
				description: 'In which times are written. Empty means that of the settings, else the workflow’s.',
			},
		],
	},
];
