// @ts-check
/**
 * The templates at a time of the caller's choosing, so that weeks of a lead's life pass in a minute: copies of them
 * whose triggers answer to webhooks, and whose nodes of ours take the time from the call. All else in them is as it was.
 */

import { HostFailure } from './failure.mjs';
import { ACTIVITY_TRIGGER, bindCredentials, hasOwnTrigger, WEBHOOK_HEADER } from './templates.mjs';

/**
 * @typedef {import('./client.mjs').Json} Json
 * @typedef {import('./client.mjs').Template} Template
 */

/** Activities carry their own time: the newest one is when they are captured. */
const CAPTURED_CLOCK = (/** @type {string} */ trigger, /** @type {string} */ called = trigger) =>
	`($('${trigger}').isExecuted ? $('${trigger}') : $('${called}')).all().map(({ json }) => json.at).sort().at(-1)`;
const CALLED = 'n8n-nodes-base.executeWorkflowTrigger';
const WEBHOOK = 'n8n-nodes-base.webhook';
const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';
/** These start a workflow by hand, and a form is filled in by a person. */
const BY_HAND = /\.(manualTrigger|formTrigger)$/;
const OURS = 'n8n-nodes-lead-lifecycle.';
const CALL_LIMIT = 300_000;

/**
 * @param {Template} template
 * @param {string} path of the webhook that starts the copy
 * @returns {Template}
 */
export function replayable(template, path) {
	const moment = momentOf(template);
	const schedules = template.nodes.filter(({ type }) => type === SCHEDULE);
	const nodes = template.nodes.map((node) => {
		// A template of several schedules is replayed by the first; no two webhooks have one path.
		const number = schedules.indexOf(node);
		return alone(withAsOf(withWebhook(node, number > 0 ? `${path}-${number + 1}` : path), moment));
	});
	return { ...template, name: `${template.name} (replay)`, nodes };
}

/**
 * @param {Template} template
 * @returns {string} the moment of the call, in an expression
 */
function momentOf({ nodes }) {
	const trigger = nodes.find(({ type }) => type === ACTIVITY_TRIGGER);
	// A template that calls itself starts there without its webhook; what it hands on has its time too.
	const called = nodes.find(({ type }) => type === CALLED);
	if (trigger !== undefined) return CAPTURED_CLOCK(trigger.name, called?.name);
	const schedule = nodes.find(({ type }) => type === SCHEDULE);
	return schedule === undefined ? '$now' : `$('${schedule.name}').first().json.query.asOf`;
}

/**
 * @param {Json} node
 * @param {string} moment
 * @returns {Json}
 */
function withAsOf(node, moment) {
	// A schedule says when it ran; the webhook in its place is told.
	const text = JSON.stringify(node.parameters ?? {}).replaceAll('.first().json.timestamp', '.first().json.query.asOf');
	const parameters = JSON.parse(text);
	if (!node.type.startsWith(OURS) || node.type === ACTIVITY_TRIGGER) return { ...node, parameters };
	return { ...node, parameters: { ...parameters, options: { ...parameters.options, asOf: `={{ ${moment} }}` } } };
}

/**
 * Who replays says what runs when: a copy starts no other workflow.
 *
 * @param {Json} node
 * @returns {Json}
 */
const alone = (node) => (node.parameters?.options?.waitForSubWorkflow === false ? { ...node, disabled: true } : node);

/** @param {Json} node */
const handsBodyOn = ({ type, parameters }) =>
	type === ACTIVITY_TRIGGER && ['body', 'decisions'].includes(parameters?.take);

/**
 * @param {Json} node
 * @param {string} path
 * @returns {Json}
 */
function withWebhook(node, path) {
	if (BY_HAND.test(node.type)) return { ...node, disabled: true };
	if (node.type === WEBHOOK || node.type === ACTIVITY_TRIGGER)
		return { ...node, webhookId: path, parameters: { ...node.parameters, path } };
	if (node.type !== SCHEDULE) return node;
	const parameters = {
		httpMethod: 'POST',
		path,
		authentication: 'headerAuth',
		responseMode: 'lastNode',
		responseData: 'noData',
		options: {},
	};
	return { ...node, type: WEBHOOK, typeVersion: 2.1, parameters };
}

/**
 * @param {unknown} body an object, or a list of objects
 * @param {string} at when it was said, unless it says so itself
 * @returns {unknown}
 */
function saidAt(body, at) {
	if (Array.isArray(body)) return body.map((entry) => ({ at, ...entry }));
	return { at, .../** @type {object} */ (body) };
}

/** Copies of the templates in an n8n, published until `close`. */
export class Replay {
	#client;
	#secret;
	/** @type {Map<string, { id: string, path: string, isSaid: boolean }>} */
	#copies = new Map();

	/**
	 * @param {import('./client.mjs').N8nClient} client
	 * @param {string} secret of the webhooks
	 */
	constructor(client, secret) {
		this.#client = client;
		this.#secret = secret;
	}

	/**
	 * @param {readonly { file: string, template: Template }[]} templates those without a trigger of their own are left out
	 * @param {import('./templates.mjs').CredentialIds} credentials
	 */
	async open(templates, credentials) {
		for (const { file, template } of templates.filter(({ template }) => hasOwnTrigger(template))) {
			const path = `replay-${file}`;
			const id = await this.#client.createWorkflow(bindCredentials(replayable(template, path), credentials));
			this.#copies.set(file, { id, path, isSaid: template.nodes.some(handsBodyOn) });
			await this.#client.publish(id);
		}
	}

	/**
	 * The same copies in an n8n that was started again, at another address perhaps.
	 *
	 * @param {import('./client.mjs').N8nClient} client
	 */
	async reattach(client) {
		this.#client = client;
		for (const { id, path } of this.#copies.values()) await client.untilPublished(id, path);
	}

	/**
	 * Runs a template at a moment, to its end.
	 *
	 * @param {string} file e.g. `02-score`
	 * @param {string} asOf ISO 8601; activities are captured at the time of the newest
	 * @param {unknown} [body] of the call, for those that a webhook starts
	 * @returns {Promise<{ status: number, body: string }>} what the template answered
	 */
	async run(file, asOf, body = {}) {
		const copy = this.#copies.get(file);
		if (copy === undefined) throw new HostFailure(`There is no template "${file}" to replay.`, 'See workflows/.');
		const response = await fetch(`${this.#client.url}/webhook/${copy.path}?asOf=${encodeURIComponent(asOf)}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close', [WEBHOOK_HEADER]: this.#secret },
			body: JSON.stringify(copy.isSaid ? saidAt(body, asOf) : body),
			signal: AbortSignal.timeout(CALL_LIMIT),
		});
		const answer = { status: response.status, body: await response.text() };
		// A template may answer before it has ended.
		await this.#client.untilIdle();
		if (response.status < 500) return answer;
		throw new HostFailure(
			`${file} failed as of ${asOf}: ${answer.body.slice(0, 300)}`,
			`Open ${this.#client.url}/workflow/${copy.id}/executions to see the step that failed.`,
		);
	}

	/** Takes the copies away, and their executions with them. */
	async close() {
		for (const { id } of this.#copies.values()) await this.#client.deleteWorkflow(id);
		this.#copies.clear();
	}
}
