import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fields } from '../../lifecycle/path';
import { asText } from '../../lifecycle/text';

/** Address of a data table in n8n; of the list of all where it is not known which one. */
export function tableLink(context: IExecuteFunctions, tables: readonly Fields[], name: string): string {
	const base = context.getInstanceBaseUrl().replace(/\/+$/, '');
	const { id, projectId } = tables.find((table) => table.name === name) ?? {};
	const [table, project] = [asText(id), asText(projectId)];
	return table === '' || project === '' ? `${base}/home/datatables` : `${base}/projects/${project}/datatables/${table}`;
}
