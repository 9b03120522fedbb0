/**
 * The form of 05 in the hands of a salesperson: the page is read, its fields are filled in by their labels, and it is
 * sent as its own script sends it (form-trigger.handlebars of n8n 2.41), without a browser.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const CALL_LIMIT = 60_000;
const WORK_LIMIT = 180_000;
const LOOK_EVERY = 200;

export interface Login {
	readonly user: string;
	readonly password: string;
}

/** A field of the page; `options` are those of a drop-down. */
export interface Field {
	readonly name: string;
	readonly value: string;
	readonly options?: readonly string[];
}

/** The page that says what became of the answer. */
export interface Ending {
	readonly title: string;
	readonly message: string;
	/** Where it stood; with the signature that opens it. */
	readonly address: string;
	readonly html: string;
}

export class FormPage {
	private constructor(
		private readonly address: string,
		/** By label, in the order of the page. */
		readonly fields: ReadonlyMap<string, Field>,
		/** Proves to n8n that whoever sends the page knew user and password; '' on later pages, whose address is signed. */
		readonly token: string,
		readonly html: string,
	) {}

	static async open(address: string, login: Login): Promise<FormPage> {
		const html = await textOf(await getForm(address, login));
		const [, token] = /const authToken = '([^']+)'/.exec(html) ?? [];
		if (token === undefined) throw new Error('The page has no token to send it with.');
		return new FormPage(address, fieldsOf(html), token, html);
	}

	/** Fills in and sends the page, and waits for the page that asks on. */
	async next(answers: Readonly<Record<string, string>>): Promise<FormPage> {
		const address = await this.sendOnly(answers);
		const html = await textOf(await call(address));
		return new FormPage(address, fieldsOf(html), '', html);
	}

	/**
	 * Fills in and sends the page, and waits for the page that says what became of it.
	 *
	 * @param answers by label; what is not named stays as the page has it
	 */
	async send(answers: Readonly<Record<string, string>>): Promise<Ending> {
		const formWaitingUrl = await this.sendOnly(answers);
		const html = await textOf(await call(formWaitingUrl));
		const [, title, message] = /<h1>([^<]*)<\/h1>\s*<p[^>]*>([^]*?)<\/p>/.exec(html) ?? [];
		// The page does this by itself, and with it the execution ends.
		await textOf(await call(formWaitingUrl, { method: 'POST', body: '[object Object]' }));
		await untilStatus(formWaitingUrl, 'success');
		return { title: unescaped(title ?? ''), message: unescaped(message ?? ''), address: formWaitingUrl, html };
	}

	/** Gives the address of the next page, once it is there. */
	private async sendOnly(answers: Readonly<Record<string, string>>): Promise<string> {
		const sent = await postForm(this.address, this.filledIn(answers), this.token);
		const { formWaitingUrl = this.address } = JSON.parse(await textOf(sent)) as { formWaitingUrl?: string };
		await untilStatus(formWaitingUrl, 'form-waiting');
		return formWaitingUrl;
	}

	/** All that the page has, in its order, and last the button, which has no name. */
	private filledIn(answers: Readonly<Record<string, string>>): FormData {
		const unknown = Object.keys(answers).find((label) => !this.fields.has(label));
		if (unknown !== undefined) throw new Error(`The form has no field "${unknown}".`);
		const form = new FormData();
		for (const [label, { name, value, options }] of this.fields) {
			const answer = answers[label] ?? value;
			if (answer !== '' && options?.includes(answer) === false)
				throw new Error(`"${label}" does not offer "${answer}".`);
			form.append(name, answer);
		}
		for (const [, name, value] of this.html.matchAll(HIDDEN)) form.append(name, unescaped(value));
		form.append('', '');
		return form;
	}
}

const HIDDEN = /<input type="hidden" id="[^"]*" name="([^"]*)" value="([^"]*)"/g;

export async function getForm(address: string, login?: Login): Promise<Response> {
	if (login === undefined) return await call(address);
	const pair = Buffer.from(`${login.user}:${login.password}`).toString('base64');
	return await call(address, { headers: { authorization: `Basic ${pair}` } });
}

export async function postForm(address: string, body: FormData, token?: string): Promise<Response> {
	return await call(address, { method: 'POST', body, headers: !token ? {} : { 'x-auth-token': token } });
}

/** Asks, as the page does, until the execution is so far. */
async function untilStatus(waiting: string, wanted: 'form-waiting' | 'success'): Promise<void> {
	const address = new URL(waiting);
	address.pathname += '/n8n-execution-status';
	const givenUpAt = Date.now() + WORK_LIMIT;
	for (;;) {
		const status = (await textOf(await call(address.href))).trim();
		// Of an execution that is not saved nothing is left.
		if (status === wanted || (wanted === 'success' && status === 'null')) return;
		if (status !== 'running' && status !== 'new') throw new Error(`The form's execution is ${status}, not ${wanted}.`);
		if (Date.now() > givenUpAt)
			throw new Error(`The form's execution was not ${wanted} in ${WORK_LIMIT / 1000} seconds.`);
		await sleep(LOOK_EVERY);
	}
}

async function call(address: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
	// A connection kept open may be closed by n8n just as the next call starts on it.
	const headers = { connection: 'close', ...init.headers };
	return await fetch(address, { ...init, headers, signal: AbortSignal.timeout(CALL_LIMIT) });
}

async function textOf(response: Response): Promise<string> {
	const text = await response.text();
	if (response.ok) return text;
	throw new Error(`${response.url} was answered with ${response.status}: ${text.slice(0, 300)}`);
}

function fieldsOf(html: string): Map<string, Field> {
	const labels = html.matchAll(/<label class='form-label [^']*' for='([^']+)'>([^<]*)<\/label>/g);
	return new Map(Array.from(labels, ([, id, label]) => [unescaped(label), fieldOf(html, id)]));
}

function fieldOf(html: string, id: string): Field {
	const element = new RegExp(`<(input|select|textarea)\\b([^>]*\\bid='${id}'[^>]*)>([^]*?)(</\\1>|$)`).exec(html);
	if (element === null) throw new Error(`The form has no field ${id}.`);
	const [, tag, attributes, content] = element;
	const [, name = ''] = /\bname='([^']*)'/.exec(attributes) ?? [];
	if (tag === 'input') return { name, value: unescaped(/\bvalue="([^"]*)"/.exec(attributes)?.[1] ?? '') };
	if (tag === 'textarea') return { name, value: unescaped(content) };
	const options = Array.from(content.matchAll(/<option value='([^']*)'([^>]*)>/g));
	const chosen = options.find(([, , more]) => more.includes('selected'));
	return {
		name,
		value: unescaped(chosen?.[1] ?? ''),
		options: options.filter(([, , more]) => !more.includes('disabled')).map(([, value]) => unescaped(value)),
	};
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Text of HTML as a reader sees it. */
function unescaped(text: string): string {
	return text.replaceAll(/&(#x[0-9a-f]+|[a-z]+);/gi, (whole, name: string) =>
		name.startsWith('#') ? String.fromCodePoint(Number(`0${name.slice(1)}`)) : (CHARACTERS[name] ?? whole),
	);
}
