import type { IExecuteFunctions, INodeExecutionData, INodeProperties, NodeOperationError } from 'n8n-workflow';
import { fault, type Fault, type Result } from '../../lifecycle/fault';
import { absentFields } from './absent-fields';
import { addHints, isBlank, itemFault, refuse, titleOf } from './shell';
import { asAnswer, callFault, isCalledByAgent, wholeError, type ToolUse } from './tool';

export interface Outputs {
	/** How many the node has. */
	readonly count: number;
	/** The one on which items with a fault stand; the first unless said otherwise. */
	readonly faultsOn?: number;
	/** What the call of an agent has to bring. */
	readonly tool: ToolUse;
	/** The form, by which a fault of an expression names its parameter, and a field that is in no item stands in a hint. */
	readonly properties?: readonly INodeProperties[];
}

type Body = () => INodeExecutionData[][] | Promise<INodeExecutionData[][]>;

/**
 * Runs the body of a node. What is thrown in it, such as a fault of the form, stops the workflow. Where “On Error” says
 * to continue, every item comes out as that error instead: n8n would send the items of a node that throws down the
 * success path as they came in, and the next node would take them for results.
 */
export async function executed(
	context: IExecuteFunctions,
	{ count, faultsOn = 0, tool, properties }: Outputs,
	body: Body,
): Promise<INodeExecutionData[][]> {
	const isTool = isCalledByAgent(context);
	const run = () => withRemarks(context, properties, body);
	if (!isTool && !context.continueOnFail()) return await run();
	try {
		return isTool ? await answered(context, tool, run) : await run();
	} catch (error) {
		const refused = faultOf(error, properties);
		if (!context.continueOnFail()) throw wholeError(context, refused);
		addHints(context, [`Nothing was done. ${refused.message}. ${refused.hint}`], 'warning');
		const items = refusedItems(context, refused);
		return Array.from({ length: count }, (_, output) => (output === (isTool ? 0 : faultsOn) ? items : []));
	}
}

async function answered(context: IExecuteFunctions, tool: ToolUse, body: Body): Promise<INodeExecutionData[][]> {
	const missing = callFault(context, tool);
	if (missing) refuse(context, missing);
	return asAnswer(await body());
}

async function withRemarks(
	context: IExecuteFunctions,
	properties: Outputs['properties'],
	body: Body,
): Promise<INodeExecutionData[][]> {
	const outputs = await body();
	if (properties !== undefined) addHints(context, absentFields(context, properties));
	return outputs;
}

/** Nothing came in on the first input when all of it is on another: then the fault stands alone. */
function refusedItems(context: IExecuteFunctions, refused: Fault): INodeExecutionData[] {
	const items: INodeExecutionData[] = [];
	for (const [index, item] of context.getInputData().entries()) {
		if (!isBlank(item)) items.push(itemFault(context, refused, index));
	}
	return items.length > 0 ? items : [itemFault(context, refused, [])];
}

/**
 * What is worked out for one item. Where “On Error” says to continue, an expression of the user that cannot be worked
 * out for the item is the fault of that item alone.
 */
export function forItem<T>(
	context: IExecuteFunctions,
	index: number,
	work: () => Result<T>,
	properties?: readonly INodeProperties[],
): Result<T> {
	if (!context.continueOnFail()) return work();
	try {
		return work();
	} catch (error) {
		const { message, hint } = faultOf(error, properties);
		return fault(`Item ${index}: ${message}`, hint);
	}
}

const ENDS_A_SENTENCE = /[.!?]$/;

/** Ours say what to do in their description; those of n8n's expressions know the parameter. */
function faultOf(error: unknown, properties: readonly INodeProperties[] = []): Fault {
	const { message, description, context } = error as Partial<NodeOperationError>;
	const what = (message ?? String(error)).replace(ENDS_A_SENTENCE, '');
	if (description) return { message: what, hint: String(description) };
	const parameter = typeof context?.parameter === 'string' ? context.parameter : undefined;
	return {
		message:
			parameter === undefined ? what : `The expression in “${displayNameOf(parameter, properties)}” failed: ${what}`,
		hint: 'Correct the expression, or the field that it reads.',
	};
}

const displayNameOf = (parameter: string, properties: readonly INodeProperties[]): string => {
	const name = parameter.slice(parameter.lastIndexOf('.') + 1);
	return properties.find((property) => property.name === name)?.displayName ?? titleOf(parameter);
};
