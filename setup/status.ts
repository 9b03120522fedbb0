/** How an installation is: versions, backlog, tables, failures, credentials, edits. Reads only. */
import { TABLES } from '../workflows/src/tables';
import { fingerprint } from './choices';
import { differences } from './differences';
import { SETUP_TABLE, WHOLE } from './installation';
import { dataTablesOf, OUR_TABLES } from './our-tables';
import { prepare } from './prepare';
import { Refusal, type PublicApi } from './public-api';
import type { Store } from './store';
import type { Survey, TableState } from './survey';
import type { InstalledWorkflow, Source } from './workflow';

/** n8n's own limit for all tables together, where nobody set another. */
const TABLES_LIMIT = 200 * 1024 ** 2;
const WARN_AT = 0.7;
const NOT_DELIVERED = ['new', 'failed', 'unsure', 'undelivered'];

interface Place {
	readonly api: PublicApi;
	readonly survey: Survey;
	readonly sources: readonly Source[];
	/** Of this package. */
	readonly version: string;
	readonly store: Store;
}

export async function status(place: Place): Promise<string> {
	const sections = [
		['Versions', versions(place)],
		['Backlog', await backlog(place)],
		['Tables', tables(place)],
		['Workflows', workflows(place)],
		['Failing runs', await failures(place)],
		['Credentials', await credentials(place)],
	] as const;
	return sections.map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`).join('\n\n');
}

function versions({ survey, version }: Place): string[] {
	const whole = survey.notes.find(({ name }) => name === WHOLE);
	const installed = whole === undefined ? 'not installed by this command, or not to its end' : whole.version;
	const hint = whole !== undefined && whole.version !== version ? `; this is ${version}: run upgrade` : '';
	return [`n8n ${survey.version || 'does not tell'}`, `templates ${installed}${hint}`];
}

// --- Backlog --------------------------------------------------------------------------------------------------------------

async function backlog({ api, survey, store }: Place): Promise<string[]> {
	if (store === 'postgres') return ['in PostgreSQL: ll_state says how far 02 is, ll_outbox what waits'];
	const log = tableNamed(survey, TABLES.activityLog.name);
	const outbox = tableNamed(survey, TABLES.outbox.name);
	if (log === undefined || outbox === undefined) return ['the tables are missing: run setup'];
	const last = Number((await newest(api, log))?.id ?? 0);
	const { position } = survey.state.find(({ name }) => name === 'scoring') ?? {};
	const behind = Math.max(0, last - Number(position ?? 0));
	const counts = await Promise.all(
		NOT_DELIVERED.map(async (each) => [each, await countOf(api, outbox, each)] as const),
	);
	const waiting = counts.filter(([, count]) => count > 0).map(([each, count]) => `${count} ${each}`);
	return [
		behind === 0 ? 'every activity is scored' : `${behind} activities are not scored yet`,
		waiting.length === 0 ? 'no message waits' : `messages: ${waiting.join(', ')}`,
	];
}

const tableNamed = ({ tables: all }: Survey, name: string): TableState | undefined =>
	all.find((table) => table.name === name);

async function newest(api: PublicApi, { id }: TableState): Promise<{ id: number } | undefined> {
	const path = `/data-tables/${id}/rows?limit=1&sortBy=${encodeURIComponent('id:desc')}`;
	const { data } = (await api.call('GET', path)) as { data: Array<{ id: number }> };
	return data[0];
}

async function countOf(api: PublicApi, { id }: TableState, value: string): Promise<number> {
	const filter = JSON.stringify({ type: 'and', filters: [{ columnName: 'status', condition: 'eq', value }] });
	return (await api.all(`/data-tables/${id}/rows`, { filter })).length;
}

// --- Tables ---------------------------------------------------------------------------------------------------------------

function tables({ survey, store }: Place): string[] {
	const missing = dataTablesOf(store).filter(({ name }) => tableNamed(survey, name) === undefined);
	const ours = survey.tables.filter(({ name }) => OUR_TABLES.some((table) => table.name === name));
	const all = survey.tables.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
	const share = Math.round((100 * all) / TABLES_LIMIT);
	return [
		...ours
			.toSorted((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0))
			.map(({ name, sizeBytes = 0 }) => `${name.padEnd(20)} ${megabytes(sizeBytes)}`),
		`all tables of this n8n ${megabytes(all)}, ${share} % of the 200 MB that n8n allows unless told otherwise${share >= 100 * WARN_AT ? ': delete what is old, or raise N8N_DATA_TABLES_MAX_SIZE_BYTES' : ''}`,
		...missing.filter(({ name }) => name !== SETUP_TABLE.name).map(({ name }) => `${name} is missing: run setup`),
	];
}

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

// --- Workflows ------------------------------------------------------------------------------------------------------------

const installedOnes = ({ survey }: Place): InstalledWorkflow[] =>
	survey.workflows.filter(({ id }) => survey.notes.some(({ workflow }) => workflow === id));

function workflows(place: Place): string[] {
	const { survey, sources } = place;
	return sources.map((source) => {
		const note = survey.notes.find(({ name }) => name === source.file);
		const workflow = survey.workflows.find(({ id }) => id === note?.workflow);
		if (note === undefined || workflow === undefined) return `${source.file}: not installed`;
		const state = workflow.active ? 'published' : note.published === '' ? 'not published' : 'unpublished by somebody';
		return `${source.file}: ${[state, ...driftOf(source, workflow, note.fingerprint, place)].join('; ')}`;
	});
}

function driftOf(source: Source, workflow: InstalledWorkflow, installed: string, { survey }: Place): string[] {
	const next = prepare(source.template, survey.tables);
	const now = fingerprint(workflow, source.template);
	if (now === fingerprint(next, source.template)) return [];
	if (now === installed) return ['this package has another version of it: run upgrade'];
	return [`edited; differs from this version in: ${differences(workflow, next, source.template).join('; ')}`];
}

// --- Failures and credentials ---------------------------------------------------------------------------------------------

interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly startedAt?: string;
}

async function failures(place: Place): Promise<string[]> {
	const found: string[] = [];
	for (const { id, name } of installedOnes(place)) {
		const path = `/executions?status=error&limit=100&workflowId=${encodeURIComponent(id)}`;
		const { data } = (await place.api.call('GET', path)) as { data: Execution[] };
		if (data.length === 0) continue;
		const [{ id: latest, startedAt = '' }] = data;
		const count = data.length === 100 ? '100 or more' : String(data.length);
		found.push(
			`${name}: ${count}, the last ${startedAt.slice(0, 16)}: ${place.api.url}/workflow/${id}/executions/${latest}`,
		);
	}
	return found.length === 0 ? ['none is kept'] : found;
}

async function credentials(place: Place): Promise<string[]> {
	const used = new Map<string, { name: string; nodes: string[] }>();
	for (const workflow of installedOnes(place)) {
		for (const node of workflow.nodes.filter(({ disabled }) => disabled !== true)) {
			for (const { id, name } of Object.values(node.credentials ?? {})) {
				const { nodes } = used.get(id) ?? { nodes: [] };
				used.set(id, { name, nodes: [...nodes, `“${node.name}” in ${workflow.name}`] });
			}
		}
	}
	const judged = await Promise.all(
		[...used].map(async ([id, { name, nodes }]) => ({ name, nodes, verdict: await verdictOn(place.api, id) })),
	);
	return judged.length === 0
		? ['none is in use']
		: judged.map(
				({ name, nodes, verdict }) =>
					`“${name}” ${verdict}${verdict === 'works' || verdict === NO_TEST ? '' : `; used by ${nodes.join(', ')}`}`,
			);
}

const NO_TEST = 'is there; n8n has no test for it';

async function verdictOn(api: PublicApi, id: string): Promise<string> {
	try {
		const { status: result, message = '' } = (await api.call('POST', `/credentials/${id}/test`)) as {
			status: string;
			message?: string;
		};
		if (result === 'OK') return 'works';
		return /no testing function|not.*test/i.test(message) ? NO_TEST : `does not work: ${message}`;
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return error.status === 404 ? 'has gone: choose another' : `could not be tested: ${error.said}`;
	}
}
