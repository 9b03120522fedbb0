/** The services that the templates reach with an account of the user's, and the credentials of n8n for each. */
import type { CredentialLink, Workflow, WorkflowNode } from './workflow';
import { isOpen } from './choices';

export const CRMS = ['hubspot', 'salesforce', 'pipedrive', 'odoo'] as const;
export const CHANNELS = ['slack', 'email', 'teams'] as const;
export type Crm = (typeof CRMS)[number];
export type Channel = (typeof CHANNELS)[number];
export type ServiceName = Crm | Channel | 'postgres';

interface Service {
	readonly label: string;
	/** Types of credentials that its nodes take, and what `authentication` says then. */
	readonly takes: Readonly<Record<string, string | undefined>>;
	readonly nodes: readonly string[];
}

export const SERVICES: Readonly<Record<ServiceName, Service>> = {
	postgres: { label: 'PostgreSQL', takes: { postgres: undefined }, nodes: ['n8n-nodes-base.postgres'] },
	slack: {
		label: 'Slack',
		takes: { slackApi: 'accessToken', slackOAuth2Api: 'oAuth2' },
		nodes: ['n8n-nodes-base.slack'],
	},
	email: { label: 'e-mail (SMTP)', takes: { smtp: undefined }, nodes: ['n8n-nodes-base.emailSend'] },
	teams: {
		label: 'Microsoft Teams',
		takes: { microsoftTeamsOAuth2Api: undefined },
		nodes: ['n8n-nodes-base.microsoftTeams'],
	},
	hubspot: {
		label: 'HubSpot',
		takes: { hubspotAppToken: 'appToken', hubspotOAuth2Api: 'oAuth2' },
		nodes: ['n8n-nodes-base.hubspot'],
	},
	salesforce: {
		label: 'Salesforce',
		takes: { salesforceOAuth2Api: 'oAuth2', salesforceJwtApi: 'jwt' },
		nodes: ['n8n-nodes-base.salesforce', 'n8n-nodes-base.salesforceTrigger'],
	},
	pipedrive: {
		label: 'Pipedrive',
		takes: { pipedriveApi: 'apiToken', pipedriveOAuth2Api: 'oAuth2' },
		nodes: ['n8n-nodes-base.pipedrive', 'n8n-nodes-base.pipedriveTrigger'],
	},
	odoo: {
		label: 'Odoo',
		takes: { odooApiKeyApi: 'odooApiKeyApi', odooApi: 'odooApi' },
		nodes: ['n8n-nodes-base.odoo'],
	},
};

/** A credential of the user's for a service. */
export interface Account extends CredentialLink {
	readonly type: string;
}
export type Accounts = Readonly<Partial<Record<ServiceName, Account>>>;

export const isServiceName = (text: string): text is ServiceName => Object.hasOwn(SERVICES, text);

/** The service that a node reaches; a call over HTTP says it by the credential that it asks for. */
export function serviceOf({ type, parameters = {} }: WorkflowNode): ServiceName | undefined {
	const asked = parameters.authentication === 'predefinedCredentialType' ? parameters.nodeCredentialType : undefined;
	return (Object.keys(SERVICES) as ServiceName[]).find((name) => {
		const { nodes, takes } = SERVICES[name];
		return nodes.includes(type) || (typeof asked === 'string' && Object.hasOwn(takes, asked));
	});
}

/** The nodes that keep rows are never deactivated. */
const isUnset = (node: WorkflowNode): boolean =>
	(node.disabled === true || serviceOf(node) === 'postgres') && Object.keys(node.credentials ?? {}).length === 0;

/** Nodes that wait for an account of the services that are wanted. */
export const waitingNodes = ({ nodes }: Workflow, wanted: readonly ServiceName[]): WorkflowNode[] =>
	nodes.filter((node) => {
		const service = serviceOf(node);
		return node.disabled === true && service !== undefined && wanted.includes(service);
	});

/**
 * Gives nodes that never had a credential the account there is for their service, and activates them, except those in
 * which a person has to write something first. Nodes that a person set stay as they are.
 *
 * @param own names of our own credentials: nodes that wait for nothing else are activated with the others
 */
export function connect<T extends Workflow>(workflow: T, accounts: Accounts, own: ReadonlySet<string>): T {
	const isConnected = workflow.nodes.some((node) => isUnset(node) && accountOf(node, accounts) !== undefined);
	if (!isConnected) return workflow;
	const nodes = workflow.nodes.map((node) => {
		const account = accountOf(node, accounts);
		if (isUnset(node) && account !== undefined) return withAccount(node, account);
		const links = Object.values(node.credentials ?? {});
		return node.disabled === true && links.length > 0 && links.every(({ id }) => own.has(id)) ? activated(node) : node;
	});
	return { ...workflow, nodes };
}

function accountOf(node: WorkflowNode, accounts: Accounts): Account | undefined {
	const service = serviceOf(node);
	return service && accounts[service];
}

function withAccount(node: WorkflowNode, { type, id, name }: Account): WorkflowNode {
	const parameters = { ...node.parameters, ...authentication(node, type) };
	const connected = { ...node, parameters, credentials: { [type]: { id, name } } };
	return Object.values(parameters).some(isOpen) ? connected : activated(connected);
}

function authentication({ parameters = {}, ...node }: WorkflowNode, type: string): Record<string, unknown> {
	if (parameters.authentication === 'predefinedCredentialType') return { nodeCredentialType: type };
	const service = serviceOf({ parameters, ...node });
	const value = service && SERVICES[service].takes[type];
	return value === undefined ? {} : { authentication: value };
}

function activated(node: WorkflowNode): WorkflowNode {
	const { disabled, ...on } = node;
	return on;
}
