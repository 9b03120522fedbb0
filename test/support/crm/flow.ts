/** The part of a template that is about the CRM, run in n8n's own engine against a CRM. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { CrmName } from '../../../lifecycle/crm/crm';
import { DataTables } from '../data-tables';
import { itemsOf, jsonOf, runWorkflow } from '../engine';
import { type WorkflowFile } from '../execution';
import { type Credentials, credentialReferences } from '../server-data';

const WORKFLOWS = join(__dirname, '..', '..', '..', 'workflows');
const MANUAL = 'n8n-nodes-base.manualTrigger';
const DATA_TABLE = 'n8n-nodes-base.dataTable';

export const CREDENTIAL: Readonly<Record<CrmName, string>> = {
	hubspot: 'hubspotAppToken',
	salesforce: 'salesforceJwtApi',
	pipedrive: 'pipedriveApi',
	odoo: 'odooApiKeyApi',
};

/** What the stand-ins are called with, and what may be recorded nowhere. */
export const SECRET = 'Zq7-secret-of-the-account-0001';

export const templateOf = (crm: CrmName, file: string): WorkflowFile =>
	JSON.parse(readFileSync(join(WORKFLOWS, crm === 'hubspot' ? '.' : crm, `${file}.json`), 'utf8')) as WorkflowFile;

export const isOfCrm = (crm: CrmName, { type, parameters }: INode): boolean =>
	type === `n8n-nodes-base.${crm}` || parameters.nodeCredentialType === CREDENTIAL[crm];

export interface CrmFlow {
	readonly crm: CrmName;
	readonly file: string;
	/** The step from which on the template runs. */
	readonly from: string;
	/** The result of that step; without it the step itself runs. */
	readonly given?: object;
	/** The Data Tables, or the output of their nodes by name; a node that is not named gives nothing. */
	readonly tables?: DataTables | Readonly<Record<string, readonly object[]>>;
	/** Leaves the nodes of the CRM switched off. */
	readonly isOff?: boolean;
	readonly asOf: string;
}

export interface CrmRun {
	/** What a step gave, `[]` when it did not run. */
	readonly output: (step: string) => Array<Record<string, unknown>>;
	/** Everything the run recorded, as text. */
	readonly recorded: string;
}

/** Where a CRM answers, and how n8n's credential for it looks where that is not all. */
export interface Server {
	readonly url: string;
	readonly credential?: Credentials[string];
}

// Odoo stands where its credential says; the others where their vendors are.
export const credentialFor = (crm: CrmName, { url, credential }: Server): Credentials[string] =>
	credential ?? {
		...(crm === 'odoo' ? { url } : { redirect: url }),
		headers: { authorization: `Bearer ${SECRET}` },
		...(crm === 'pipedrive' ? { query: { api_token: SECRET } } : {}),
	};

/** Runs a template from one of its steps on. Waits between tries are cut short. */
export async function runCrm(server: Server, flow: CrmFlow): Promise<CrmRun> {
	const { crm, from, given, tables = {}, isOff = false, asOf } = flow;
	const template = templateOf(crm, flow.file);
	const wanted = reachable(template, from);
	const credentials: Credentials = { [CREDENTIAL[crm]]: credentialFor(crm, server) };
	const nodes = template.nodes
		.filter(({ name }) => wanted.has(name) || name === 'As of')
		.map((node) => {
			if (isOff || !isOfCrm(crm, node)) return node;
			const { disabled: _, ...on } = node;
			const parameters = crm === 'salesforce' ? { ...node.parameters, authentication: 'jwt' } : node.parameters;
			return {
				...on,
				parameters: quick(parameters),
				waitBetweenTries: 20,
				credentials: credentialReferences(credentials),
			};
		});
	const start: INode = {
		id: 'Start',
		name: 'Start',
		type: MANUAL,
		typeVersion: 1,
		position: [-999, 0],
		parameters: {},
	};
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	const connections = { ...template.connections, Start: to('As of'), 'As of': to(from) };
	const isReal = tables instanceof DataTables;
	const rows = nodes
		.filter(({ type }) => type === DATA_TABLE && !isReal)
		.map(({ name }) => [name, itemsOf((tables as Record<string, object[]>)[name] ?? [])]);
	const run = await runWorkflow(
		{ ...template, nodes: [start, ...nodes], connections },
		{
			startNode: 'Start',
			credentials,
			tables: isReal ? tables : undefined,
			pinData: {
				...Object.fromEntries(rows),
				'As of': itemsOf([{ asOf }]),
				...(given === undefined ? {} : { [from]: itemsOf([given]) }),
			},
		},
	);
	if (run.error) throw new Error(`The run failed: ${run.error.message}`);
	return { output: (step) => jsonOf(run.output(step)), recorded: JSON.stringify(run.runData) };
}

/** A call of a test hangs for a moment, not for as long as a CRM may. */
export function quick(parameters: INode['parameters']): INode['parameters'] {
	const options = parameters.options as Record<string, unknown> | undefined;
	if (options?.timeout === undefined) return parameters;
	return { ...parameters, options: { timeout: 300 } };
}

function reachable({ connections }: WorkflowFile, name: string, found = new Set([name])): Set<string> {
	for (const targets of connections[name]?.main ?? []) {
		for (const { node } of targets ?? [])
			if (!found.has(node)) reachable({ connections, nodes: [] }, node, found.add(node));
	}
	return found;
}
