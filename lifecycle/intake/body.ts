import { parseForm } from '../activity/form';
import { fault, ok, type Fault, type Result } from '../fault';
import { EXAMPLE } from './own-events';
import { textOfBody } from './request';

/**
 * What a body holds, as it was sent: the value of JSON, a list of the values of lines of JSON, or the fields of a form.
 * JSON is told by how it begins and not by the content type, which senders often leave wrong. XML stays text. `advice` is
 * the hint of faults that have none of their own.
 */
export function readBody(body: Buffer, contentType: string, advice = EXAMPLE): Result<unknown> {
	const text = textOfBody(body).trim();
	if (text === '') return fault('The body is empty', advice);
	if (/^multipart\//i.test(contentType)) {
		return fault('The body has several parts (multipart)', 'Send JSON, lines of JSON or a form that is URL-encoded.');
	}
	if (/^[{["]/.test(text)) return readJson(text, advice);
	if (text.startsWith('<')) return ok(text);
	if (/^[^\s=&]+=/.test(text)) return ok(parseForm(text));
	return isJson(text) ? ok(JSON.parse(text)) : notJson('', advice);
}

/** The entries of a list, or the one thing there is. */
export const entriesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function readJson(text: string, advice: string): Result<unknown> {
	const whole = parse(text);
	if (whole.ok) return ok(whole.value);
	const lines = text.split('\n');
	return lines.length > 1 && isJson(lines[0]) ? readLines(lines, advice) : notJson(whole.place, advice);
}

function readLines(lines: readonly string[], advice: string): Result<unknown[]> {
	const events: unknown[] = [];
	for (const [index, line] of lines.entries()) {
		if (line.trim() === '') continue;
		const parsed = parse(line);
		if (!parsed.ok) return notJson(` in line ${index + 1}${parsed.place}`, advice);
		events.push(parsed.value);
	}
	return ok(events);
}

type Parsed = { ok: true; value: unknown } | { ok: false; place: string };

function parse(text: string): Parsed {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch (error) {
		const position = /at position (\d+)/.exec(String(error))?.[1];
		return { ok: false, place: position === undefined ? '' : ` at character ${Number(position) + 1}` };
	}
}

const isJson = (text: string): boolean => parse(text).ok;

const notJson = (place: string, advice: string): { ok: false } & Fault =>
	fault(`The body is not JSON: it cannot be read${place}`, advice);
