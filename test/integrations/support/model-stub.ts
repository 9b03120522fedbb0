/** A chat model with the HTTP interface of OpenAI's that does what a script says, the same each time. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** The tool that the model calls when it is asked this; what the tool says is its answer, to the letter. */
export interface ScriptedTurn {
	readonly ask: string;
	readonly tool: string;
	readonly arguments: object;
}

interface ChatMessage {
	readonly role: string;
	readonly content: unknown;
}

interface ChatRequest {
	readonly messages: readonly ChatMessage[];
	readonly tools?: ReadonlyArray<{ readonly function: { readonly name: string } }>;
}

const textOf = (content: unknown): string =>
	typeof content === 'string' ? content : (content as Array<{ text?: string }>).map(({ text = '' }) => text).join('');

export class ModelStub {
	readonly requests: ChatRequest[] = [];
	private server: Server | undefined;

	constructor(private readonly script: readonly ScriptedTurn[]) {}

	/** @returns the base URL of its API */
	async open(): Promise<string> {
		this.server = createServer((request, response) => {
			void json(request).then((body) => {
				const asked = body as ChatRequest;
				this.requests.push(asked);
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(this.completion(asked)));
			});
		});
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	private completion({ messages }: ChatRequest): object {
		const last = messages.at(-1);
		const isAnswered = last?.role === 'tool';
		const asked = textOf(messages.findLast(({ role }) => role === 'user')?.content ?? '');
		const turn = this.script.find(({ ask }) => ask === asked);
		const message =
			isAnswered || turn === undefined
				? { role: 'assistant', content: isAnswered ? textOf(last.content) : 'I do not know.' }
				: { role: 'assistant', content: null, tool_calls: [callOf(turn)] };
		const finish_reason = 'tool_calls' in message ? 'tool_calls' : 'stop';
		return {
			...{ id: 'chatcmpl-1', object: 'chat.completion', created: 0, model: 'stub' },
			choices: [{ index: 0, message, finish_reason }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}

const callOf = (turn: ScriptedTurn): object => ({
	id: 'call_1',
	type: 'function',
	function: { name: turn.tool, arguments: JSON.stringify(turn.arguments) },
});
