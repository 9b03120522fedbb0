import { parseForm } from '../activity/form';
import { fault, ok, type Fault, type Result } from '../fault';
import { EXAMPLE } from './own-events';
import { textOfBody } from './request';

/**
 * What a body holds, one entry an event: a list's entries, the values of lines of JSON, or the one thing it is. JSON is
 * told by how it begins and not by the content type, which senders often leave wrong. XML is handed on as text.
 */
export function readBody(body: Buffer, contentType: string): Result<unknown[]> {
	const text = textOfBody(body).trim();
	if (text === '') return fault('The body is empty', EXAMPLE);
	if (/^multipart\//i.test(contentType)) {
		return fault('The body has several parts (multipart)', 'Send JSON, lines of JSON or a form that is URL-encoded.');
	}
	if (/^[{["]/.test(text)) return readJson(text);
	if (text.startsWith('<')) return ok([text]);
	if (/^[^\s=&]+=/.test(text)) return ok([parseForm(text)]);
	return isJson(text) ? ok([JSON.parse(text)]) : notJson('');
}

function readJson(text: string): Result<unknown[]> {
	const whole = parse(text);
	if (whole.ok) return ok(Array.isArray(whole.value) ? whole.value : [whole.value]);
	const lines = text.split('\n');
	return lines.length > 1 && isJson(lines[0]) ? readLines(lines) : notJson(whole.place);
}

function readLines(lines: readonly string[]): Result<unknown[]> {
	const events: unknown[] = [];
	for (const [index, line] of lines.entries()) {
		if (line.trim() === '') continue;
		const parsed = parse(line);
		if (!parsed.ok) return notJson(` in line ${index + 1}${parsed.place}`);
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

const notJson = (place: string): { ok: false } & Fault =>
	fault(`The body is not JSON: it cannot be read${place}`, EXAMPLE);
