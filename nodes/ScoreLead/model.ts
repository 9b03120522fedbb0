import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Checked, Fault } from '../../lifecycle/fault';
import type { FieldSource, LeadShape } from '../../lifecycle/lead/fields';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { readModelJson } from '../../lifecycle/model/json';
import { lintModel } from '../../lifecycle/model/lint/lint-model';
import { readRules, type ReadRules, type RuleFault } from '../../lifecycle/model/parse';
import type { ScoreOptions } from '../../lifecycle/model/rule';
import { starterModel } from '../../lifecycle/model/starter';
import { isFields, type Fields } from '../../lifecycle/path';
import { asText, fold } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { scoreOptions } from '../shared/score-options';
import { refuse } from '../shared/shell';
import { inputIndexes, isBookShape } from './inputs';

/** A compiled model, and what people should know of its rules. */
export interface RunModel {
	model: CompiledModel;
	/** Remarks about rules that are valid. */
	warnings: readonly Fault[];
	/** Why rules were left out, where “Faulty Rules” says so. */
	skipped: readonly Fault[];
	/** Rules that have nothing but a name so far. */
	drafts: readonly string[];
}

/** Reads and compiles the model once per execution. */
export function readModel(context: IExecuteFunctions): RunModel {
	const options = context.getNodeParameter('options', 0, {});
	const { model: parsed, faults, drafts } = checked(context, readSource(context, asText(options.modelName)));
	if (faults.length > 0 && options.faultyRules !== 'skip') refuse(context, faults);
	const given = withoutSkipped(scoreOptions(options), faults);
	const model = checked(context, compileModel(parsed, given, fieldSource(context, options)));
	const isStarter = context.getNodeParameter('modelSource', 0) === 'starter';
	return { model, warnings: isStarter ? [] : lintModel(parsed, given), skipped: faults, drafts };
}

function checked<T>(context: IExecuteFunctions, result: Checked<T>): T {
	return result.ok ? result.value : refuse(context, result.faults);
}

/** A rule that was left out cannot lift the cap; that it is named is no fault of the option. */
function withoutSkipped(options: ScoreOptions, faults: readonly RuleFault[]): ScoreOptions {
	const skipped = new Set(faults.map(({ rule }) => rule));
	const { totalCapUnless } = options;
	return totalCapUnless
		? { ...options, totalCapUnless: totalCapUnless.filter((name) => !skipped.has(fold(name))) }
		: options;
}

function readSource(context: IExecuteFunctions, modelName: string): Checked<ReadRules> {
	switch (context.getNodeParameter('modelSource', 0)) {
		case 'define':
			return readDefined(context.getNodeParameter('rules', 0, {}) as { rule?: IDataObject[] });
		case 'input':
			return readInput(context, modelName);
		case 'json':
			return readModelJson(context.getNodeParameter('model', 0), modelName);
		default: {
			const starter = starterModel();
			return starter.ok ? { ok: true, value: { model: starter.value, faults: [], drafts: [] } } : starter;
		}
	}
}

function readDefined({ rule: rows = [] }: { rule?: IDataObject[] }): Checked<ReadRules> {
	if (rows.length === 0) {
		return {
			ok: false,
			faults: [{ message: '“Rules” is empty', hint: 'Add a rule, or set “Scoring Model” to the starter model.' }],
		};
	}
	return readRules(rows, { labelOf: (_row, index) => `Rule ${index + 1}` });
}

function readInput(context: IExecuteFunctions, modelName: string): Checked<ReadRules> {
	const rows = itemsAt(context, inputIndexes(context).rules ?? 0)
		.map((item) => item.json)
		.filter((row) => Object.keys(row).length > 0);
	if (rows.length === 0) {
		const hint =
			'Connect a node that reads the table of rules (Data Table, Google Sheets, Postgres …) and check that it returns rows.';
		return { ok: false, faults: [{ message: 'The input “Rules” brought no rule', hint }] };
	}
	return readRules(rows, { modelName, labelOf: rowLabel });
}

// Google Sheets numbers its rows; counting from the heading on would only confuse.
const rowLabel = (row: Fields, index: number): string =>
	`Row ${typeof row.row_number === 'number' ? row.row_number : index + 1}`;

/** Rows of the lead book hold plain fields. */
const readShape = (context: IExecuteFunctions): LeadShape =>
	isBookShape(context) ? 'generic' : (context.getNodeParameter('leadShape', 0, 'generic') as LeadShape);

function fieldSource(context: IExecuteFunctions, options: IDataObject): FieldSource {
	const mapping =
		isFields(options.fieldMapping) && isFields(options.fieldMapping.fields) ? options.fieldMapping.fields : {};
	return {
		shape: readShape(context),
		zone: context.getTimezone(),
		fieldMapping: Object.fromEntries(Object.entries(mapping).map(([field, path]) => [field, asText(path)])),
	};
}
