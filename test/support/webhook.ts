import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { parse as parseQuery } from 'node:querystring';
import type {
	INodeExecutionData,
	INodeParameters,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { parseIncomingMessage } from '@n8n/backend-network';
import { WebhookContext } from 'n8n-core/dist/execution-engine/node-execution-context/webhook-context';
import { addNode, build, type WorkflowFile } from './execution';
import { latestVersion, type NodeClass, nodeTypeOf } from './node-types';
import { type Credentials, credentialReferences, serverData } from './server-data';

export interface WebhookCall {
	/** As in a workflow file; those left out take the node's defaults. */
	parameters?: INodeParameters;
	/** Decrypted credentials by credential type. */
	credentials?: Credentials;
	/** Default: `POST`. */
	method?: string;
	headers?: Record<string, string>;
	/** Query string without the question mark. */
	query?: string;
	/** The node in its workflow; default: another one each time. */
	nodeId?: string;
	/** Default: `webhook`; `manual` is a call to the test URL. */
	mode?: WorkflowExecuteMode;
	/** Sent as it is; name its type in the `content-type` header. */
	body?: string | Uint8Array;
}

export interface WebhookAnswer {
	/** What the caller got. 500 when the node threw. */
	status: number;
	headers: Headers;
	body: string;
	/** Items the node started the workflow with, one list an output; undefined when it started none. */
	outputs?: INodeExecutionData[][];
	/** What the node threw. */
	error?: Error;
}

/**
 * Sends one HTTP request over loopback to a trigger node's webhook. Request and response are real ones; as n8n's
 * server does, JSON, form and text bodies are parsed and others are left to `request.rawBody`. Of Express the response
 * knows `status`, `json` and `send`.
 */
export async function callWebhook(node: NodeClass, call: WebhookCall = {}): Promise<WebhookAnswer> {
	const outcome: Pick<WebhookAnswer, 'outputs' | 'error'> = {};
	const server = createServer((request, response) => {
		handle(node, call, request, response).then(
			({ workflowData }) => (outcome.outputs = workflowData),
			(error: Error) => {
				outcome.error = error;
				response.writeHead(500).end();
			},
		);
	});
	const url = await listen(server);
	const { method = 'POST', headers, query = '', body } = call;
	try {
		const answer = await fetch(`${url}/?${query}`, { method, headers, body });
		return { status: answer.status, headers: answer.headers, body: await answer.text(), ...outcome };
	} finally {
		server.close();
	}
}

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function handle(
	node: NodeClass,
	call: WebhookCall,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<IWebhookResponseData> {
	const workflow = workflowOf(node, call);
	const { webhook } = workflow.nodeTypes.getByNameAndVersion(workflow.nodes[TRIGGER].type);
	if (!webhook) throw new Error(`${node.name} has no webhook.`);
	const httpRequest = await asExpressRequest(request);
	const data = {
		...serverData(call.mode ?? 'webhook', { credentials: call.credentials }),
		httpRequest,
		httpResponse: asExpressResponse(response),
	};
	const result = await webhook.call(contextOf(workflow, data as unknown as IWorkflowExecuteAdditionalData, call.mode));
	if (!result.noWebhookResponse) answerFor(response, result.webhookResponse);
	return result;
}

const TRIGGER = 'Trigger under test';

function workflowOf(node: NodeClass, { parameters = {}, credentials, nodeId = randomUUID() }: WebhookCall): Workflow {
	const file: WorkflowFile = { nodes: [], connections: {} };
	addNode(file, TRIGGER, nodeTypeOf(node), {
		id: nodeId,
		typeVersion: latestVersion(node),
		parameters,
		credentials: credentialReferences(credentials),
	});
	return build(file, [node]);
}

function contextOf(
	workflow: Workflow,
	data: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode = 'webhook',
): WebhookContext {
	const node = workflow.nodes[TRIGGER];
	const [webhookDescription] = workflow.nodeTypes.getByNameAndVersion(node.type).description.webhooks ?? [];
	const webhook: IWebhookData = {
		httpMethod: 'POST',
		node: TRIGGER,
		path: webhookDescription.path,
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: data,
	};
	return new WebhookContext(workflow, node, data, mode, webhook, [], null);
}

type ExpressRequest = IncomingMessage & {
	contentType?: string;
	encoding?: BufferEncoding;
	rawBody?: Buffer;
	body?: unknown;
};

async function asExpressRequest(message: IncomingMessage): Promise<ExpressRequest> {
	parseIncomingMessage(message);
	const request: ExpressRequest = message;
	const rawBody = await buffer(request);
	const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
	const query = Object.fromEntries(searchParams);
	const body = rawBody.length > 0 ? parsed(rawBody.toString(request.encoding), request.contentType) : undefined;
	return Object.assign(request, { rawBody, readRawBody: async () => undefined, query, params: {}, body });
}

function parsed(text: string, contentType?: string): unknown {
	if (contentType === 'application/json') return JSON.parse(text);
	if (contentType === 'application/x-www-form-urlencoded') return { ...parseQuery(text) };
	return contentType === 'text/plain' ? text : undefined;
}

function asExpressResponse(response: ServerResponse): ServerResponse {
	const status = (code: number): ServerResponse => Object.assign(response, { statusCode: code });
	const json = (body: unknown): void => answerFor(response, body);
	return Object.assign(response, { status, json, send: json });
}

function answerFor(response: ServerResponse, body: unknown): void {
	if (typeof body !== 'string') response.setHeader('content-type', 'application/json');
	response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}
