// @ts-check
/**
 * The part of Salesforce's query language that templates speak: one object, its fields and those of its owner, conditions
 * with AND, OR and NOT, an order, a limit.
 */

/**
 * @typedef {import('../http.mjs').Json} Json
 * @typedef {(record: Json) => boolean} Condition
 * @typedef {{
 *   fields: string[], object: string, where: Condition, named: string[], orderBy?: { field: string, descending: boolean },
 *   limit: number,
 * }} Query `named`: fields that conditions and the order speak of
 */

const TOKEN =
	/\s*('(?:\\.|[^'\\])*'|LAST_N_DAYS:\d+|[A-Za-z_][\w.]*|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?|-?\d+(?:\.\d+)?|<=|>=|!=|<>|[=<>(),*])/y;

/** What Salesforce says against a query. */
export class MalformedQuery extends Error {}

/**
 * @param {string} text
 * @returns {Query}
 * @throws {MalformedQuery}
 */
export function parseQuery(text) {
	const reader = new Reader(tokensOf(text));
	reader.expect('SELECT');
	const fields = reader.list();
	reader.expect('FROM');
	const object = reader.next();
	/** @type {string[]} */
	const named = [];
	const where = reader.accept('WHERE') ? alternatives(reader, named) : () => true;
	const orderBy = reader.accept('ORDER') ? order(reader, named) : undefined;
	const limit = reader.accept('LIMIT') ? Number(reader.next()) : Infinity;
	reader.end();
	return { fields, object, where, named, orderBy, limit };
}

/** @param {string} text */
function tokensOf(text) {
	const tokens = [];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.trimEnd().length) {
		const start = TOKEN.lastIndex;
		const match = TOKEN.exec(text);
		if (match === null) throw new MalformedQuery(`unexpected token: '${text.slice(start).trim().slice(0, 20)}'`);
		tokens.push(match[1]);
	}
	return tokens;
}

class Reader {
	#tokens;
	#at = 0;

	/** @param {string[]} tokens */
	constructor(tokens) {
		this.#tokens = tokens;
	}

	/** @param {string} word */
	accept(word) {
		const fits = this.isNext(word);
		if (fits) this.#at += 1;
		return fits;
	}

	/** @param {string} word */
	expect(word) {
		if (!this.accept(word)) throw new MalformedQuery(`expecting ${word}, found '${this.#tokens[this.#at] ?? 'EOF'}'`);
	}

	/** @param {string} word */
	isNext(word) {
		return this.#tokens[this.#at]?.toUpperCase() === word;
	}

	next() {
		const token = this.#tokens[this.#at++];
		if (token === undefined) throw new MalformedQuery('unexpected end of the query');
		return token;
	}

	list() {
		const items = [this.next()];
		while (this.accept(',')) items.push(this.next());
		return items;
	}

	end() {
		const left = this.#tokens[this.#at];
		if (left !== undefined) throw new MalformedQuery(`unexpected token: '${left}'`);
	}
}

/**
 * @param {Reader} reader
 * @param {string[]} named
 */
function order(reader, named) {
	reader.expect('BY');
	const field = reader.next();
	named.push(field);
	const descending = reader.accept('DESC');
	if (!descending) reader.accept('ASC');
	return { field, descending };
}

/**
 * @param {Reader} reader
 * @param {string[]} named
 * @returns {Condition}
 */
function alternatives(reader, named) {
	const parts = [together(reader, named)];
	while (reader.accept('OR')) parts.push(together(reader, named));
	return (record) => parts.some((part) => part(record));
}

/**
 * @param {Reader} reader
 * @param {string[]} named
 * @returns {Condition}
 */
function together(reader, named) {
	const parts = [condition(reader, named)];
	while (reader.accept('AND')) parts.push(condition(reader, named));
	return (record) => parts.every((part) => part(record));
}

/**
 * @param {Reader} reader
 * @param {string[]} named
 * @returns {Condition}
 */
function condition(reader, named) {
	if (reader.accept('NOT')) {
		const inner = condition(reader, named);
		return (record) => !inner(record);
	}
	if (reader.accept('(')) {
		const inner = alternatives(reader, named);
		reader.expect(')');
		return inner;
	}
	const field = reader.next();
	named.push(field);
	const isNegated = reader.accept('NOT');
	if (isNegated || reader.isNext('IN')) {
		reader.expect('IN');
		return membership(reader, field, isNegated);
	}
	const operator = reader.next().toUpperCase();
	const value = literal(reader.next());
	const compare = COMPARISONS[operator];
	if (compare === undefined) throw new MalformedQuery(`unexpected token: '${operator}'`);
	return (record) => compare(comparable(valueAt(record, field)), comparable(value));
}

/**
 * @param {Reader} reader
 * @param {string} field
 * @param {boolean} isNegated
 * @returns {Condition}
 */
function membership(reader, field, isNegated) {
	reader.expect('(');
	const values = reader.list().map((token) => comparable(literal(token)));
	reader.expect(')');
	return (record) => values.includes(comparable(valueAt(record, field))) !== isNegated;
}

/** @param {string} token */
function literal(token) {
	if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/g, '$1');
	if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true';
	if (/^null$/i.test(token)) return null;
	if (token.startsWith('LAST_N_DAYS:')) return daysAgo(Number(token.slice('LAST_N_DAYS:'.length)));
	return /^-?\d+(\.\d+)?$/.test(token) ? Number(token) : token;
}

/**
 * `LAST_N_DAYS:n` begins at midnight, n days ago; here in UTC, there in the time zone of the user.
 *
 * @param {number} days
 */
const daysAgo = (days) => new Date(Math.floor(Date.now() / 86_400_000 - days) * 86_400_000).toISOString();

/**
 * Salesforce compares text whatever its case, and dates by the moment.
 *
 * @param {unknown} value
 * @returns {string | number | boolean | null}
 */
function comparable(value) {
	if (value === undefined || value === null) return null;
	if (typeof value === 'number' || typeof value === 'boolean') return value;
	const text = String(value);
	return /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : text.toLowerCase();
}

/** @type {Record<string, (left: any, right: any) => boolean>} */
const COMPARISONS = {
	'=': (left, right) => left === right,
	'!=': (left, right) => left !== right,
	'<>': (left, right) => left !== right,
	'<': (left, right) => left !== null && left < right,
	'<=': (left, right) => left !== null && left <= right,
	'>': (left, right) => left !== null && left > right,
	'>=': (left, right) => left !== null && left >= right,
	LIKE: (left, right) => left !== null && like(String(right)).test(String(left)),
};

/** @param {string} pattern */
const like = (pattern) =>
	new RegExp(
		`^${pattern
			.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
			.replaceAll('%', '.*')
			.replaceAll('_', '.')}$`,
		's',
	);

/**
 * @param {Json} record
 * @param {string} path `Owner.Email`
 * @returns {unknown}
 */
export const valueAt = (record, path) => path.split('.').reduce((value, key) => value?.[key], record);
