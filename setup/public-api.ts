/** n8n's public API over HTTP; what it refuses becomes one message that says what to do. */
import { SetupFailure } from './failure';

const CALL_LIMIT = 60_000;
const PAGE = 250;

/** An answer other than 2xx, for callers that expect it. */
export class Refusal extends SetupFailure {
	constructor(
		readonly status: number,
		readonly said: string,
		message: string,
		whatToDo: string,
	) {
		super(message, whatToDo);
	}
}

interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly text: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export class PublicApi {
	readonly #key: string;

	/** @param url without a slash at its end */
	constructor(
		readonly url: string,
		key: string,
	) {
		this.#key = key;
	}

	/**
	 * @param path below `/api/v1`
	 * @throws {Refusal} for any other answer than 2xx
	 */
	async call(method: Method, path: string, body?: unknown): Promise<unknown> {
		const answer = await this.ask(method, `/api/v1${path}`, body, { 'X-N8N-API-KEY': this.#key });
		if (answer.status >= 300) throw refusalOf(`${method} /api/v1${path.split('?')[0]}`, answer);
		if (answer.text === '') return undefined;
		if (!answer.contentType.includes('json')) throw notN8n(this.url);
		return JSON.parse(answer.text);
	}

	/** @returns `undefined` where there is no such thing */
	async find(path: string): Promise<unknown> {
		try {
			return await this.call('GET', path);
		} catch (error) {
			if (error instanceof Refusal && error.status === 404) return undefined;
			throw error;
		}
	}

	/** @returns the items of all pages */
	async all<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T[]> {
		const items: T[] = [];
		for (let cursor = ''; ;) {
			const page = new URLSearchParams({ ...query, limit: String(PAGE), ...(cursor && { cursor }) });
			// n8n refuses a plus for a space.
			const text = page.toString().replaceAll('+', '%20');
			const { data, nextCursor } = (await this.call('GET', `${path}?${text}`)) as { data: T[]; nextCursor?: string };
			items.push(...data);
			if (!nextCursor) return items;
			cursor = nextCursor;
		}
	}

	/** A call outside the API, without the key. */
	async ask(
		method: Method,
		path: string,
		body?: unknown,
		headers: Readonly<Record<string, string>> = {},
	): Promise<Answer> {
		try {
			const response = await fetch(this.url + path, {
				method,
				// A connection kept open may be closed by n8n just as the next call starts on it.
				headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }), connection: 'close' },
				body: body === undefined ? undefined : JSON.stringify(body),
				signal: AbortSignal.timeout(CALL_LIMIT),
			});
			const contentType = response.headers.get('content-type') ?? '';
			return { status: response.status, contentType, text: await response.text() };
		} catch (error) {
			throw unreachable(this.url, error);
		}
	}
}

function unreachable(url: string, error: unknown): SetupFailure {
	const { message, cause } = error as { message: string; cause?: { message?: string; code?: string } };
	const isNoHttps = url.startsWith('https:') && /^(ERR_SSL|EPROTO)/.test(cause?.code ?? '');
	const reason = isNoHttps ? 'nothing there speaks https' : cause?.message || cause?.code || message;
	return new SetupFailure(
		`${url} did not answer: ${reason}.`,
		'Check the address (the one under which you open the editor, with http:// or https://) and that n8n runs. Then run the same command again: it goes on where it stopped.',
	);
}

export const notN8n = (url: string): SetupFailure =>
	new SetupFailure(
		`${url} answered, but not as n8n’s public API does.`,
		'Give the address under which you open the editor, without a path such as /home. If it is right, n8n may still be starting, or its API be switched off (N8N_PUBLIC_API_DISABLED).',
	);

const FULL = /SQLITE_FULL|disk is full|ENOSPC|no space left|could not extend file/i;
const TABLES_FULL = /(size|storage) limit/i;
const AGAIN = 'Then run the same command again: it goes on where it stopped.';

function refusalOf(call: string, { status, text }: Answer): Refusal {
	const said = wordsOf(text);
	const [message, whatToDo] = explanationOf(status, said);
	return new Refusal(status, said, `${message} (${call}: ${status} ${said})`, whatToDo);
}

function explanationOf(status: number, said: string): [message: string, whatToDo: string] {
	if (FULL.test(said)) return ['The disk of n8n’s database is full.', `Free some space on it. ${AGAIN}`];
	if (TABLES_FULL.test(said))
		return [
			'n8n’s Data Tables are full.',
			`Delete rows or tables that are not needed, or set N8N_DATA_TABLES_MAX_SIZE_BYTES higher and restart n8n. ${AGAIN}`,
		];
	if (status === 401)
		return [
			'n8n does not know this API key.',
			'Make one in n8n under Settings → n8n API, and give it by --api-key or N8N_API_KEY. A key of another n8n, or an expired one, does not work.',
		];
	if (status === 403)
		return [
			'The API key may not do this.',
			`Make a key with all scopes in n8n under Settings → n8n API, as an owner or admin. ${AGAIN}`,
		];
	if (status >= 500) return ['n8n could not do this.', `Its log says why. ${AGAIN}`];
	return ['n8n refused this.', 'Its own words stand above.'];
}

function wordsOf(text: string): string {
	try {
		const { message } = JSON.parse(text) as { message?: unknown };
		if (typeof message === 'string') return message;
	} catch {
		// Not JSON: a proxy's page, say.
	}
	return text
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 300);
}
