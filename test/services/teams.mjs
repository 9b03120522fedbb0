// @ts-check
/**
 * A mock of Microsoft Teams: the paths of Microsoft Graph and of the sign-in that n8n's Teams node calls, in the shapes of
 * https://learn.microsoft.com/graph/api and https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow. It
 * knows teams, channels and tokens that expire, keeps what is posted, and holds each message to Microsoft's own types.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { answer, router } from './http.mjs';
import { faultsOf, messageValidation } from './teams/message-schema.mjs';

export const GRAPH_HOST = 'graph.microsoft.com';
export const SIGN_IN_HOST = 'login.microsoftonline.com';
/** Where the templates post. */
export const TEAM = { id: '02bd9fd6-8f93-4758-87c3-1fb73740a315', displayName: 'Sales' };
export const CHANNEL = { id: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2', displayName: 'Leads' };

const GENERAL = { id: '19:09fc54a3141a45d0bc769cf506d2e079@thread.tacv2', displayName: 'General' };
const CLIENT_ID = '6731de76-14a6-49ae-97bc-6eba6914391e';
const CLIENT_SECRET = 'entra-secret-c2e80b41f7';
const SENDER = { id: '87d349ed-44d7-43e1-9a83-5f2406dee5bd', displayName: 'Lead Lifecycle' };
const SCOPE = 'Group.ReadWrite.All ChannelMessage.ReadWrite offline_access openid';
const LIFE_SECONDS = 3599;

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {import('./http.mjs').Answer} Answer
 * @typedef {import('./http.mjs').Request} Request
 * @typedef {{ access_token: string, refresh_token: string, token_type: string, expires_in: number, scope: string }} Grant
 */

export class TeamsMock {
	/** @type {Json[]} */
	#messages = [];
	/** @type {string[]} */
	#violations = [];
	/** @type {Grant[]} newest last; the last is the one whose access token is good */
	#grants = [newGrant()];
	#isExpired = false;
	#isRevoked = false;
	#graph = router([
		['GET', '/v1.0/me/joinedTeams', () => answer(200, { value: [TEAM] })],
		['GET', '/v1.0/teams/:team/channels', ({ params }) => this.#channels(params.team)],
		['POST', '/:version/teams/:team/channels/:channel/messages', (request) => this.#post(request)],
	]);
	#signIn = router([['POST', '/:tenant/oauth2/v2.0/token', ({ body }) => this.#refresh(body)]]);

	/** @returns {Promise<TeamsMock>} */
	static async open() {
		// Generating the schema takes seconds, in which a caller would wait.
		await messageValidation();
		return new TeamsMock();
	}

	/**
	 * @param {import('./http.mjs').Call} call
	 * @returns {Promise<Answer | undefined>}
	 */
	async handle(call) {
		if (call.host === SIGN_IN_HOST) return await this.#signIn(call);
		const { access_token: token } = this.#grants[this.#grants.length - 1];
		if (this.#isExpired || call.headers.authorization !== `Bearer ${token}`) {
			return answer(401, graphError('InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'));
		}
		return await this.#graph(call);
	}

	/**
	 * @param {number} status
	 * @returns {Json}
	 */
	failure(status) {
		if (status === 429) return graphError('TooManyRequests', 'Please retry again later.');
		return graphError('InternalServerError', 'An internal server error occurred.');
	}

	/** @returns {Json} data of n8n's credential, as it is once a person has signed in */
	credential() {
		return { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, oauthTokenData: this.#grants[0] };
	}

	/** @returns {string[]} every token so far; may stand nowhere */
	tokens() {
		return this.#grants.flatMap((grant) => [grant.access_token, grant.refresh_token]);
	}

	/** The access token is good no more, as after an hour. */
	expire() {
		this.#isExpired = true;
	}

	/** The person withdraws the consent: what was granted is good no more, and no token renews it. */
	revoke() {
		this.#isExpired = true;
		this.#isRevoked = true;
	}

	/** @returns {number} how often a token was renewed */
	renewals() {
		return this.#grants.length - 1;
	}

	/** @returns {Json[]} as Graph holds them, oldest first */
	messages() {
		return [...this.#messages];
	}

	/** @returns {string[]} what was wrong with the messages so far; a test that used Teams ends with none */
	violations() {
		return [...this.#violations];
	}

	async close() {}

	/** @param {string} team */
	#channels(team) {
		if (team !== TEAM.id) return answer(404, graphError('NotFound', `No team found with Group Id ${team}`));
		return answer(200, { value: [GENERAL, CHANNEL] });
	}

	/** @param {Request} request */
	async #post({ params, body }) {
		const isKnown = params.team === TEAM.id && [GENERAL.id, CHANNEL.id].includes(params.channel);
		if (!isKnown) return answer(404, graphError('NotFound', 'Not found'));
		this.#violations.push(...(await faultsOf(body)));
		if (!body.body?.content) return answer(400, graphError('BadRequest', 'Missing body content'));
		const now = new Date();
		const message = {
			...body,
			id: String(now.getTime() + this.#messages.length),
			messageType: 'message',
			createdDateTime: now.toISOString(),
			from: { user: { ...SENDER, userIdentityType: 'aadUser' } },
			channelIdentity: { teamId: params.team, channelId: params.channel },
		};
		this.#messages.push(message);
		return answer(201, message);
	}

	/** @param {Json} form */
	#refresh(form) {
		if (form.client_id !== CLIENT_ID || form.client_secret !== CLIENT_SECRET) {
			return answer(401, {
				error: 'invalid_client',
				error_description: 'AADSTS7000215: Invalid client secret provided.',
			});
		}
		const isGranted = this.#grants.some((grant) => grant.refresh_token === form.refresh_token);
		if (form.grant_type !== 'refresh_token' || !isGranted || this.#isRevoked) {
			const words =
				'AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed.';
			return answer(400, { error: 'invalid_grant', error_description: words, error_codes: [50_173] });
		}
		const grant = newGrant();
		this.#grants.push(grant);
		this.#isExpired = false;
		return answer(200, grant);
	}
}

/** @returns {Grant} */
const newGrant = () => ({
	token_type: 'Bearer',
	scope: SCOPE,
	expires_in: LIFE_SECONDS,
	access_token: `eyJ0eXAiOiJKV1Qi.${randomBytes(24).toString('hex')}.lifecycle`,
	refresh_token: `0.AXkA.${randomBytes(24).toString('hex')}`,
});

/**
 * @param {string} code
 * @param {string} message
 * @returns {Json}
 */
const graphError = (code, message) => ({
	error: { code, message, innerError: { date: new Date().toISOString(), 'request-id': randomUUID() } },
});
