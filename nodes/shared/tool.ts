/** What holds while an AI agent calls a node as its tool, instead of a workflow that runs it. */
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { isMissing } from '../../lifecycle/empty';
import { withoutAddresses, type Fault } from '../../lifecycle/fault';

/**
 * What the call of an agent has to bring: the fields of a lead or an event as its arguments, or nothing, where the form says all.
 * `none` is a node that works on the tables of its inputs, which no call brings.
 */
export type ToolUse = 'lead' | 'event' | 'form' | 'none';

// The AI Agent node from version 3 on lets the engine run its tools as ordinary nodes, marked by where their log goes.
export const isCalledByAgent = (context: IExecuteFunctions): boolean =>
	context.isToolExecution?.() === true || context.getNode().rewireOutputLogTo === 'ai_tool';

/** What an agent adds to the arguments by itself: the call's id, and the item of a chat or an MCP trigger. */
const CALL_ID = 'toolCallId';
const OF_THE_AGENT: ReadonlySet<string> = new Set([CALL_ID, 'sessionId', 'action', 'chatInput', 'files']);

/** Why the call cannot be answered; undefined where it can. */
export function callFault(context: IExecuteFunctions, use: ToolUse): Fault | undefined {
	if (use === 'form') return undefined;
	if (use === 'none')
		return {
			message: `“${context.getNode().name}” works on the tables of its inputs, which the call of a tool does not bring`,
			hint: 'Put the node into a workflow that reads the tables, and give the agent that workflow: Call n8n Workflow Tool. The template 22 Ask about leads does so.',
		};
	if (context.getInputData().some(bringsSomething)) return undefined;
	return { message: `The call brought no ${use}`, hint: NOTHING_BROUGHT[use] };
}

const NOTHING_BROUGHT: Readonly<Record<'lead' | 'event', string>> = {
	lead: 'Give what is known of one lead, such as email and title. Who set up the tool: the arguments are those that its parameters name by $fromAI.',
	event:
		'Give the fields of one event. Who set up the tool: the arguments are those that its parameters name by $fromAI.',
};

const bringsSomething = ({ json }: INodeExecutionData): boolean =>
	Object.entries(json).some(([name, value]) => !OF_THE_AGENT.has(name) && !isMissing(value));

/** A model reads every character of an answer. */
const MOST_ITEMS = 10;

/** An agent sees output 0 alone, so everything goes there, as far as a model can read it. */
export function asAnswer(outputs: readonly INodeExecutionData[][]): INodeExecutionData[][] {
	const items = outputs.flat().map(withoutCallId);
	const more = items.length - MOST_ITEMS;
	const shown = items.slice(0, MOST_ITEMS);
	if (more > 0) shown.push({ json: { more: `${more} more are left out. Ask for less at a time.` } });
	return [shown, ...outputs.slice(1).map(() => [])];
}

function withoutCallId(item: INodeExecutionData): INodeExecutionData {
	if (!(CALL_ID in item.json)) return item;
	const { [CALL_ID]: _id, ...json } = item.json;
	return { ...item, json };
}

/** An agent passes on the message of an error and drops its description, so what to do stands in the message. */
export const wholeError = (context: IExecuteFunctions, { message, hint }: Fault): NodeOperationError =>
	new NodeOperationError(context.getNode(), withoutAddresses(`${message}. ${hint}`));
