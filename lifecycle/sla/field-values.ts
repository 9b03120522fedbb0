import { isBlank } from '../empty';
import { shown } from '../fault';
import { pathReader, type Fields } from '../path';

/** Reads a field; an empty path finds nothing. */
export const fieldReader = (path: string): ((lead: Fields) => unknown) =>
	path.trim() === '' ? () => undefined : pathReader(path);

/** A value as it may stand in a message; blank text is empty too. */
export const described = (value: unknown): string => shown(isBlank(value) ? undefined : value);

const DEEPEST_TEXT = 3;

/**
 * A list, or a list written as JSON text, as table columns hold it (also text of text, as it becomes when the value is
 * written as JSON once too often); undefined for anything else.
 */
export function asList(value: unknown): readonly unknown[] | undefined {
	let parsed = value;
	for (let depth = 0; typeof parsed === 'string' && depth < DEEPEST_TEXT; depth++) parsed = parseJson(parsed);
	return Array.isArray(parsed) ? parsed : undefined;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
