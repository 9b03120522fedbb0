/** What a template needs to run in n8n's own engine against a CRM. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { CrmName } from '../../../lifecycle/crm/crm';
import type { WorkflowFile } from '../execution';
import type { Credentials } from '../server-data';

const WORKFLOWS = join(__dirname, '..', '..', '..', 'workflows');

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

/** A call of a test hangs for a moment, not for as long as a CRM may. */
export function quick(parameters: INode['parameters']): INode['parameters'] {
	const options = parameters.options as Record<string, unknown> | undefined;
	if (options?.timeout === undefined) return parameters;
	return { ...parameters, options: { timeout: 300 } };
}
