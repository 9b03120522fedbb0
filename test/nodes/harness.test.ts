import type { INodeExecutionData } from 'n8n-workflow';
import {
	itemsOf,
	jsonOf,
	NODE,
	nodeTypeOf,
	runAsTool,
	runNode,
	runWorkflow,
	type WorkflowFile,
} from '../support/engine';
import { Divide, DivideTrigger } from '../support/divide-nodes';
import { Merge } from 'n8n-nodes-base/dist/nodes/Merge/Merge.node';
import { callWebhook } from '../support/webhook';

const amounts = (...numbers: number[]): INodeExecutionData[] => itemsOf(numbers.map((amount) => ({ amount })));
const GOOD_BAD_GOOD = itemsOf([{ amount: 4 }, { amount: 'none', name: 'Ada' }, { amount: 8 }]);

describe('parameters', () => {
	it('take the node’s defaults when not given', async () => {
		const { outputs } = await runNode(Divide, { inputs: amounts(12) });
		expect(jsonOf(outputs[0])).toStrictEqual([{ amount: 12, result: 6 }]);
	});

	it('are evaluated per item when they are expressions', async () => {
		const parameters = { divisor: '={{ $json.by }}' };
		const inputs = itemsOf([
			{ amount: 12, by: 3 },
			{ amount: 12, by: 4 },
		]);
		const { outputs } = await runNode(Divide, { parameters, inputs });
		expect(jsonOf(outputs[0]).map(({ result }) => result)).toEqual([4, 3]);
	});

	it('reach back to the source of their item', async () => {
		const parameters = { divisor: "={{ $('Source').item.json.by }}" };
		const { outputs } = await runNode(Divide, {
			parameters,
			inputs: itemsOf([
				{ amount: 9, by: 3 },
				{ amount: 8, by: 8 },
			]),
		});
		expect(jsonOf(outputs[0]).map(({ result }) => result)).toEqual([3, 1]);
	});
});

describe('inputs and outputs', () => {
	it('gives one list an output', async () => {
		const { outputs } = await runNode(Divide, { inputs: amounts(4, 5, 6) });
		expect(outputs.map(jsonOf)).toEqual([
			[
				{ amount: 4, result: 2 },
				{ amount: 6, result: 3 },
			],
			[{ amount: 5, result: 2.5 }],
		]);
	});

	it('feeds a second input, and runs the node once', async () => {
		const { outputs, runs } = await runNode(Divide, {
			parameters: { useFactors: true },
			inputs: [amounts(4), itemsOf([{ factor: 2 }, { factor: 3 }])],
		});
		expect(runs).toBe(1);
		expect(jsonOf(outputs[0])).toEqual([{ amount: 4, result: 10 }]);
	});

	it('runs once when the second input brings nothing', async () => {
		const { outputs, runs } = await runNode(Divide, {
			parameters: { useFactors: true },
			inputs: [amounts(4), []],
		});
		expect(runs).toBe(1);
		expect(jsonOf(outputs[0])).toEqual([{ amount: 4, result: 0 }]);
	});

	it('runs once on the second input alone', async () => {
		const { outputs, runs } = await runNode(Divide, {
			parameters: { useFactors: true },
			inputs: [[], itemsOf([{ factor: 2 }])],
		});
		expect({ outputs, runs }).toEqual({ outputs: [[], []], runs: 1 });
	});

	it('does not run a node whose inputs bring nothing', async () => {
		const { outputs, runs } = await runNode(Divide, { inputs: [] });
		expect({ outputs, runs }).toEqual({ outputs: [[], []], runs: 0 });
	});

	it('passes an empty item', async () => {
		const { error } = await runNode(Divide, { inputs: itemsOf([{}]) });
		expect(error).toMatchObject({ name: 'NodeOperationError', message: 'Cannot divide item 0' });
	});

	it('gives the first item only with Execute Once', async () => {
		const { outputs } = await runNode(Divide, { inputs: amounts(2, 4), executeOnce: true });
		expect(outputs.flat()).toHaveLength(1);
	});

	it('notices a node that changes its input', async () => {
		const run = runNode(Divide, { parameters: { behaviour: 'changes' }, inputs: amounts(2) });
		await expect(run).rejects.toThrow('changed item 0 of input 0');
	});

	it('gives hints', async () => {
		const { hints } = await runNode(Divide, { inputs: amounts(2) });
		expect(hints).toEqual([{ message: 'Divided 1', location: 'outputPane' }]);
	});
});

describe('On Error, one bad item among good ones', () => {
	it('stopWorkflow: the error, no items', async () => {
		const { outputs, error } = await runNode(Divide, { inputs: GOOD_BAD_GOOD });
		expect(outputs).toEqual([[], []]);
		expect(error).toMatchObject({ description: 'Choose another divisor', context: { itemIndex: 1 } });
	});

	it('continueRegularOutput: the error item in its place', async () => {
		const { outputs, error } = await runNode(Divide, {
			inputs: GOOD_BAD_GOOD,
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0])).toEqual([
			{ amount: 4, result: 2 },
			{ error: 'Cannot divide item 1' },
			{ amount: 8, result: 4 },
		]);
	});

	it('continueErrorOutput: the error item on the last output, merged with what came in', async () => {
		const { outputs, error } = await runNode(Divide, {
			inputs: GOOD_BAD_GOOD,
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(outputs.map(jsonOf)).toEqual([
			[
				{ amount: 4, result: 2 },
				{ amount: 8, result: 4 },
			],
			[],
			[{ amount: 'none', name: 'Ada', error: 'Cannot divide item 1' }],
		]);
	});

	it('continueErrorOutput: a node that throws all the same sends every item down the success path', async () => {
		const { outputs, error } = await runNode(Divide, {
			...{ parameters: { behaviour: 'throws' }, inputs: GOOD_BAD_GOOD, onError: 'continueErrorOutput' },
		});
		expect(error?.message).toBe('Cannot divide item 1');
		expect(outputs.map((items) => items.length)).toEqual([3, 0, 0]);
	});

	it('retries, as often and after as long as asked', async () => {
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 40 };
		const { error, runData } = await runNode(Divide, { inputs: itemsOf([{}]), ...retry });
		expect(error?.message).toBe('Cannot divide item 0');
		expect(runData[NODE][0].executionTime).toBeGreaterThanOrEqual(75);
	});
});

describe('item links', () => {
	it('lead back to the input item, on every output', async () => {
		const { links } = await runNode(Divide, {
			...{ inputs: [...amounts(4, 5), ...itemsOf([{}])], onError: 'continueErrorOutput', links: true },
		});
		expect(links).toEqual([[{ input: 0, item: 0 }], [{ input: 0, item: 1 }], [{ input: 0, item: 2 }]]);
	});

	it('say so when an item has none and could come from several', async () => {
		const run = { parameters: { behaviour: 'unlinked' }, inputs: amounts(4, 6), links: true };
		const { links } = await runNode(Divide, run);
		expect(links[0]).toEqual([{ input: 0, item: 0 }, { input: 0, item: 1 }, expect.any(String)]);
	});

	it('lead to the second input too', async () => {
		const { links } = await runNode(Merge, { inputs: [amounts(1), amounts(2, 3)], links: true });
		expect(links).toEqual([
			[
				{ input: 0, item: 0 },
				{ input: 1, item: 0 },
				{ input: 1, item: 1 },
			],
		]);
	});
});

describe('runWorkflow', () => {
	const node = (name: string, type: string, parameters = {}, typeVersion = 1): WorkflowFile['nodes'][number] => ({
		...{ id: name, name, type, typeVersion, position: [0, 0], parameters },
	});
	const to = (name: string): WorkflowFile['connections'][string] => ({
		main: [[{ node: name, type: 'main', index: 0 }]],
	});
	const file: WorkflowFile = {
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Numbers', 'n8n-nodes-base.noOp'),
			node('Divide', nodeTypeOf(Divide)),
			node(
				'Say',
				'n8n-nodes-base.set',
				{ mode: 'raw', jsonOutput: "={{ { said: $json.result, of: $('Numbers').item.json.amount } }}" },
				3.4,
			),
		],
		connections: { Start: to('Numbers'), Numbers: to('Divide'), Divide: to('Say') },
	};

	it('mixes the package’s nodes with n8n’s', async () => {
		const pinData = { Numbers: amounts(4, 5, 6) };
		const { output, finished } = await runWorkflow(file, { pinData, nodeTypes: [Divide] });
		expect(finished).toBe(true);
		expect(jsonOf(output('Say'))).toEqual([
			{ said: 2, of: 4 },
			{ said: 3, of: 6 },
		]);
		expect(jsonOf(output('Divide', 1))).toEqual([{ amount: 5, result: 2.5 }]);
	});

	it('gives the error that stopped it', async () => {
		const { error, finished } = await runWorkflow(file, { nodeTypes: [Divide] });
		expect(finished).toBe(false);
		expect(error?.message).toBe('Cannot divide item 0');
	});
});

describe('runAsTool', () => {
	const parameters = { divisor: "={{ $fromAI('divisor', 'Number to divide by', 'number') }}" };

	const numbers = { divisor: 2, amount: 7 };

	it('call: the arguments are the tool’s item, and the tool knows what it is', async () => {
		const asked = {
			...parameters,
			behaviour: "={{ $fromAI('amount', 'Number to divide', 'number') && 'careful' }}",
		};
		const { response, name, description } = await runAsTool(Divide, {
			parameters: asked,
			arguments: numbers,
		});
		expect(response).toEqual([{ divisor: 2, amount: 7, result: 3.5 }]);
		expect({ name, description }).toEqual({ name: 'Tool_under_test', description: 'Divides a number' });
	});

	it('request: the agent’s item and the arguments are the tool’s item', async () => {
		const run = { parameters, arguments: numbers, item: { lead: 'ada' }, via: 'request' as const };
		const { response } = await runAsTool(Divide, run);
		expect(response).toEqual([{ lead: 'ada', divisor: 2, amount: 7, toolCallId: 'call-1', result: 3.5 }]);
	});

	it('call: an error stops the agent and brings the description along', async () => {
		const { response, error } = await runAsTool(Divide, { parameters, arguments: { divisor: 3 } });
		expect(response).toBeNull();
		expect(error).toBe('Cannot divide item 0\n\nDetails: Choose another divisor');
	});

	it('request: an error is what the model reads', async () => {
		const { response } = await runAsTool(Divide, { parameters, arguments: { divisor: 3 }, via: 'request' });
		expect(response).toEqual([{ error: 'Cannot divide item 0' }]);
	});
});

describe('callWebhook', () => {
	const headers = { 'content-type': 'application/json', 'x-key': 'secret' };
	const call = { credentials: { divideApi: { key: 'secret' } }, headers, query: 'page=2' };

	it('starts the workflow with what the node made of the request, raw body and query included', async () => {
		const body = '{ "amount":   7 }';
		const answer = await callWebhook(DivideTrigger, { ...call, body });
		expect(answer).toMatchObject({ status: 200, body: '{"accepted":1}' });
		expect(jsonOf(answer.outputs?.[0] ?? [])).toEqual([{ body: { amount: 7 }, raw: body, query: { page: '2' } }]);
	});

	it('leaves a body of another type unparsed: the node then has its raw body alone', async () => {
		const ndjson = { ...headers, 'content-type': 'application/x-ndjson' };
		const { outputs } = await callWebhook(DivideTrigger, {
			...call,
			headers: ndjson,
			body: '{"a":1}\n{"a":2}',
		});
		expect(jsonOf(outputs?.[0] ?? [])).toMatchObject([{ body: undefined, raw: '{"a":1}\n{"a":2}' }]);
	});

	it('gives the answer the node sends itself', async () => {
		const answer = await callWebhook(DivideTrigger, { ...call, headers: {} });
		expect(answer).toMatchObject({ status: 401, body: '{"message":"Wrong key"}', outputs: undefined });
	});

	it('answers 500 when the node throws', async () => {
		const answer = await callWebhook(DivideTrigger, { ...call, body: '{"fails":true}' });
		expect(answer).toMatchObject({ status: 500, error: { message: 'Broken' } });
	});
});
