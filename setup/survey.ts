/** What is in an n8n now, as far as this command has to know. */
import { SETUP_TABLE, EMPTY_NOTE, type Note } from './installation';
import { OWN } from './own-credentials';
import type { PublicApi } from './public-api';
import { notN8n, Refusal } from './public-api';
import type { InstalledWorkflow } from './workflow';
import { TABLES } from '../workflows/src/tables';

export interface TableState {
	readonly id: string;
	readonly name: string;
	readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>;
	readonly projectId?: string;
	readonly sizeBytes?: number;
}

export interface UserCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

export type StateRow = Readonly<Record<string, unknown>>;

export interface Survey {
	/** As `2.41.1`; empty where n8n does not tell. */
	readonly version: string;
	/** Of the API key; `undefined` where n8n is too old to tell. */
	readonly scopes: ReadonlySet<string> | undefined;
	/** Whether n8n has loaded this package. */
	readonly knowsPackage: boolean;
	readonly tables: readonly TableState[];
	/** Tables with first rows that have no row now. */
	readonly emptyTables: ReadonlySet<string>;
	/** All that are not archived. */
	readonly workflows: readonly InstalledWorkflow[];
	/** Ids of those that were archived. */
	readonly archived: ReadonlySet<string>;
	/** Those of {@link OWN} that are there. */
	readonly ownCredentials: ReadonlySet<string>;
	readonly credentials: readonly UserCredential[];
	/** What this command noted. */
	readonly notes: readonly Note[];
	readonly state: readonly StateRow[];
}

export interface Access {
	readonly version: string;
	readonly scopes: ReadonlySet<string> | undefined;
	readonly knowsPackage: boolean;
}

/** What can be known with any key that n8n accepts. */
export async function readAccess(api: PublicApi): Promise<Access> {
	const version = await readVersion(api);
	const discovered = (await api.find('/discover')) as { data?: { scopes?: string[] } } | undefined;
	const knowsPackage = (await api.find('/credentials/schema/leadActivityWebhookApi')) !== undefined;
	const scopes = discovered?.data?.scopes;
	return { version, scopes: scopes && new Set(scopes), knowsPackage };
}

/** n8n tells its version to its editor, in the page that everybody may read. */
async function readVersion(api: PublicApi): Promise<string> {
	const { status, text } = await api.ask('GET', '/');
	if (status >= 500) throw notN8n(api.url);
	const [, encoded = ''] = /name="n8n:config:sentry" content="([^"]*)"/.exec(text) ?? [];
	const [, version = ''] = /n8n@(\d+\.\d+\.\d+)/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
	return version;
}

export async function survey(api: PublicApi, access: Access): Promise<Survey> {
	const tables = await api.all<TableState>('/data-tables');
	const all = await api.all<InstalledWorkflow>('/workflows', { excludePinnedData: 'true' });
	const rows = async (name: string): Promise<StateRow[]> => {
		const table = tables.find((each) => each.name === name);
		return table === undefined ? [] : await api.all<StateRow>(`/data-tables/${table.id}/rows`);
	};
	const credentials = await readCredentials(api);
	return {
		...access,
		tables,
		emptyTables: await emptyOnes(api, tables),
		workflows: all.filter(({ isArchived }) => isArchived !== true),
		archived: new Set(all.filter(({ isArchived }) => isArchived === true).map(({ id }) => id)),
		ownCredentials: new Set(credentials.map(({ id }) => id).filter((id) => OWN.has(id))),
		credentials,
		notes: (await rows(SETUP_TABLE.name)).map(noteOf),
		state: await rows(TABLES.state.name),
	};
}

async function emptyOnes(api: PublicApi, tables: readonly TableState[]): Promise<Set<string>> {
	const empty = new Set<string>();
	for (const { id, name } of tables.filter((table) => WITH_FIRST_ROWS.includes(table.name))) {
		const { data } = (await api.call('GET', `/data-tables/${id}/rows?limit=1`)) as { data: unknown[] };
		if (data.length === 0) empty.add(name);
	}
	return empty;
}

const WITH_FIRST_ROWS: readonly string[] = [TABLES.rules.name, TABLES.settings.name];

/** Only an owner or admin may list credentials; for others our own are asked for one by one. */
async function readCredentials(api: PublicApi): Promise<UserCredential[]> {
	try {
		return await api.all<UserCredential>('/credentials');
	} catch (error) {
		if (!(error instanceof Refusal) || error.status !== 403) throw error;
		const own = await Promise.all([...OWN].map((id) => api.find(`/credentials/${id}`)));
		return own.filter((each) => each !== undefined) as UserCredential[];
	}
}

function noteOf(row: StateRow): Note {
	const text = (name: keyof Note): string => {
		const value = row[name];
		return typeof value === 'string' ? value : '';
	};
	const names = Object.keys(EMPTY_NOTE) as Array<keyof Note>;
	return Object.fromEntries(names.map((name) => [name, text(name)])) as unknown as Note;
}
