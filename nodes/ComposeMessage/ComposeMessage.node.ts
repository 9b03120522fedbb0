import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { fault, ok, type Result } from '../../lifecycle/fault';
import { channelsIn, type PeopleChannel } from '../../lifecycle/delivery/outbox';
import { asItIs, describe, type Composing, type Description } from '../../lifecycle/message/compose';
import { emailOf } from '../../lifecycle/message/email';
import {
	isAddress,
	languageOf,
	mailboxOf,
	slackAddressOf,
	slackPlaceOf,
	type SlackPlace,
} from '../../lifecycle/message/reach';
import { slackOf, slackQuestionOf } from '../../lifecycle/message/slack';
import type { PageFile } from '../../lifecycle/message/message';
import { messageIn } from '../../lifecycle/message/stored';
import { teamsOf } from '../../lifecycle/message/teams';
import type { Settings } from '../../lifecycle/settings/settings';
import { readTimeZone } from '../../lifecycle/sla/zone';
import { asText } from '../../lifecycle/text';
import { executed } from '../shared/on-error';
import { itemsAt } from '../shared/inputs';
import { settingsOfInput } from '../shared/settings-input';
import { isBlank, itemFault, required } from '../shared/shell';
import { properties } from './description';
import { readPeople, type People } from './people';
import { readWordings, type OwnWordings } from './wordings';

export class ComposeMessage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Compose Message',
		name: 'composeMessage',
		icon: { light: 'file:composeMessage.svg', dark: 'file:composeMessage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "question" ? "questions" : "messages" }}',
		description: 'Put messages about leads into words for Slack, Teams and e-mail, within the limits of each',
		defaults: { name: 'Compose Message' },
		inputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Messages' },
			{ type: NodeConnectionTypes.Main, displayName: 'People' },
			{ type: NodeConnectionTypes.Main, displayName: 'Settings' },
		],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Slack', 'Teams', 'E-Mail', 'Messages'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 4, faultsOn: 3, tool: 'none' }, () => composeMessages(this));
	}
}

/** What all messages of a run have in common. */
interface Run {
	readonly operation: 'message' | 'question';
	readonly settings: Settings;
	readonly people: People;
	readonly wordings: OwnWordings;
	readonly form: string;
}

const OUTPUT_OF: Readonly<Record<PeopleChannel, number>> = { slack: 0, teams: 1, email: 2 };

function composeMessages(context: IExecuteFunctions): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], [], [], []];
	const items = itemsAt(context, 0);
	if (items.every(isBlank)) return outputs;
	const run = readRun(context, items.filter((item) => !isBlank(item)).length);
	for (const [index, item] of items.entries()) {
		if (isBlank(item)) continue;
		const composed = composedOf(item.json, index, run);
		if (!composed.ok) {
			outputs[3].push(itemFault(context, composed, index));
			continue;
		}
		for (const { channel, fields, file } of composed.value)
			outputs[OUTPUT_OF[channel]].push({ json: fields, ...binaryOf(file), pairedItem: { item: index } });
		outputs[3].push({ json: { ...item.json }, pairedItem: { item: index } });
	}
	return outputs;
}

function readRun(context: IExecuteFunctions, messages: number): Run {
	const { timeZone } = context.getNodeParameter('options', 0, {}) as { timeZone?: string };
	const zone = asText(timeZone).trim();
	const settings = settingsOfInput(context, 2);
	const operation = context.getNodeParameter('operation', 0, 'message') === 'question' ? 'question' : 'message';
	return {
		operation,
		settings:
			zone === '' ? settings : { ...settings, timeZone: required(context, readTimeZone(zone, '“Time Zone”')).name },
		people: readPeople(context, 1, messages === 1),
		wordings: readWordings(context),
		form: operation === 'question' ? '' : asText(context.getNodeParameter('formUrl', 0, '')).trim(),
	};
}

interface Composed {
	readonly channel: PeopleChannel;
	readonly fields: IDataObject;
	readonly file?: PageFile;
}

/** A file as n8n's node for mail attaches it. */
function binaryOf(file: PageFile | undefined): Pick<INodeExecutionData, 'binary'> {
	if (file === undefined) return {};
	const data = Buffer.from(file.html, 'utf8').toString('base64');
	return { binary: { file: { data, mimeType: 'text/html', fileExtension: 'html', fileName: file.name } } };
}

/** The file of a message; only a mail takes one. */
function fileOf(row: IDataObject, channel: PeopleChannel): PageFile | undefined {
	if (channel !== 'email') return undefined;
	const message = messageIn(row.details);
	return message?.kind === 'digest' ? message.file : undefined;
}

function composedOf(row: IDataObject, index: number, run: Run): Result<Composed[]> {
	const audience = asText(row.audience).trim();
	const described = descriptionOf(row, audience, run);
	if (described === undefined)
		return fault(
			`Item ${index} has neither facts in “details” nor a “title” or “text”`,
			'Give rows of the table ll_outbox, with all their columns.',
		);
	// By this mark a node that is deactivated is known: it passes on what it was given.
	const outbox = (row.id ?? row.key ?? index) as number | string;
	const user = run.people(slackAddressOf(audience, run.settings));
	const place = slackPlaceOf(audience, asText(row.kind), user, run.settings);
	const by = isAddress(audience) ? audience : '';
	if (run.operation === 'question') {
		const fields = { outbox, lead: row.lead, by, place: place.channel, question: questionOf(described) };
		return ok([{ channel: 'slack', fields }]);
	}
	return ok(
		channelsIn(asText(row.channel)).map((channel) => ({
			channel,
			file: fileOf(row, channel),
			fields: { outbox, ...fieldsOf(channel, described, { place, by, mailbox: mailboxOf(audience, run.settings) }) },
		})),
	);
}

function descriptionOf(row: IDataObject, audience: string, run: Run): Description | undefined {
	const language = languageOf(audience, run.settings);
	const composing: Composing = {
		language,
		zone: run.settings.timeZone || 'UTC',
		form: run.form,
		page: run.settings.pageAddress,
		by: isAddress(audience) ? audience : '',
		wordings: run.wordings[language],
	};
	const message = messageIn(row.details);
	if (message !== undefined) return describe(message, composing);
	const [title, text] = [asText(row.title), asText(row.text)];
	return title.trim() === '' && text.trim() === '' ? undefined : asItIs(title, text, composing);
}

interface Reached {
	readonly place: SlackPlace;
	readonly mailbox: string;
	readonly by: string;
}

function fieldsOf(channel: PeopleChannel, described: Description, { place, mailbox, by }: Reached): IDataObject {
	switch (channel) {
		case 'slack':
			return { place: place.channel, ...slackOf(described, place.mention) };
		case 'teams':
			return { html: teamsOf(described, by) };
		case 'email':
			return { to: mailbox, ...emailOf(described) };
	}
}

/** n8n takes one level of escapes away before it sends a question. */
const questionOf = (described: Description): string => slackQuestionOf(described).replaceAll('&', '&amp;');
