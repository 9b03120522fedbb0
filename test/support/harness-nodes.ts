import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** Types of the nodes that stand around the node under test. */
export const SOURCE = 'test.source';
export const PROBE = 'test.probe';
export const AGENT = 'test.agent';

/** Where an output item comes from, as n8n's engine follows its item link: input and position, both from 0. */
export interface ItemLink {
	input: number;
	item: number;
}

const describe = (name: string, more: Partial<INodeTypeDescription>): INodeTypeDescription => ({
	name,
	displayName: name,
	group: ['transform'],
	version: 1,
	description: 'Stands around the node under test',
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	properties: [],
	...more,
});

/** Passes its items on. Start node of a run; pinned, it feeds one input. */
class Source implements INodeType {
	description = describe('source', {});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Follows each item's link to the sources by `$('Source').item`, as an expression behind the node would. */
class Probe implements INodeType {
	description = describe('probe', {
		properties: [{ displayName: 'Sources', name: 'sources', type: 'json', default: '[]' }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const sources = JSON.parse(this.getNodeParameter('sources', 0) as string) as string[];
		return [this.getInputData().map((_, item) => ({ json: { links: followLinks(this, sources, item) } }))];
	}
}

function followLinks(context: IExecuteFunctions, sources: string[], item: number): IDataObject[] {
	return sources.map((source, input) => {
		try {
			const linked = context.evaluateExpression(`{{ $(${JSON.stringify(source)}).item }}`, item);
			return { input, linked };
		} catch (error) {
			return { input, error: error instanceof Error ? error.message : String(error) };
		}
	});
}

/**
 * Calls the tool connected to it once. `via` is how: `call` invokes it in place (AI Agent up to version 2, MCP
 * server, sub-agents); `request` asks the engine to run the tool node (AI Agent 3).
 */
class Agent implements INodeType {
	description = describe('agent', {
		inputs: ['main', 'ai_tool'],
		properties: [
			{ displayName: 'Via', name: 'via', type: 'string', default: 'call' },
			{ displayName: 'Tool', name: 'tool', type: 'string', default: '' },
			{ displayName: 'Arguments', name: 'arguments', type: 'json', default: '{}' },
		],
	});

	async execute(this: IExecuteFunctions, response?: EngineResponse): Promise<INodeExecutionData[][] | EngineRequest> {
		const input = JSON.parse(this.getNodeParameter('arguments', 0) as string) as IDataObject;
		if (this.getNodeParameter('via', 0) === 'call') return await callTool(this, input);
		const [answer] = response?.actionResponses ?? [];
		if (answer) return said(answer.data.data?.ai_tool?.[0]?.map(({ json }) => json));
		const nodeName = this.getNodeParameter('tool', 0) as string;
		return {
			actions: [{ actionType: 'ExecutionNodeAction', nodeName, input, type: 'ai_tool', id: 'call-1', metadata: {} }],
			metadata: {},
		};
	}
}

interface Tool {
	name: string;
	description: string;
	invoke(input: IDataObject): Promise<string>;
}

async function callTool(context: IExecuteFunctions, input: IDataObject): Promise<INodeExecutionData[][]> {
	const [tool] = (await context.getInputConnectionData('ai_tool', 0)) as Tool[];
	const { name, description } = tool;
	return said(JSON.parse(await tool.invoke(input)) as IDataObject[], { name, description });
}

const said = (response: IDataObject[] | undefined, more: IDataObject = {}): INodeExecutionData[][] => [
	[{ json: { response: response ?? null, ...more } }],
];

export const harnessNodes = (): Array<[string, INodeType]> => [
	[SOURCE, new Source()],
	[PROBE, new Probe()],
	[AGENT, new Agent()],
];
