import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { WorkflowFile } from './execution';
import { PACKAGE } from './node-types';

type Answer = IDataObject | IDataObject[];

/**
 * Answers an item that a service was sent with one item or several, or throws. `parameters` are those of the node that
 * the service stands in for, worked out for the item.
 */
export type Service = (item: IDataObject, parameters: IDataObject) => Answer | Promise<Answer>;

const services = new Map<string, Service>();

/** Stands for a node of a service, such as Slack: what it is sent, and what it answers, is up to the test. */
export class FakeService implements INodeType {
	description: INodeTypeDescription = {
		name: 'fakeService',
		displayName: 'Fake Service',
		group: ['output'],
		version: 1,
		description: 'Stands for a service',
		defaults: { name: 'Fake Service' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{ displayName: 'Service', name: 'service', type: 'string', default: '' },
			{ displayName: 'Given', name: 'given', type: 'json', default: {} },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const answer = services.get(this.getNodeParameter('service', 0) as string);
		const results: INodeExecutionData[] = [];
		for (const [index, { json }] of this.getInputData().entries()) {
			try {
				const given = this.getNodeParameter('given', index) as IDataObject;
				const answers = [(await answer?.(json, given)) ?? {}].flat();
				results.push(...answers.map((each) => ({ json: each, pairedItem: { item: index } })));
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				results.push({ json: { error: (error as Error).message } });
			}
		}
		return [results];
	}
}

const OUTSIDE = /\.(slack|microsoftTeams|emailSend|httpRequest)$/;
let lastService = 0;

/** A workflow in which services of the test stand in for nodes of this name; other nodes of services stay switched off. */
export const withServices = (workflow: WorkflowFile, answers: Readonly<Record<string, Service>>): WorkflowFile => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		OUTSIDE.test(node.type) || answers[node.name] !== undefined ? served(node, answers[node.name]) : node,
	),
});

function served({ id, name, position, onError, executeOnce, parameters }: INode, answer: Service | undefined): INode {
	const service = String(++lastService);
	if (answer !== undefined) services.set(service, answer);
	return {
		...{ id, name, position, onError, executeOnce },
		type: `${PACKAGE}.fakeService`,
		typeVersion: 1,
		parameters: { service, given: parameters },
		disabled: answer === undefined,
	};
}
