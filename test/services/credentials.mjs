// @ts-check
/** The credentials with which n8n's nodes reach the services, and how a template's nodes get them. */

import { ACTIVITY_TRIGGER } from '../../scripts/host/templates.mjs';
import { HUBSPOT_TOKEN } from './hubspot.mjs';
import { PIPEDRIVE_TOKEN } from './pipedrive.mjs';
import { SLACK_SIGNING_SECRET, SLACK_TOKEN } from './slack.mjs';
import { CHANNEL, TEAM } from './teams.mjs';

/**
 * @typedef {import('../../scripts/host/client.mjs').Json} Json
 * @typedef {import('../../scripts/host/client.mjs').Template} Template
 * @typedef {Record<string, { id: string, name: string }>} Bindings credentials by type
 */

/**
 * @param {import('./services.mjs').Services} services
 * @returns {Promise<Record<string, Json>>} data of a credential for each service that is open, by the credential's type
 */
export async function credentialsFor(services) {
	const address = services.mail && (await services.mail.address());
	const mailbox = services.mail && (await services.mail.mailbox());
	return {
		...(services.slack && { slackApi: { accessToken: SLACK_TOKEN, signatureSecret: SLACK_SIGNING_SECRET } }),
		...(services.teams && { microsoftTeamsOAuth2Api: await services.teams.credential() }),
		...(address && { smtp: { ...address, secure: false, disableStartTls: true } }),
		...(mailbox && { imap: { ...mailbox, secure: false } }),
		...(services.hubspot && { hubspotAppToken: { appToken: HUBSPOT_TOKEN } }),
		...(services.salesforce && { salesforceJwtApi: await services.salesforce.credential() }),
		...(services.pipedrive && { pipedriveApi: { apiToken: PIPEDRIVE_TOKEN } }),
	};
}

/** @param {string} value */
const chosen = (value) => ({ __rl: true, mode: 'list', value });

/** The credential that a node takes, and what its parameters say then. */
const OF_NODE = new Map([
	['n8n-nodes-base.slack', { type: 'slackApi', parameters: { authentication: 'accessToken' } }],
	[
		'n8n-nodes-base.microsoftTeams',
		{
			type: 'microsoftTeamsOAuth2Api',
			parameters: { teamId: chosen(TEAM.id), channelId: chosen(CHANNEL.id) },
		},
	],
	['n8n-nodes-base.emailSend', { type: 'smtp', parameters: {} }],
	['n8n-nodes-base.emailReadImap', { type: 'imap', parameters: {} }],
	['n8n-nodes-base.hubspot', { type: 'hubspotAppToken', parameters: { authentication: 'appToken' } }],
	['n8n-nodes-base.hubspotTrigger', { type: 'hubspotDeveloperApi', parameters: {} }],
	['n8n-nodes-base.salesforce', { type: 'salesforceJwtApi', parameters: { authentication: 'jwt' } }],
	['n8n-nodes-base.pipedrive', { type: 'pipedriveApi', parameters: { authentication: 'apiToken' } }],
	['n8n-nodes-base.postgres', { type: 'postgres', parameters: {} }],
	['@n8n/n8n-nodes-langchain.lmChatOpenAi', { type: 'openAiApi', parameters: {} }],
	['@n8n/n8n-nodes-langchain.mcpTrigger', { type: 'httpBearerAuth', parameters: {} }],
	['n8n-nodes-base.odoo', { type: 'odooApiKeyApi', parameters: { authentication: 'odooApiKeyApi' } }],
]);
const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/**
 * @param {Json} node
 * @returns {{ type: string, parameters: Json } | undefined}
 */
function wanted({ type, disabled, parameters = {} }) {
	// Those that are on have the credential of the demo.
	if (type === ACTIVITY_TRIGGER && disabled) return { type: 'leadActivityWebhookApi', parameters: {} };
	if (type !== HTTP_REQUEST) return OF_NODE.get(type);
	const named = parameters.nodeCredentialType;
	return typeof named === 'string' ? { type: named, parameters: {} } : undefined;
}

/**
 * Switches on the nodes that are off for want of an account, where there is a credential for them now.
 *
 * @param {Template} template
 * @param {Bindings} bindings
 * @param {(node: Json) => boolean} [isWanted] which of these nodes; all unless said otherwise
 * @returns {Template} a copy
 */
export function switchOn(template, bindings, isWanted = () => true) {
	const nodes = template.nodes.map((node) => {
		const { type, parameters } = wanted(node) ?? { type: '', parameters: {} };
		const credential = bindings[type];
		if (credential === undefined || !isWanted(node)) return node;
		const { disabled, ...on } = node;
		return {
			...on,
			parameters: { ...node.parameters, ...parameters },
			credentials: { ...node.credentials, [type]: credential },
		};
	});
	return { ...template, nodes };
}

/**
 * @param {Record<string, Json>} credentials data by type
 * @returns {string[]} the parts that nobody may ever see
 */
export function secretsOf(credentials) {
	const isSecret = /token|password|secret|key$/i;
	return Object.values(credentials).flatMap((data) =>
		Object.entries(data)
			.filter(([name, value]) => isSecret.test(name) && typeof value === 'string' && value.length >= 8)
			.map(([, value]) => value),
	);
}
