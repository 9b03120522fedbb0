import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Checked, Fault } from '../../lifecycle/fault';
import type { FieldSource, LeadShape } from '../../lifecycle/lead/fields';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { parseModelJson } from '../../lifecycle/model/json';
import { lintModel } from '../../lifecycle/model/lint/lint-model';
import { parseModel } from '../../lifecycle/model/parse';
import type { Model, ScoreOptions } from '../../lifecycle/model/rule';
import { starterModel } from '../../lifecycle/model/starter';
import { isFields, type Fields } from '../../lifecycle/path';
import { asText, splitList } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { refuse } from '../shared/shell';
import { inputIndexes, isBookShape } from './inputs';

/** Reads and compiles the model once per execution; warnings are remarks about its rules. */
export function readModel(context: IExecuteFunctions): { model: CompiledModel; warnings: Fault[] } {
	const options = context.getNodeParameter('options', 0, {});
	const parsed = checked(context, parseSource(context, asText(options.modelName)));
	const given = scoreOptions(options);
	const model = checked(context, compileModel(parsed, given, fieldSource(context, options)));
	const isStarter = context.getNodeParameter('modelSource', 0) === 'starter';
	return { model, warnings: isStarter ? [] : lintModel(parsed, given) };
}

function checked<T>(context: IExecuteFunctions, result: Checked<T>): T {
	return result.ok ? result.value : refuse(context, result.faults);
}

function parseSource(context: IExecuteFunctions, modelName: string): Checked<Model> {
	switch (context.getNodeParameter('modelSource', 0)) {
		case 'define':
			return parseDefined(context.getNodeParameter('rules', 0, {}) as { rule?: IDataObject[] });
		case 'input':
			return parseInput(context, modelName);
		case 'json':
			return parseModelJson(context.getNodeParameter('model', 0), modelName);
		default:
			return starterModel();
	}
}

// A number field of the form cannot be empty; 0 stands for it.
const ZERO_IS_EMPTY = new Set(['max', 'count', 'days', 'every']);

function parseDefined({ rule: rows = [] }: { rule?: IDataObject[] }): Checked<Model> {
	if (rows.length === 0) {
		return {
			ok: false,
			faults: [{ message: '“Rules” is empty', hint: 'Add a rule, or set “Scoring Model” to the starter model.' }],
		};
	}
	const filled = rows.map((row) =>
		Object.fromEntries(Object.entries(row).filter(([column, value]) => value !== 0 || !ZERO_IS_EMPTY.has(column))),
	);
	return parseModel(filled, { labelOf: (_row, index) => `Rule ${index + 1}` });
}

function parseInput(context: IExecuteFunctions, modelName: string): Checked<Model> {
	const rows = itemsAt(context, inputIndexes(context).rules ?? 0)
		.map((item) => item.json)
		.filter((row) => Object.keys(row).length > 0);
	if (rows.length === 0) {
		const hint =
			'Connect a node that reads the table of rules (Data Table, Google Sheets, Postgres …) and check that it returns rows.';
		return { ok: false, faults: [{ message: 'The input “Rules” brought no rule', hint }] };
	}
	return parseModel(rows, { modelName, labelOf: rowLabel });
}

// Google Sheets numbers its rows; counting from the heading on would only confuse.
const rowLabel = (row: Fields, index: number): string =>
	`Row ${typeof row.row_number === 'number' ? row.row_number : index + 1}`;

function scoreOptions(options: IDataObject): ScoreOptions {
	const list = (value: unknown): string[] | undefined => {
		const parts = splitList(Array.isArray(value) ? value.map((part) => `"${asText(part)}"`).join(',') : asText(value));
		return parts.length > 0 ? parts : undefined;
	};
	const number = (name: string): number | undefined => (typeof options[name] === 'number' ? options[name] : undefined);
	return {
		fitWeight: number('fitWeight'),
		engagementWeight: number('engagementWeight'),
		fitCap: number('fitCap'),
		engagementCap: number('engagementCap'),
		totalCap: number('totalCap'),
		floor: number('floor'),
		totalCapUnless: list(options.totalCapUnless),
		decay: asText(options.decay).trim() || undefined,
		recentDays: number('recentDays'),
		threshold: number('threshold'),
		completenessFields: list(options.completenessFields),
		maxReasons: number('maxReasons'),
	};
}

/** Rows of the lead book hold plain fields. */
const readShape = (context: IExecuteFunctions): LeadShape =>
	isBookShape(context) ? 'generic' : (context.getNodeParameter('leadShape', 0, 'generic') as LeadShape);

function fieldSource(context: IExecuteFunctions, options: IDataObject): FieldSource {
	const mapping =
		isFields(options.fieldMapping) && isFields(options.fieldMapping.fields) ? options.fieldMapping.fields : {};
	return {
		shape: readShape(context),
		fieldMapping: Object.fromEntries(Object.entries(mapping).map(([field, path]) => [field, asText(path)])),
	};
}
