import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { readEntry } from '../../lifecycle/log/entry';
import { followLog, FOLLOW_DEFAULTS, type Followed, type FollowOptions } from '../../lifecycle/log/follow';
import { areTaken, readState, stateToSave, readWaiting, readWord } from '../../lifecycle/log/state';
import { shown } from '../../lifecycle/fault';
import {
	formerHint,
	printRuleMemory,
	readRuleMemory,
	rulesInForce,
	type RulesInForce,
} from '../../lifecycle/model/former';
import { asNumber } from '../../lifecycle/number';
import type { Fields } from '../../lifecycle/path';
import { toIso } from '../../lifecycle/time';
import { itemsAt } from '../shared/inputs';
import { executed } from '../shared/on-error';
import { queriesOf } from '../shared/queries';
import { addHints, isBlank, readAsOf, refuse } from '../shared/shell';
import { OUTPUT_NAMES, properties } from './description';

const INPUT = { state: 0, entries: 1, links: 2, waiting: 3, rules: 4 } as const;

export class FollowLog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Follow Log',
		name: 'followLog',
		icon: { light: 'file:followLog.svg', dark: 'file:followLog.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'which leads are due',
		description: 'Find the leads that are due: those with new activities, and a slice of all leads each night',
		defaults: { name: 'Follow Log' },
		inputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'State' },
			{ type: NodeConnectionTypes.Main, displayName: 'Entries' },
			{ type: NodeConnectionTypes.Main, displayName: 'Links' },
			{ type: NodeConnectionTypes.Main, displayName: 'Waiting' },
			{ type: NodeConnectionTypes.Main, displayName: 'Rules' },
		],
		outputs: OUTPUT_NAMES.map(() => NodeConnectionTypes.Main),
		outputNames: [...OUTPUT_NAMES],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executed(this, { count: OUTPUT_NAMES.length, tool: 'none' }, () => follow(this));
	}
}

/** Without a row of the state, somebody else is at work, and there is nothing to do. */
function follow(context: IExecuteFunctions): INodeExecutionData[][] {
	const state = itemsAt(context, INPUT.state).findIndex((item) => !isBlank(item));
	if (state < 0) return OUTPUT_NAMES.map(() => []);
	const read = <T>(input: number, readOne: (raw: Fields) => T | undefined): T[] =>
		itemsAt(context, input).flatMap(({ json }) => readOne(json) ?? []);
	const before = itemsAt(context, INPUT.state)[state].json;
	const followed = followLog(
		{
			areTaken: areTaken(before),
			state: readState(before),
			entries: read(INPUT.entries, readEntry),
			words: read(INPUT.links, readWord),
			waiting: read(INPUT.waiting, readWaiting),
		},
		readOptions(context),
	);
	return outputsOf(followed, { before, rules: readInForce(context, before) }, state);
}

/** The rules that apply: one that cannot be read meanwhile applies as it was. Undefined where nothing reads rules. */
function readInForce(context: IExecuteFunctions, { rules: remembered }: Fields): RulesInForce | undefined {
	const rows = itemsAt(context, INPUT.rules).flatMap((item) => (isBlank(item) ? [] : [item.json]));
	if (rows.length === 0) return undefined;
	const inForce = rulesInForce(rows, readRuleMemory(remembered));
	addHints(context, inForce.former.slice(0, MOST_HINTS).map(formerHint), 'warning');
	return inForce;
}

const MOST_HINTS = 20;

interface Before {
	readonly before: Fields;
	readonly rules: RulesInForce | undefined;
}

function outputsOf({ state, leads, words }: Followed, { before, rules }: Before, item: number): INodeExecutionData[][] {
	const items = (list: readonly object[]): INodeExecutionData[] =>
		list.map((json) => ({ json: json as IDataObject, pairedItem: { item } }));
	const keys = new Set(leads.flatMap(({ lead, keys }) => [lead, ...keys.map(({ key }) => key)]));
	return [
		items([stateToSave(before, state, rules && printRuleMemory(rules.memory))]),
		items(leads),
		items(QUERIED.flatMap((table) => queriesOf([...keys]).map((query) => ({ table, ...query })))),
		items(words.map(({ alias, lead, at }) => ({ alias, lead, at: toIso(at) }))),
		(rules?.rows ?? []).map((json, index) => ({
			json: { ...json } as IDataObject,
			pairedItem: { item: index, input: INPUT.rules },
		})),
	];
}

/** The rows of the leads are read before their activities, so that a row is never newer than the log it is scored from. */
const QUERIED = ['ll_lead_book', 'll_activity_log'] as const;

interface FormOptions {
	asOf?: string;
	gapSeconds?: unknown;
	mostLeads?: unknown;
	sliceEntries?: unknown;
	sliceRows?: unknown;
	sweepHour?: unknown;
}

function readOptions(context: IExecuteFunctions): FollowOptions {
	const options = context.getNodeParameter('options', 0, {}) as FormOptions;
	const whole = (name: keyof typeof FOLLOW_DEFAULTS, displayName: string, least: number, most: number): number => {
		const value = options[name];
		const given = value === undefined || value === null || value === '' ? FOLLOW_DEFAULTS[name] : asNumber(value);
		if (given !== undefined && Number.isInteger(given) && given >= least && given <= most) return given;
		return refuse(context, {
			message: `“${displayName}” is ${shown(value)}, which is not a whole number from ${least} to ${most}`,
			hint: `Leave it out for ${FOLLOW_DEFAULTS[name]}.`,
		});
	};
	return {
		asOf: readAsOf(context, options.asOf),
		gapSeconds: whole('gapSeconds', 'Wait for Missing Numbers (Seconds)', 0, 86_400),
		mostLeads: whole('mostLeads', 'Leads per Run', 1, 100_000),
		sliceEntries: whole('sliceEntries', 'Activities per Slice', 1, 1_000_000),
		sliceRows: whole('sliceRows', 'Leads per Slice', 1, 100_000),
		sweepHour: whole('sweepHour', 'Nightly Rescore at (Hour)', 0, 23),
	};
}
