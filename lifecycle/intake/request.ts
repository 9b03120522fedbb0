import { isFields, type Fields } from '../path';

/** An HTTP request as it came in. */
export interface IntakeRequest {
	method: string;
	/** The full address that the sender called, query included. */
	uri: string;
	/** By name in lower case. */
	headers: Fields;
	/** Byte for byte, before anything parsed it. */
	body: Buffer;
}

/** A header's text; '' when there is none, or several of one name. */
export function headerOf({ headers }: Pick<IntakeRequest, 'headers'>, name: string): string {
	const key = name.toLowerCase();
	const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
	return typeof value === 'string' ? value.trim() : '';
}

/** The body as text: UTF-8, without the mark that some tools put before it. */
export const textOfBody = (body: Buffer): string => body.toString('utf8').replace(/^\uFEFF/, '');

/** The one JSON object or form that a body holds; undefined for anything else. */
export function fieldsOfBody(body: Buffer): Fields | undefined {
	const text = textOfBody(body).trim();
	if (!text.startsWith('{')) return Object.fromEntries(new URLSearchParams(text));
	try {
		const value: unknown = JSON.parse(text);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
