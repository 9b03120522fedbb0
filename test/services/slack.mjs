// @ts-check
/**
 * Slack: the stateful emulator `emulate`, with the body of every call held to the types and limits of Slack's own client
 * before it goes in.
 */

import { freePort, LOOPBACK } from '../../scripts/host/ports.mjs';
import { answer, readBody } from './http.mjs';
import { library } from './libraries.mjs';
import { faultsOf } from './slack-schema.mjs';

export const SLACK_HOST = 'slack.com';
export const SLACK_TOKEN = 'xoxb-7d41c0f2a95e-lifecycle-tests';
export const SLACK_SIGNING_SECRET = 'slack-signing-93be71d05c';

const API = '/api/';
const DEFAULT_SEED = {
	users: [
		{ name: 'rep', real_name: 'Rita Rep', email: 'rep@sales.example' },
		{ name: 'manager', real_name: 'Max Manager', email: 'manager@sales.example' },
	],
	channels: ['sales-leads', 'sales-managers', 'marketing'],
};

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {import('./http.mjs').Call} Call
 * @typedef {{ users?: { name: string, real_name?: string, email: string }[], channels?: string[] }} SlackSeed
 * @typedef {{ channel: string, text: string, blocks?: Json[], ts: string, user: string, thread_ts?: string }} SlackMessage
 *   `channel`: its name, or `@name` for a direct message
 */

export class SlackService {
	#url;
	#emulator;
	/** @type {string[]} */
	#violations = [];

	/**
	 * @param {string} url
	 * @param {{ close(): Promise<void> }} emulator
	 */
	constructor(url, emulator) {
		this.#url = url;
		this.#emulator = emulator;
	}

	/**
	 * @param {SlackSeed} [seed]
	 * @returns {Promise<SlackService>}
	 */
	static async open({ users = DEFAULT_SEED.users, channels = DEFAULT_SEED.channels } = {}) {
		const { createEmulator } = await library('emulate');
		// The first check of a method takes seconds, in which a caller would wait.
		await faultsOf('chat.postMessage', {});
		const port = await freePort();
		const bot = { name: 'lifecycle', real_name: 'Lead Lifecycle', email: 'bot@lifecycle.example' };
		const slack = {
			users: [bot, ...users],
			channels: channels.map((name) => ({ name })),
			tokens: [{ token: SLACK_TOKEN, user: bot.name }],
			signing_secret: SLACK_SIGNING_SECRET,
		};
		return new SlackService(
			`http://${LOOPBACK}:${port}`,
			await createEmulator({ service: 'slack', port, hostname: LOOPBACK, seed: { slack } }),
		);
	}

	/**
	 * @param {Call} call
	 * @returns {Promise<import('./http.mjs').Answer>}
	 */
	async handle(call) {
		// The emulator would let any token in.
		if (call.headers.authorization !== `Bearer ${SLACK_TOKEN}`)
			return answer(200, { ok: false, error: 'invalid_auth' });
		const method = call.path.slice(API.length);
		const sent = readBody(call);
		if (call.method === 'POST' && method !== '') await this.#validate(method, sent);
		const body = await this.#addressed({ ...call.query, ...sent });
		return await this.#ask(method, body);
	}

	/**
	 * @param {number} status
	 * @returns {Json}
	 */
	failure(status) {
		return { ok: false, error: status === 429 ? 'ratelimited' : 'internal_error' };
	}

	/** @returns {string[]} what was wrong with the bodies so far; a test that used Slack ends with none */
	violations() {
		return [...this.#violations];
	}

	/** @returns {Promise<{ id: string, name: string, email: string }[]>} */
	async users() {
		const { members } = await this.#own('users.list', {});
		return members.map((/** @type {Json} */ { id, name, profile }) => ({ id, name, email: profile?.email ?? '' }));
	}

	/** @returns {Promise<{ id: string, name: string }[]>} direct messages under `@name` */
	async channels() {
		const people = new Map((await this.users()).map(({ id, name }) => [id, name]));
		const { channels } = await this.#own('conversations.list', {
			types: 'public_channel,private_channel,im,mpim',
			limit: 1000,
		});
		return channels.map((/** @type {Json} */ { id, name, is_im: isDirect, user }) => ({
			id,
			name: isDirect ? `@${people.get(user) ?? user}` : name,
		}));
	}

	/**
	 * @param {string} [channel] its name, `@name` for direct messages; without one, all
	 * @returns {Promise<SlackMessage[]>} oldest first, replies in threads included
	 */
	async messages(channel) {
		const wanted = (await this.channels()).filter(({ name }) => channel === undefined || name === plainName(channel));
		const lists = wanted.map(async ({ id, name }) => {
			const { messages } = await this.#own('conversations.history', { channel: id, limit: 1000 });
			return messages.map((/** @type {Json} */ message) => ({ channel: name, ...message }));
		});
		const all = (await Promise.all(lists)).flat();
		return all.sort((one, other) => Number(one.ts) - Number(other.ts));
	}

	async close() {
		await this.#emulator.close();
	}

	/**
	 * @param {string} method
	 * @param {Json} body
	 */
	async #validate(method, body) {
		for (const fault of await faultsOf(method, body)) this.#violations.push(`${method}: ${fault}`);
	}

	/**
	 * Slack takes the name of a channel for its id; the emulator takes ids alone.
	 *
	 * @param {Json} body
	 * @returns {Promise<Json>}
	 */
	async #addressed(body) {
		const { channel } = body;
		if (typeof channel !== 'string' || /^[CDGU][A-Z0-9]{8,}$/.test(channel)) return body;
		const name = plainName(channel);
		const people = name.startsWith('@') ? await this.users() : [];
		const found =
			people.find((person) => `@${person.name}` === name) ??
			(await this.channels()).find((known) => known.name === name);
		return found === undefined ? body : { ...body, channel: found.id };
	}

	/**
	 * @param {string} method
	 * @param {Json} body
	 * @returns {Promise<Json>}
	 */
	async #own(method, body) {
		const { body: answered } = await this.#ask(method, body);
		if (answered.ok === true) return answered;
		throw new Error(`The Slack emulator answered ${method} with ${JSON.stringify(answered)}.`);
	}

	/**
	 * Also what Slack takes as GET: the emulator wants POST.
	 *
	 * @param {string} method
	 * @param {Json} body
	 * @returns {Promise<{ status: number, body: Json }>}
	 */
	async #ask(method, body) {
		const response = await fetch(`${this.#url}${API}${method}`, {
			method: 'POST',
			// A connection kept open may be closed by the emulator just as the next call starts on it.
			headers: {
				authorization: `Bearer ${SLACK_TOKEN}`,
				'content-type': 'application/json',
				connection: 'close',
			},
			body: JSON.stringify(body),
		});
		const text = await response.text();
		return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : { ok: false, error: text } };
	}
}

/** @param {string} channel */
const plainName = (channel) => channel.replace(/^#/, '');
