/** Takes an installation away again: the workflows and our own credentials; the tables where that is asked for. */
import { SETUP_TABLE } from './installation';
import { OUR_TABLES } from './our-tables';
import { PROBE_NAME, deleteWorkflow } from './run';
import type { PublicApi } from './public-api';
import type { Survey } from './survey';

export interface Removal {
	readonly title: string;
	readonly take: (api: PublicApi) => Promise<void>;
}

/** @returns what is deleted, in order; the table of notes last, so that a run that is killed can be completed */
export function removals(survey: Survey, deleteTables: boolean): Removal[] {
	const noted = new Set(survey.notes.map(({ workflow }) => workflow).filter((id) => id !== ''));
	const workflows = survey.workflows.filter(({ id, name }) => noted.has(id) || name === PROBE_NAME);
	const tables = survey.tables.filter(({ name }) => OUR_TABLES.some((table) => table.name === name));
	const data = tables.filter(({ name }) => deleteTables && name !== SETUP_TABLE.name);
	const notes = tables.filter(({ name }) => name === SETUP_TABLE.name);
	return [
		...workflows.map(({ id, name }) => ({
			title: `Unpublish and delete the workflow “${name}”, edits in it included`,
			take: async (api: PublicApi) => await deleteWorkflow(api, id),
		})),
		...[...survey.ownCredentials].map((id) => ({
			title: `Delete the credential ${id}`,
			take: async (api: PublicApi) => void (await api.call('DELETE', `/credentials/${id}`)),
		})),
		...[...data, ...notes].map(({ id, name }) => ({
			title: name === SETUP_TABLE.name ? `Delete the table ${name}` : `Delete the table ${name} with all its rows`,
			take: async (api: PublicApi) => void (await api.call('DELETE', `/data-tables/${id}`)),
		})),
	];
}
