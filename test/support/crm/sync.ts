/** 16 CRM sync, run in n8n's own engine with Data Tables in memory, against a CRM. */
import type { INode } from 'n8n-workflow';
import type { CrmName } from '../../../lifecycle/crm/crm';
import { CrmSync } from '../../../nodes/CrmSync/CrmSync.node';
import type { DataTables } from '../data-tables';
import { itemsOf, jsonOf, runWorkflow } from '../engine';
import { credentialReferences, type Credentials } from '../server-data';
import { CREDENTIAL, credentialFor, isOfCrm, quick, templateOf, type Server } from './flow';

export interface Sync {
	readonly crm: CrmName;
	readonly tables: DataTables;
	readonly asOf: string;
	/** Leaves nodes of the CRM deactivated: all, or those of these names. */
	readonly off?: readonly string[] | 'all';
	readonly executionId?: string;
}

export interface SyncRun {
	/** What a step gave on an output, `[]` when it did not run. */
	readonly output: (step: string, output?: number) => Array<Record<string, unknown>>;
	/** Everything the run recorded, as text. */
	readonly recorded: string;
}

const OURS = 'n8n-nodes-lead-lifecycle.crmSync';

/** Runs the template once, as its schedule starts it. Waits between tries are cut short. */
export async function syncCrm(server: Server, { crm, tables, asOf, off = [], executionId }: Sync): Promise<SyncRun> {
	const template = templateOf(crm, '16-crm-sync');
	const credentials: Credentials = { [CREDENTIAL[crm]]: credentialFor(crm, server) };
	const isOff = ({ name }: INode): boolean => off === 'all' || off.includes(name);
	const prepared = (node: INode): INode => {
		if (node.type === OURS) {
			return { ...node, parameters: { ...node.parameters, options: { ...(node.parameters.options as object), asOf } } };
		}
		if (!isOfCrm(crm, node) || isOff(node)) return node;
		const { disabled: _, ...on } = node;
		const parameters = crm === 'salesforce' ? { ...node.parameters, authentication: 'jwt' } : node.parameters;
		return {
			...on,
			parameters: quick(parameters),
			waitBetweenTries: 20,
			credentials: credentialReferences(credentials),
		};
	};
	const run = await runWorkflow(
		{ ...template, nodes: template.nodes.map(prepared) },
		{
			startNode: 'Every 5 minutes',
			nodeTypes: [CrmSync],
			credentials,
			tables,
			executionId,
			pinData: { 'Every 5 minutes': itemsOf([{}]) },
		},
	);
	if (run.error) throw new Error(`The run failed: ${run.error.message}`);
	return { output: (step, output) => jsonOf(run.output(step, output)), recorded: JSON.stringify(run.runData) };
}
