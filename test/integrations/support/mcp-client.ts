/** A client of an MCP server over streamable HTTP: as much of the protocol as a test needs. */

export interface McpTool {
	readonly name: string;
	readonly description: string;
	readonly inputSchema: { readonly properties: Record<string, unknown>; readonly required?: readonly string[] };
}

export interface McpResult {
	readonly isError?: boolean;
	readonly content: ReadonlyArray<{ readonly type: string; readonly text: string }>;
}

interface Message {
	readonly id?: number;
	readonly result?: unknown;
	readonly error?: { readonly message: string };
}

export class McpClient {
	private session: string | undefined;
	private calls = 0;

	constructor(
		private readonly url: string,
		private readonly token: string,
	) {}

	async open(): Promise<void> {
		const clientInfo = { name: 'test', version: '1' };
		await this.ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
		await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
	}

	async tools(): Promise<readonly McpTool[]> {
		return ((await this.ask('tools/list', {})) as { tools: McpTool[] }).tools;
	}

	async call(name: string, given: object): Promise<McpResult> {
		return (await this.ask('tools/call', { name, arguments: given })) as McpResult;
	}

	private async ask(method: string, params: object): Promise<unknown> {
		const id = ++this.calls;
		const response = await this.post({ jsonrpc: '2.0', id, method, params });
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
		this.session = response.headers.get('mcp-session-id') ?? this.session;
		const message = messagesIn(await response.text()).find((each) => each.id === id);
		if (message?.error) throw new Error(message.error.message);
		return message?.result;
	}

	private post(body: object): Promise<Response> {
		const headers: Record<string, string> = {
			authorization: `Bearer ${this.token}`,
			'content-type': 'application/json',
			accept: 'application/json, text/event-stream',
		};
		if (this.session !== undefined) headers['mcp-session-id'] = this.session;
		return fetch(this.url, { method: 'POST', headers, body: JSON.stringify(body) });
	}
}

/** One JSON message, or those of a stream of events. */
const messagesIn = (text: string): Message[] =>
	text.startsWith('{')
		? [JSON.parse(text) as Message]
		: [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data) as Message);
