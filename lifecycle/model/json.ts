import { parse as parseLenient, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { z } from 'zod';
import type { Checked, Fault } from '../fault';
import { shown } from '../fault';
import { isFields } from '../path';
import { readRules, type ReadRules } from './parse';
import type { Model } from './rule';

const finite = z.number().finite();
const names = z.array(z.string());

export const optionsSchema = z
	.object({
		fitWeight: finite.min(0),
		engagementWeight: finite.min(0),
		fitCap: finite,
		engagementCap: finite,
		totalCap: finite,
		floor: finite,
		totalCapUnless: names,
		decay: z.string(),
		recentDays: finite.positive(),
		threshold: finite,
		completenessFields: names,
		maxReasons: finite.int().min(1),
	})
	.partial()
	.strict();

const modelSchema = z.object({
	name: z.string().trim().min(1).default('rules'),
	version: z
		.union([z.string().trim().min(1), z.number()])
		.transform(String)
		.optional(),
	rules: z.array(z.unknown()),
	options: optionsSchema.default({}),
});

/**
 * Reads a model given as JSON: an array of rule rows, or `{ name, version, rules, options }`, as text or already
 * parsed. A text that does not parse is reported with the line and column where it breaks.
 */
export function parseModelJson(source: unknown, modelName?: string): Checked<Model> {
	const read = readModelJson(source, modelName);
	if (!read.ok) return read;
	const { model, faults } = read.value;
	return faults.length > 0 ? { ok: false, faults: [...faults] } : { ok: true, value: model };
}

/** The same, without the rules that hold a fault. */
export function readModelJson(source: unknown, modelName?: string): Checked<ReadRules> {
	const parsed = typeof source === 'string' ? parseText(source) : { ok: true as const, value: source };
	if (!parsed.ok) return parsed;
	if (Array.isArray(parsed.value)) return readRules(parsed.value, { modelName });
	if (!isFields(parsed.value)) {
		return {
			ok: false,
			faults: [
				{
					message: `The model is ${shown(parsed.value)}, neither a list of rules nor an object`,
					hint: SHAPE,
				},
			],
		};
	}
	const model = modelSchema.safeParse(parsed.value);
	if (!model.success) return { ok: false, faults: model.error.issues.map(toFault) };
	const { rules, name, version, options } = model.data;
	return readRules(rules, { modelName, name, version, options });
}

const SHAPE = 'Give an array of rule rows, or { "name": "…", "version": "1", "rules": […], "options": {…} }.';

const toFault = (issue: z.ZodIssue): Fault => ({
	message: `The model's ${issue.path.length > 0 ? `“${issue.path.join('.')}”` : 'JSON'}: ${issue.message}`,
	hint: SHAPE,
});

function parseText(text: string): Checked<unknown> {
	try {
		return { ok: true, value: JSON.parse(text) as unknown };
	} catch {
		const hint = 'Check for a missing comma, quote or bracket just before that place.';
		return { ok: false, faults: [{ message: `The model is not valid JSON: ${whereItBreaks(text)}`, hint }] };
	}
}

// JSON.parse names a position only in some of its messages, and in other words on every version of Node.
function whereItBreaks(text: string): string {
	const errors: ParseError[] = [];
	parseLenient(text, errors, { disallowComments: true, allowTrailingComma: false });
	const [{ offset, error }] = errors.length > 0 ? errors : [{ offset: text.length, error: 0 }];
	const before = text.slice(0, offset);
	const line = before.split('\n').length;
	const column = offset - before.lastIndexOf('\n');
	const what =
		offset >= text.trimEnd().length
			? 'the text ends too early'
			: `${shown(text.slice(offset, offset + 12))} is not expected here`;
	const reason =
		error === 0
			? ''
			: ` (${printParseErrorCode(error)
					.replace(/([a-z])([A-Z])/g, '$1 $2')
					.toLowerCase()})`;
	return `line ${line}, column ${column}: ${what}${reason}`;
}
