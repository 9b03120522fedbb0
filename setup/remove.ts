/** Takes an installation away again: the workflows and our own credentials; the tables where that is asked for. */
import { SETUP_TABLE } from './installation';
import { OUR_TABLES } from './our-tables';
import { PROBE_NAME, deleteWorkflow } from './run';
import { OWN, ownCredentials } from './own-credentials';
import { copiesByHand } from './plan';
import type { PublicApi } from './public-api';
import type { Survey, UserCredential } from './survey';

export interface Removal {
	readonly title: string;
	readonly take: (api: PublicApi) => Promise<void>;
}

export interface RemoveOptions {
	readonly deleteTables: boolean;
	/** Copies that were imported by hand, and the credentials that only they use, too. */
	readonly oldCopies: boolean;
}

/** @returns what is deleted, in order; the table of notes last, so that a run that is killed can be completed */
export function removals(survey: Survey, { deleteTables, oldCopies }: RemoveOptions): Removal[] {
	const noted = new Set(survey.notes.map(({ workflow }) => workflow).filter((id) => id !== ''));
	const left = leftBehind(survey);
	const ours = survey.workflows.filter(({ id, name }) => noted.has(id) || name === PROBE_NAME);
	const workflows = [...ours, ...(oldCopies ? left.workflows : [])];
	const old = oldCopies ? left.credentials : [];
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
		...old.map(({ id, name }) => ({
			title: `Delete the credential “${name}”, which nothing else uses`,
			take: async (api: PublicApi) => void (await api.call('DELETE', `/credentials/${id}`)),
		})),
		...[...data, ...notes].map(({ id, name }) => ({
			title: name === SETUP_TABLE.name ? `Delete the table ${name}` : `Delete the table ${name} with all its rows`,
			take: async (api: PublicApi) => void (await api.call('DELETE', `/data-tables/${id}`)),
		})),
	];
}

/** What an installation by hand, or one by `npm start`, has left: copies of our workflows, and credentials of our names that nothing else uses. */
function leftBehind(survey: Survey): { workflows: Survey['workflows']; credentials: readonly UserCredential[] } {
	const workflows = copiesByHand(survey);
	const going = new Set([...workflows.map(({ id }) => id), ...survey.notes.map(({ workflow }) => workflow)]);
	const staying = survey.workflows.filter(({ id }) => !going.has(id));
	const used = JSON.stringify(staying.map(({ nodes }) => nodes.map(({ credentials }) => credentials)));
	const names = ownCredentials({ webhookSecret: '', formPassword: '' });
	const credentials = survey.credentials.filter(
		({ id, name, type }) =>
			!OWN.has(id) && !used.includes(`"${id}"`) && names.some((own) => own.name === name && own.type === type),
	);
	return { workflows, credentials };
}

/** What stays, in one sentence; empty where nothing does. */
export function whatStays(survey: Survey): string {
	const { workflows, credentials } = leftBehind(survey);
	if (workflows.length + credentials.length === 0) return '';
	const names = [...workflows, ...credentials].map(({ name }) => `“${name}”`).join(', ');
	return `Copies and credentials that this command did not make stay: ${names}. --old-copies deletes them too.`;
}
