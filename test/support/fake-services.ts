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

/** Answers an item that a service was sent, or throws. */
export type Service = (item: IDataObject) => IDataObject | Promise<IDataObject>;

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
		properties: [{ displayName: 'Service', name: 'service', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const answer = services.get(this.getNodeParameter('service', 0) as string);
		const results: INodeExecutionData[] = [];
		for (const [index, { json }] of this.getInputData().entries()) {
			try {
				results.push({ json: (await answer?.(json)) ?? {}, pairedItem: { item: index } });
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
	nodes: workflow.nodes.map((node) => (OUTSIDE.test(node.type) ? served(node, answers[node.name]) : node)),
});

function served({ id, name, position, onError }: INode, answer: Service | undefined): INode {
	const service = String(++lastService);
	if (answer !== undefined) services.set(service, answer);
	const type = `${PACKAGE}.fakeService`;
	return { id, name, position, onError, type, typeVersion: 1, parameters: { service }, disabled: answer === undefined };
}
