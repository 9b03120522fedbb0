import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { CrossedAccount } from '../../lifecycle/digest/counts';
import { checkOutbox } from '../../lifecycle/delivery/outbox-check';
import { digestsOf, type DigestSources } from '../../lifecycle/digest/digest';
import { checkLeads } from '../../lifecycle/digest/lead-check';
import { estimatedBytes } from '../../lifecycle/digest/storage';
import type { Fault } from '../../lifecycle/fault';
import { shown } from '../../lifecycle/fault';
import { readRow } from '../../lifecycle/lead/row';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { languageOf } from '../../lifecycle/message/reach';
import { asNumber } from '../../lifecycle/number';
import type { Fields } from '../../lifecycle/path';
import { readStageLine } from '../../lifecycle/stage/news';
import { inZone, readSettings } from '../../lifecycle/settings/read-settings';
import { ruleFaults } from '../../lifecycle/report/row-faults';
import type { Settings } from '../../lifecycle/settings/settings';
import { policyOf } from '../../lifecycle/stage/policy';
import { asText } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { executed } from '../shared/on-error';
import { addHints, counted, isBlank, readAsOf, refuse } from '../shared/shell';
import { INPUTS, properties } from './description';

/** Bytes in a megabyte, as n8n's limit counts them. */
const MEGABYTE = 1024 * 1024;

export class LeadDigest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lead Digest',
		name: 'leadDigest',
		icon: { light: 'file:leadDigest.svg', dark: 'file:leadDigest.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ "weekly on " + ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][$parameter["weeklyOn"] - 1] }}',
		description:
			'Sum up a day or a week of leads: handed over, waiting, overdue, sent back, and what needs to be corrected',
		defaults: { name: 'Lead Digest' },
		inputs: INPUTS.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName })),
		outputs: [NodeConnectionTypes.Main],
		outputNames: ['Messages'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: 1, tool: 'none' }, () => [digest(this)]);
	}
}

/** The messages as rows of the outbox. They come from all items together, so they are linked to none. */
function digest(context: IExecuteFunctions): INodeExecutionData[] {
	const options = context.getNodeParameter('options', 0, {}) as DigestOptions;
	const read = readSettings(rowsAt(context, 'Settings'));
	const settings = inZone(read.settings, context.getTimezone());
	const asOf = readAsOf(context, options.asOf).setZone(settings.timeZone);
	const policy = policyOf(settings, { asOf, by: '', batch: '', zone: settings.timeZone });
	const sources = sourcesOf(context, { faults: [...read.faults, ...policy.faults], options, now: asOf.toMillis() });
	const messages = digestsOf(sources, {
		asOf,
		weeklyOn: weeklyOn(context),
		languageOf: (audience) => languageOf(audience, settings),
		slaOf: policy.slaOf,
	});
	if (messages.length === 0)
		addHints(context, ['Nothing happened and nothing is waiting, so there is no digest today.']);
	return messages.flatMap((message) => itemOf(message, settings));
}

function itemOf(message: Parameters<typeof outboxRowOf>[0], settings: Settings): INodeExecutionData[] {
	const row = outboxRowOf(message, settings);
	return row === undefined ? [] : [{ json: { ...row } }];
}

interface DigestOptions {
	asOf?: string;
	tableLimit?: unknown;
}

type InputName = (typeof INPUTS)[number];

function rowsAt(context: IExecuteFunctions, input: InputName): Fields[] {
	return itemsAt(context, INPUTS.indexOf(input)).flatMap((item) => (isBlank(item) ? [] : [item.json]));
}

interface Given {
	readonly faults: readonly Fault[];
	readonly options: DigestOptions;
	/** Epoch milliseconds. */
	readonly now: number;
}

function sourcesOf(context: IExecuteFunctions, { faults, options, now }: Given): DigestSources {
	const book = rowsAt(context, 'Lead Book');
	const read = book.map(readRow);
	const { leads, faults: misspelt } = checkLeads(read.map(({ row }) => row));
	const broken = [...read.flatMap((lead) => lead.faults), ...misspelt];
	if (broken.length > 0)
		addHints(context, [`${counted(broken.length, 'cell')} of ll_lead_book cannot be read.`], 'warning');
	const outbox = checkOutbox(rowsAt(context, 'Outbox'), now);
	return {
		leads,
		stages: rowsAt(context, 'Stage Log').map(readStageLine),
		accounts: rowsAt(context, 'Accounts').map(accountOf),
		stuck: outbox.stuck,
		tasksWaiting: outbox.tasksWaiting,
		oldestUnscored: rowsAt(context, 'Oldest Unscored')[0],
		faults: [...faults, ...ruleFaultsAt(context), ...broken, ...outbox.faults],
		storage: {
			used: estimatedBytes([rowsAt(context, 'Log Sample'), book]),
			limit: limitOf(context, options) * MEGABYTE,
		},
	};
}

/** An input that nothing is connected to says nothing about the rules. */
function ruleFaultsAt(context: IExecuteFunctions): readonly Fault[] {
	const rules = rowsAt(context, 'Rules');
	return rules.length === 0 ? [] : ruleFaults(rules, rowsAt(context, 'Scoring State')[0]?.rules);
}

const text = (row: Fields, name: string): string => asText(Object.hasOwn(row, name) ? row[name] : undefined).trim();

const accountOf = (row: Fields): CrossedAccount => ({
	name: text(row, 'name') || text(row, 'account'),
	qualified: row.qualified === true,
	qualifiedAt: text(row, 'qualifiedAt') || null,
});

const weeklyOn = (context: IExecuteFunctions): number => Number(context.getNodeParameter('weeklyOn', 0, 1));

/** What n8n allows unless its environment says otherwise. */
const USUAL_LIMIT = 200;

function limitOf(context: IExecuteFunctions, { tableLimit }: DigestOptions): number {
	const megabytes = tableLimit === undefined || tableLimit === '' ? USUAL_LIMIT : asNumber(tableLimit);
	if (megabytes !== undefined && megabytes > 0) return megabytes;
	return refuse(context, {
		message: `“Data Table Limit (MB)” is ${shown(tableLimit)}, which is not a number above 0`,
		hint: `Give the limit in megabytes, or leave the option out for ${USUAL_LIMIT}.`,
	});
}
