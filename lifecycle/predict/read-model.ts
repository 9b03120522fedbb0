import { fault, ok, shown, type Result } from '../fault';
import { isFields, type Fields } from '../path';
import { widthOf, type Encoding } from './encoding';
import { FORMAT, FORMAT_VERSION, MOST_CHARACTERS, type StoredModel } from './stored-model';

const AGAIN = 'Train the model again, and store what Train gives in “model” as it is.';

/** Reads a model as Train gave it: JSON text or the object itself. It is refused whole where any part of it makes no sense. */
export function readModel(value: unknown): Result<StoredModel> {
	const parsed = typeof value === 'string' ? parsedText(value) : ok(value);
	if (!parsed.ok) return parsed;
	const model = parsed.value;
	if (!isFields(model) || model.format !== FORMAT)
		return fault(`${shown(value)} is not a model of Predict Conversion`, AGAIN);
	if (model.version !== FORMAT_VERSION)
		return fault(
			`The model has version ${shown(model.version)}, and this node reads version ${FORMAT_VERSION}`,
			'Train the model again with this version of the nodes, or update the nodes.',
		);
	const broken = PARTS.find(([, isRight]) => !isRight(model));
	return broken === undefined
		? ok(model as unknown as StoredModel)
		: fault(`The model cannot be read: its part “${broken[0]}” makes no sense`, AGAIN);
}

function parsedText(text: string): Result<unknown> {
	if (text.trim() === '') return fault('The model is empty', AGAIN);
	if (text.length > 2 * MOST_CHARACTERS)
		return fault(`The model has ${text.length} characters, which are too many`, AGAIN);
	try {
		return ok<unknown>(JSON.parse(text));
	} catch {
		return fault('The model is not JSON; it may have been cut off', AGAIN);
	}
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isListOf =
	(isRight: Check): Check =>
	(value) =>
		Array.isArray(value) && value.every(isRight);
const isOneOf =
	(...values: readonly unknown[]): Check =>
	(value) =>
		values.includes(value);
const isMaybe =
	(isRight: Check): Check =>
	(value) =>
		value === null || isRight(value);
const isShape =
	(shape: Readonly<Record<string, Check>>): Check =>
	(value) =>
		isFields(value) && Object.entries(shape).every(([name, isRight]) => isRight(own(value, name)));

const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

const COLUMNS: Readonly<Record<string, Check>> = {
	attribute: isShape({ name: isText, as: isOneOf('number', 'date', 'text') }),
	count: isShape({ type: isText }),
	recency: isShape({ type: isText }),
	fading: isShape({ type: isText, halfLife: (value) => isNumber(value) && Number(value) > 0 }),
	asset: isShape({ type: isText, asset: isText }),
	...Object.fromEntries(['all', 'days', 'silence', 'age', 'return'].map((of) => [of, isFields])),
};

const isColumn: Check = (value) =>
	isFields(value) && typeof value.of === 'string' && Object.hasOwn(COLUMNS, value.of) && COLUMNS[value.of](value);

const isEncoding: Check = (value) =>
	isFields(value) &&
	isColumn(value.column) &&
	isBoolean(value.missing) &&
	(value.kind === 'number'
		? isShape({ low: isNumber, high: isNumber, log: isBoolean, offset: isNumber, scale: isNumber })(value) &&
			value.scale !== 0
		: value.kind === 'category' && isListOf(isText)(value.categories) && isBoolean(value.rest));

const isBins: Check = (value) =>
	isFields(value) &&
	isColumn(value.column) &&
	(value.kind === 'number'
		? isListOf(isNumber)(value.edges)
		: value.kind === 'category' &&
			isShape({ categories: isListOf(isText), ranks: isListOf(isNumber), rest: isNumber })(value) &&
			(value.categories as unknown[]).length === (value.ranks as unknown[]).length);

function isLinear(form: Fields): boolean {
	if (!isListOf(isEncoding)(form.encodings) || !isNumber(form.intercept)) return false;
	const width = (form.encodings as Encoding[]).reduce((sum, encoding) => sum + widthOf(encoding), 0);
	return [form.weights, form.means].every((list) => isListOf(isNumber)(list) && (list as unknown[]).length === width);
}

const LISTS = ['columns', 'bins', 'missingRight', 'children', 'values'] as const;

function isForest(form: Fields): boolean {
	if (!isListOf(isBins)(form.bins) || !isNumber(form.base)) return false;
	const columns = (form.bins as unknown[]).length;
	return isListOf((tree) => isFields(tree) && isTree(tree, columns))(form.trees);
}

/** Children stand behind their parent, so that no walk down goes on for ever. */
function isTree(tree: Fields, columns: number): boolean {
	if (!LISTS.every((name) => isListOf(isNumber)(tree[name]))) return false;
	const lists = LISTS.map((name) => tree[name] as number[]);
	const [asked, , , children] = lists;
	const nodes = asked.length;
	return (
		nodes > 0 &&
		lists.every(({ length }) => length === nodes) &&
		asked.every(
			(column, node) =>
				column === -1 ||
				(Number.isInteger(column) &&
					column >= 0 &&
					column < columns &&
					Number.isInteger(children[node]) &&
					children[node] > node &&
					children[node] + 1 < nodes),
		)
	);
}

const isForm: Check = (form) =>
	isFields(form) && (form.kind === 'linear' ? isLinear(form) : form.kind === 'trees' && isForest(form));

const isScale: Check = (value) => isListOf(isNumber)(value) && (value as unknown[]).length === 21;
const isInterval = isShape({ low: isNumber, high: isNumber });

const PARTS: ReadonlyArray<readonly [name: string, isRight: (model: Fields) => boolean]> = [
	['name', ({ name }) => isText(name)],
	['trainedAt', ({ trainedAt }) => isText(trainedAt)],
	['verdict', ({ verdict }) => isOneOf('Ready', 'Weak')(verdict)],
	[
		'learnt',
		({ learnt }) =>
			isShape({
				...{ leads: isNumber, converted: isNumber, from: isText, until: isText },
				...{ ageDays: isMaybe(isNumber), windowDays: isNumber },
			})(learnt),
	],
	[
		'measured',
		({ measured }) =>
			isShape({
				...{ leads: isNumber, converted: isNumber, auc: isMaybe(isNumber) },
				...{ interval: isMaybe(isInterval), brier: isMaybe(isNumber) },
			})(measured),
	],
	[
		'predictor',
		({ predictor }) => isShape({ form: isForm, calibration: isShape({ shift: isNumber, slope: isNumber }) })(predictor),
	],
	['scales', ({ scales }) => isShape({ all: isScale, fit: isScale, engagement: isScale })(scales)],
];
