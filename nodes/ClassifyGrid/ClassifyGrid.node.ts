import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { fault, ok, shown, type Result } from '../../lifecycle/fault';
import {
	classify,
	isCell,
	readBands,
	readRoutes,
	ROUTES,
	type Cell,
	type GridInput,
	type GridRules,
	type Route,
	isExcluded,
} from '../../lifecycle/grid/grid';
import { asNumber } from '../../lifecycle/number';
import { pathReader } from '../../lifecycle/path';
import { asText, splitList } from '../../lifecycle/text';
import { asInstant, toIso } from '../../lifecycle/time';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { itemsAt } from '../shared/inputs';
import {
	addHints,
	fieldParameter,
	isBlank,
	itemFault,
	optionalFieldParameter,
	readAsOf,
	readOutputField,
	required,
	withResults,
	type ItemReader,
} from '../shared/shell';
import { executed, forItem } from '../shared/on-error';
import { withOwnFields } from '../shared/own-fields';
import { INPUTS, OUTPUT_NAMES, OUTPUTS, OWN_FIELDS, properties } from './description';

export class ClassifyGrid implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Classify Grid',
		name: 'classifyGrid',
		icon: { light: 'file:classifyGrid.svg', dark: 'file:classifyGrid.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ "by " + $parameter["fitField"].split(".").pop() + " × " + $parameter["engagementField"].split(".").pop() }}',
		description:
			'Place each lead in the fit × engagement grid (A1 to D4) and route it to sales, nurture or unqualified',
		defaults: { name: 'Classify Grid' },
		inputs: INPUTS,
		outputs: OUTPUTS,
		outputNames: OUTPUT_NAMES,
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tool = readsSettings(this) ? 'none' : 'lead';
		return await executed(this, { count: outputsOf(this), tool, properties }, () => classifyLeads(this));
	}
}

const outputsOf = (context: IExecuteFunctions): number =>
	context.getNodeParameter('outputs', 0) === 'one' ? 1 : ROUTES.length;

const readsSettings = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('gridSource', 0, 'form') === 'input';

function classifyLeads(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = itemsAt(context, 0);
	const count = outputsOf(context);
	const outputs: INodeExecutionData[][] = Array.from({ length: count }, () => []);
	if (items.every(isBlank)) return outputs;
	const outputField = readOutputField(context);
	const options = context.getNodeParameter('options', 0, {}) as GridOptions;
	const asOf = readAsOf(context, options.asOf);
	const rules = readRules(context, options);
	const readLead = leadReader(context, outputField, options);

	const outputFor = (route: Route): INodeExecutionData[] => outputs[count === 1 ? 0 : ROUTES.indexOf(route)];
	for (const [index, item] of items.entries()) {
		if (isBlank(item)) continue;
		const lead = forItem(context, index, () => readLead(item, index));
		if (!lead.ok) {
			outputs[0].push(itemFault(context, lead, index));
			continue;
		}
		const grid = classify(lead.value, rules, toIso(asOf.toMillis()));
		const nested = withResults(item, index, [[outputField, grid]]);
		outputFor(grid.route).push(options.ownFields ? withOwnFields(nested, { ...grid }, OWN_FIELDS) : nested);
	}
	return outputs;
}

interface GridOptions {
	asOf?: string;
	minimumTotal?: number;
	hysteresis?: number;
	totalField?: string;
	excludedField?: string;
	sinceField?: string;
	ownFields?: boolean;
}

const SETTINGS_INPUT = 1;

/** From the settings of all templates, or of the form. What a row of the settings says wrong is named, and has its usual value. */
function readRules(context: IExecuteFunctions, options: GridOptions): GridRules {
	if (!readsSettings(context)) return readForm(context, options);
	const rows = itemsAt(context, SETTINGS_INPUT).filter((item) => !isBlank(item));
	const { settings, faults } = readSettings(rows.map(({ json }) => json));
	addHints(
		context,
		faults.slice(0, NAMED_FAULTS).map(({ message, hint }) => `${message}. ${hint}`),
		'warning',
	);
	return settings.grid;
}

const NAMED_FAULTS = 5;

function readForm(context: IExecuteFunctions, options: GridOptions): GridRules {
	const bands = (name: string, displayName: string) => {
		const thresholds: unknown = context.getNodeParameter(name, 0);
		const text = Array.isArray(thresholds) ? thresholds.map(asText).join(',') : asText(thresholds);
		return required(context, readBands(displayName, text));
	};
	return {
		fit: bands('fitThresholds', 'Fit Thresholds'),
		engagement: bands('engagementThresholds', 'Engagement Thresholds'),
		routes: required(context, readRoutes(cellList(context, 'salesCells'), cellList(context, 'unqualifiedCells'))),
		minimumTotal: required(context, readNumber('Minimum Total', options.minimumTotal)),
		hysteresis: required(
			context,
			notNegative('Hysteresis', required(context, readNumber('Hysteresis', options.hysteresis))),
		),
	};
}

/** The cells of a list; an expression may also give them as text (`A1, A2`). */
function cellList(context: IExecuteFunctions, parameter: string): string[] {
	const cells: unknown = context.getNodeParameter(parameter, 0, []);
	return Array.isArray(cells) ? cells.map(asText) : splitList(asText(cells));
}

function readNumber(displayName: string, value: unknown): Result<number> {
	const number = value === undefined || value === '' || value === null ? 0 : asNumber(value);
	return number === undefined
		? fault(`“${displayName}” is ${shown(value)}, which is not a number`, 'Give a number of points.')
		: ok(number);
}

const notNegative = (displayName: string, number: number): Result<number> =>
	number < 0 ? fault(`“${displayName}” is negative`, 'Give 0 or more points.') : ok(number);

function leadReader(
	context: IExecuteFunctions,
	outputField: string,
	options: GridOptions,
): (item: INodeExecutionData, index: number) => Result<GridInput> {
	const readFit = scoreReader(
		named(context, 'fitField', 'Fit Score'),
		fieldParameter(context, 'fitField', 'Fit Score'),
	);
	const readEngagement = scoreReader(
		named(context, 'engagementField', 'Engagement Score'),
		fieldParameter(context, 'engagementField', 'Engagement Score'),
	);
	const readPrevious = optionalFieldParameter(context, 'previousCellField');
	const readTotal = pathReader(options.totalField || 'leadScore.total');
	const readExcluded = pathReader(options.excludedField || 'leadScore.excluded');
	const readSince = pathReader(options.sinceField || 'cellSince');
	const readRoute = pathReader(`${outputField}.route`);
	return (item, index) => {
		const fit = readFit(item, index);
		if (!fit.ok) return fit;
		const engagement = readEngagement(item, index);
		if (!engagement.ok) return engagement;
		const since = asInstant(readSince(item.json));
		return ok({
			fit: fit.value,
			engagement: engagement.value,
			total: asNumber(readTotal(item.json)) ?? fit.value + engagement.value,
			excluded: isExcluded(readExcluded(item.json)),
			previous: toCell(readPrevious?.(item, index)),
			previousSince: since === undefined ? undefined : toIso(since),
			previousRoute: toRoute(readRoute(item.json)),
			isHandedOver: Object.hasOwn(item.json, 'stage') && item.json.stage === 'mql',
		});
	};
}

/** A parameter as messages call it, with the path it holds: `“Fit Score” (leadScore.fit)`. */
function named(context: IExecuteFunctions, parameter: string, displayName: string): string {
	const path = context.getNode().parameters[parameter] ?? context.getNodeParameter(parameter, 0, '');
	return typeof path === 'string' && !path.startsWith('=') ? `“${displayName}” (${path})` : `“${displayName}”`;
}

function scoreReader(name: string, read: ItemReader): (item: INodeExecutionData, index: number) => Result<number> {
	return (item, index) => {
		const value = read(item, index);
		const score = asNumber(value);
		if (score !== undefined) return ok(score);
		return fault(
			`Item ${index}: ${name} is ${shown(value)}, not a number`,
			'Point the parameter to the field that holds the score, or run Score Lead before this node.',
		);
	};
}

const toCell = (value: unknown): Cell | undefined => {
	const cell = typeof value === 'string' ? value.trim().toUpperCase() : undefined;
	return isCell(cell) ? cell : undefined;
};

const toRoute = (value: unknown): Route | undefined => ROUTES.find((route) => route === value);
