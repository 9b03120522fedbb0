import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

/**
 * A node small enough to test the harness with: divides `amount` by a parameter. Output 0 takes whole results,
 * output 1 the others. With `useFactors` a second input brings factors to multiply by.
 */
export class Divide implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Divide',
		name: 'divide',
		group: ['transform'],
		version: [1, 2],
		description: 'Divides a number',
		defaults: { name: 'Divide' },
		inputs: '={{ $parameter.useFactors ? ["main", "main"] : ["main"] }}',
		outputs: ['main', 'main'],
		outputNames: ['Whole', 'Broken'],
		usableAsTool: true,
		properties: [
			{ displayName: 'Divisor', name: 'divisor', type: 'number', default: 2 },
			{ displayName: 'Use Factors', name: 'useFactors', type: 'boolean', default: false },
			{
				displayName: 'Behaviour',
				name: 'behaviour',
				type: 'options',
				options: [
					{ name: 'Careful', value: 'careful' },
					{ name: 'Throws Even When It Should Continue', value: 'throws' },
					{ name: 'Changes Its Input', value: 'changes' },
					{ name: 'Adds an Item Without a Link', value: 'unlinked' },
				],
				default: 'careful',
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const factor = this.getNodeParameter('useFactors', 0) === true ? sumOf(this.getInputData(1)) : 1;
		const results = this.getInputData().map((item, index) => divided(this, item, index, factor));
		this.addExecutionHints({ message: `Divided ${results.length}`, location: 'outputPane' });
		if (this.getNodeParameter('behaviour', 0) === 'unlinked') results.push({ json: { result: 0 } });
		const isBroken = ({ json }: INodeExecutionData): boolean => !Number.isInteger(json.result ?? 0);
		if (isToolCall(this)) return [results];
		return [results.filter((item) => !isBroken(item)), results.filter(isBroken)];
	}
}

// AI Agent 3 has the engine run the tool node, where `isToolExecution()` is false; the node then bears this mark.
const isToolCall = (context: IExecuteFunctions): boolean =>
	context.isToolExecution() || context.getNode().rewireOutputLogTo === 'ai_tool';

const sumOf = (items: INodeExecutionData[]): number =>
	items.reduce((sum, { json }) => sum + Number(json.factor ?? 0), 0);

function divided(
	context: IExecuteFunctions,
	{ json }: INodeExecutionData,
	item: number,
	factor: number,
): INodeExecutionData {
	const behaviour = context.getNodeParameter('behaviour', item);
	const result = (Number(json.amount) * factor) / Number(context.getNodeParameter('divisor', item));
	if (behaviour === 'changes') json.result = result;
	if (Number.isFinite(result)) return { json: { ...json, result }, pairedItem: { item } };
	const error = `Cannot divide item ${item}`;
	if (behaviour !== 'throws' && context.continueOnFail()) return { json: { error }, pairedItem: { item } };
	throw new NodeOperationError(context.getNode(), error, {
		itemIndex: item,
		description: 'Choose another divisor',
	});
}

/** A trigger as small: answers 401 itself unless the key in the credential is given, else starts with what it was sent. */
export class DivideTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Divide Trigger',
		name: 'divideTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Takes numbers',
		defaults: { name: 'Divide Trigger' },
		inputs: [],
		outputs: ['main'],
		credentials: [{ name: 'divideApi', required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'divide', responseMode: 'onReceived' }],
		properties: [{ displayName: 'Header', name: 'header', type: 'string', default: 'x-key' }],
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { key } = await this.getCredentials('divideApi');
		if (this.getHeaderData()[this.getNodeParameter('header') as string] !== key) {
			const response = this.getResponseObject() as { status(code: number): { json(body: object): void } };
			response.status(401).json({ message: 'Wrong key' });
			return { noWebhookResponse: true };
		}
		const { rawBody } = this.getRequestObject() as { rawBody: Buffer };
		const body = this.getBodyData() as IDataObject | undefined;
		if (body?.fails) throw new NodeOperationError(this.getNode(), 'Broken');
		const json = { body, raw: rawBody.toString(), query: this.getQueryData() as IDataObject };
		return { workflowData: [[{ json }]], webhookResponse: { accepted: 1 } };
	}
}
