import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ICredentialsHelper } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeExecutionData,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Container } from '@n8n/di';
import { ExecutionLifecycleHooks } from 'n8n-core/dist/execution-engine/execution-lifecycle-hooks';
import { ExternalSecretsProxy } from 'n8n-core/dist/execution-engine/external-secrets-proxy';
import { InstanceSettings } from 'n8n-core/dist/instance-settings/instance-settings';
import type {} from 'n8n-core/dist/execution-engine';
import type { DataTables } from './data-tables';

// The engine writes every node's error to the console; tests read them from the result.
process.env.N8N_LOG_LEVEL = 'silent';
// n8n would make a settings file in the home folder to keep its key in.
Container.set(InstanceSettings, {
	encryptionKey: 'only for tests',
	n8nFolder: join(tmpdir(), 'n8n'),
} as InstanceSettings);

/**
 * Decrypted credentials by credential type. Calls that are made with one that has `redirect` go to that address instead, with
 * the host they were meant for as the first part of the path; `headers` and `query` go with every call.
 */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

/** How a node of a workflow points to its credentials. */
export const credentialReferences = (credentials: Credentials = {}): INode['credentials'] =>
	Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }]));

const NOWHERE = 'http://127.0.0.1:9/';

export interface ServerOptions {
	credentials?: Credentials;
	/** Where Data Table nodes read and write; without them they need a server. */
	tables?: DataTables;
	/** What expressions read as `$execution.id`; default: `test`. */
	executionId?: string;
	/** Takes what Execute Workflow starts without waiting for it; without one a sub-workflow needs a server. */
	onStart?: (workflowId: string, items: INodeExecutionData[]) => void;
	/** What a workflow gives that is called and waited for. */
	onCall?: (workflowId: string, items: INodeExecutionData[]) => Promise<INodeExecutionData[]>;
}

/** What a server hands to the engine beside the workflow; parts that need one say so when reached. */
export function serverData(
	mode: WorkflowExecuteMode,
	{ credentials = {}, tables, executionId = 'test', onStart, onCall }: ServerOptions = {},
): IWorkflowExecuteAdditionalData {
	const workflowData = { id: 'test', name: 'test', active: false, nodes: [], connections: {} };
	const created = {
		createdAt: new Date(0),
		updatedAt: new Date(0),
		isArchived: false,
		activeVersionId: null,
	};
	return {
		hooks: new ExecutionLifecycleHooks(mode, 'test', { ...workflowData, ...created }),
		credentialsHelper: new GivenCredentials(credentials),
		externalSecretsProxy: new ExternalSecretsProxy(),
		executionId,
		...(tables === undefined ? {} : { 'data-table': { dataTableProxyProvider: tables.provider() } }),
		currentNodeExecutionIndex: 0,
		variables: {},
		instanceBaseUrl: NOWHERE,
		restApiUrl: NOWHERE,
		formBaseUrl: NOWHERE,
		formWaitingBaseUrl: NOWHERE,
		formTestBaseUrl: NOWHERE,
		webhookBaseUrl: NOWHERE,
		webhookWaitingBaseUrl: NOWHERE,
		webhookTestBaseUrl: NOWHERE,
		mcpBaseUrl: NOWHERE,
		mcpTestBaseUrl: NOWHERE,
		logAiEvent: () => undefined,
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: async ({ id = '' }, _data, { inputData = [], doNotWaitToFinish }) => {
			if (!doNotWaitToFinish && onCall !== undefined) {
				return { executionId: `${executionId} called`, data: [await onCall(id, inputData)] };
			}
			if (onStart === undefined || !doNotWaitToFinish) return needsServer('A sub-workflow');
			onStart(id, inputData);
			return { executionId: `${executionId} started`, data: [] };
		},
		startRunnerTask: async () => needsServer('A Code node'),
	};
}

function needsServer(what: string): never {
	throw new Error(`${what} needs an n8n server: pin this node's output.`);
}

class GivenCredentials extends ICredentialsHelper {
	constructor(private readonly credentials: Credentials) {
		super();
	}

	async getDecrypted(
		_data: unknown,
		_node: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const given = this.credentials[type];
		if (!given) throw new Error(`No credentials of type "${type}" were given to this run.`);
		return { ...given };
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getParentTypes(): string[] {
		return [];
	}

	getCredentialsProperties(): INodeProperties[] {
		return [];
	}

	async authenticate(
		{ redirect, headers, query }: IDataObject,
		_type: string,
		given: IHttpRequestOptions & { uri?: string },
	): Promise<IHttpRequestOptions> {
		const [more, asked] = [headers, query] as Array<IDataObject | undefined>;
		const request = { ...given, headers: { ...given.headers, ...more }, qs: { ...given.qs, ...asked } };
		if (typeof redirect !== 'string') return request;
		const redirected = (url: string): string => `${redirect}/${url.replace(/^https?:\/\//, '').replace(/^\//, '')}`;
		if (request.uri !== undefined) return { ...request, uri: redirected(request.uri) } as IHttpRequestOptions;
		return { ...request, url: redirected(request.url) };
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		return needsServer('A stored credential');
	}

	async updateCredentials(): Promise<void> {
		needsServer('A stored credential');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		needsServer('A stored credential');
	}
}
