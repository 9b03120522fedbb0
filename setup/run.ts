/** Carries out a plan, step by step; each is noted in n8n, so that a run that is killed is completed by the next. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TABLES } from '../workflows/src/tables';
import { fingerprint } from './choices';
import { SetupFailure } from './failure';
import { EMPTY_NOTE, rowsOf, SETUP_TABLE, WHOLE, type Note } from './installation';
import { PACKAGE } from './obstacles';
import { OWN, ownCredentials, type MadeSecrets } from './own-credentials';
import { choicesOf, contentOf, nextContent, type Plan, type Request, type Step } from './plan';
import { Refusal, type PublicApi } from './public-api';
import { connect } from './services';
import type { Survey, TableState } from './survey';
import type { InstalledWorkflow, Source, Workflow } from './workflow';
import { titleOf } from './words';

const UNPUBLISHING_LIMIT = 20_000;
const ATTEMPTS = 3;
const POLL_EVERY = 250;
export const PROBE_NAME = `Check of ${PACKAGE}, to be deleted`;

type Of<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;

export interface Progress {
	step<T>(title: string, work: () => Promise<T>): Promise<T>;
	note(text: string): void;
}

export interface Doing {
	readonly api: PublicApi;
	readonly request: Request;
	/** Of the package. */
	readonly version: string;
	readonly progress: Progress;
	readonly now: () => Date;
	/** Milliseconds in which n8n gives up the addresses of a workflow that was unpublished. */
	readonly pause: number;
}

/** @returns the secrets that were made */
export async function carryOut({ steps }: Plan, survey: Survey, doing: Doing): Promise<MadeSecrets> {
	const run = new Run(survey, doing);
	for (const step of steps) await doing.progress.step(titleOf(step), () => run.take(step));
	return run.secrets;
}

/** Notes that all is done and the secrets were shown. */
export async function noteWhole(survey: Survey, doing: Doing): Promise<void> {
	const { request, version, now } = doing;
	const before = survey.notes.find(({ name }) => name === WHOLE);
	if (before?.published && before.version === version && before.choice === request.choice) return;
	await new Run(survey, doing).note(WHOLE, { version, published: now().toISOString(), choice: request.choice });
}

class Run {
	secrets: MadeSecrets = {};
	#survey: Survey;
	/** Older copies that this run unpublished. */
	#retired: string[] = [];
	/** Before that, nobody asks for their addresses. */
	#quietUntil = 0;

	constructor(
		survey: Survey,
		private readonly doing: Doing,
	) {
		this.#survey = survey;
	}

	readonly #ways: { readonly [Kind in Step['kind']]: (step: Of<Kind>) => Promise<void> } = {
		checkNodes: (step) => this.#checkNodes(step),
		createTable: (step) => this.#createTable(step),
		addColumns: (step) => this.#addColumns(step),
		fillTable: (step) => this.#fillTable(step),
		noteRows: ({ table }) => this.note(rowsOf(table), {}),
		setCredentials: (step) => this.#setCredentials(step),
		createWorkflow: (step) => this.#createWorkflow(step),
		adoptWorkflow: (step) => this.#adopt(step),
		updateWorkflow: (step) => this.#updateWorkflow(step),
		retireWorkflow: ({ id }) => this.#retire(id),
		publishWorkflow: (step) => this.#publishWorkflow(step),
		noteId: (step) => this.#noteId(step),
	};

	async take(step: Step): Promise<void> {
		await (this.#ways[step.kind] as (step: Step) => Promise<void>)(step);
	}

	// --- Notes ---

	async note(name: string, changes: Partial<Note>): Promise<void> {
		const { notes } = this.#survey;
		const before = notes.find((note) => note.name === name) ?? { ...EMPTY_NOTE, name };
		const note = { ...before, version: this.doing.version, ...changes };
		await this.#upsert(SETUP_TABLE.name, name, { ...note });
		this.#survey = { ...this.#survey, notes: [...notes.filter((each) => each.name !== name), note] };
	}

	async #upsert(table: string, name: string, data: Readonly<Record<string, unknown>>): Promise<void> {
		const filter = { type: 'and', filters: [{ columnName: 'name', condition: 'eq', value: name }] };
		await this.doing.api.call('POST', `/data-tables/${this.#table(table).id}/rows/upsert`, {
			filter,
			data: { ...data, name },
		});
	}

	#table(name: string): TableState {
		const table = this.#survey.tables.find((each) => each.name === name);
		if (table !== undefined) return table;
		throw new SetupFailure(`The data table ${name} has gone.`, 'Run the same command again: it makes what is missing.');
	}

	// --- Nodes ---

	/** n8n checks the types of all nodes before a workflow’s settings, and refuses this one for its settings at the latest. */
	async #checkNodes({ sources }: Of<'checkNodes'>): Promise<void> {
		const { api } = this.doing;
		for (const { id } of this.#survey.workflows.filter(({ name }) => name === PROBE_NAME)) await this.#delete(id);
		const { id } = (await api.call('POST', '/workflows', probeOf(sources))) as { id: string };
		try {
			await api.call('POST', `/workflows/${id}/publish`, {});
		} catch (error) {
			if (!(error instanceof Refusal) || error.status !== 400) throw error;
			const missing = missingNode(error.said);
			if (missing !== undefined) throw missing;
		} finally {
			await this.#delete(id);
		}
	}

	async #delete(id: string): Promise<void> {
		await deleteWorkflow(this.doing.api, id);
	}

	// --- Tables ---

	async #createTable({ table: { name, columns } }: Of<'createTable'>): Promise<void> {
		const table = (await this.doing.api.call('POST', '/data-tables', { name, columns })) as TableState;
		this.#survey = { ...this.#survey, tables: [...this.#survey.tables, table] };
	}

	async #addColumns({ id, columns }: Of<'addColumns'>): Promise<void> {
		for (const { name, type } of columns)
			await this.doing.api.call('POST', `/data-tables/${id}/columns`, { name, type });
	}

	async #fillTable({ table, rows }: Of<'fillTable'>): Promise<void> {
		const body = { data: rows, returnType: 'count' };
		await this.doing.api.call('POST', `/data-tables/${this.#table(table).id}/rows`, body);
		await this.note(rowsOf(table), {});
	}

	// --- Credentials ---

	async #setCredentials({ types }: Of<'setCredentials'>): Promise<void> {
		const secrets = { webhookSecret: randomText(32), formPassword: randomText(12) };
		for (const { id, name, type, data } of ownCredentials(secrets).filter((each) => types.includes(each.type))) {
			const isThere = (await this.doing.api.find(`/credentials/${id}`)) !== undefined;
			await (isThere
				? this.doing.api.call('PATCH', `/credentials/${id}`, { data })
				: this.doing.api.call('POST', '/credentials', { id, name, type, data }));
		}
		if (types.includes('leadActivityWebhookApi')) this.secrets = { webhookSecret: secrets.webhookSecret };
		if (types.includes('httpBasicAuth')) this.secrets = { ...this.secrets, formPassword: secrets.formPassword };
	}

	// --- Workflows ---

	async #createWorkflow({ source, predecessor }: Of<'createWorkflow'>): Promise<void> {
		const { api, request } = this.doing;
		const next = nextContent(source, predecessor && choicesOf(predecessor), this.#survey, request);
		const { id } = (await api.call('POST', '/workflows', next)) as { id: string };
		await this.note(source.file, { workflow: id, fingerprint: fingerprint(next, source.template), published: '' });
	}

	async #adopt({ source, id, fingerprint: print, isPublished }: Of<'adoptWorkflow'>): Promise<void> {
		const published = isPublished ? { published: this.doing.now().toISOString() } : {};
		await this.note(source.file, { workflow: id, fingerprint: print, ...published });
	}

	async #updateWorkflow({ source, current, why }: Of<'updateWorkflow'>): Promise<void> {
		const { api, request } = this.doing;
		const { notes } = this.#survey;
		const noted = notes.find(({ name }) => name === source.file)?.fingerprint;
		const isEdited = why === 'connect' && noted !== fingerprint(current, source.template);
		const next = isEdited
			? connect(contentOf(current), request.accounts, OWN)
			: nextContent(source, current, this.#survey, request);
		await api.call('PUT', `/workflows/${current.id}`, next);
		if (!isEdited) await this.note(source.file, { fingerprint: fingerprint(next, source.template) });
	}

	async #publishWorkflow({ source: { file } }: Of<'publishWorkflow'>): Promise<void> {
		const id = this.#workflowOf(file);
		const { active } = (await this.doing.api.call('GET', `/workflows/${id}`)) as InstalledWorkflow;
		if (!active) await this.#publish(id);
		await this.note(file, { published: this.doing.now().toISOString() });
	}

	/**
	 * n8n 2.41 gives an address up a moment after it answered. Whoever asks for the address in that moment, a sender or
	 * this command, makes n8n remember it as taken for an hour; publishing and unpublishing the old workflow ends that.
	 */
	async #publish(id: string): Promise<void> {
		const { api, pause } = this.doing;
		for (let attempt = 1; ; attempt += 1) {
			await sleep(Math.max(0, this.#quietUntil - Date.now()));
			try {
				return void (await api.call('POST', `/workflows/${id}/publish`, {}));
			} catch (error) {
				if (!(error instanceof Refusal) || error.status !== 409) throw error;
				if (attempt === ATTEMPTS || this.#retired.length === 0) throw addressTaken(error.said);
			}
			for (const old of this.#retired) await api.call('POST', `/workflows/${old}/publish`, {});
			await sleep(pause);
			for (const old of [...this.#retired]) await this.#retire(old);
		}
	}

	async #retire(id: string): Promise<void> {
		const { api, pause } = this.doing;
		await api.call('POST', `/workflows/${id}/unpublish`);
		if (!this.#retired.includes(id)) this.#retired.push(id);
		this.#quietUntil = Date.now() + pause;
	}

	async #noteId({ cell: { row, column, file }, isFree }: Of<'noteId'>): Promise<void> {
		// The templates start what was free since some time, and an empty cell is no time.
		await this.#upsert(TABLES.state.name, row, { [column]: this.#workflowOf(file), ...(isFree && { until: '' }) });
	}

	#workflowOf(file: string): string {
		return this.#survey.notes.find(({ name }) => name === file)?.workflow ?? '';
	}
}

const addressTaken = (said: string): SetupFailure =>
	new SetupFailure(
		`Another published workflow has an address that this one needs. n8n says: ${said}`,
		'Unpublish that one, or change the path of its webhook or form. If none has it, restart n8n: it can keep an address in mind that was given up. Then run the same command again: it goes on where it stopped.',
	);

/** Ends its publication first; n8n needs a moment for that. */
export async function deleteWorkflow(api: PublicApi, id: string): Promise<void> {
	const givenUpAt = Date.now() + UNPUBLISHING_LIMIT;
	for (;;) {
		try {
			return void (await api.call('DELETE', `/workflows/${id}`));
		} catch (error) {
			if (error instanceof Refusal && error.status === 404) return;
			if (!(error instanceof Refusal) || error.status !== 409 || Date.now() > givenUpAt) throw error;
			await api.call('POST', `/workflows/${id}/unpublish`);
			await sleep(POLL_EVERY);
		}
	}
}

function probeOf(sources: readonly Source[]): Workflow {
	const nodes = sources.flatMap(({ template }) => template.nodes);
	const kinds = new Map(nodes.map(({ type, typeVersion }) => [`${type} ${typeVersion}`, { type, typeVersion }]));
	const tried = [...kinds.values()].map((kind, index) => ({
		...kind,
		id: `node-${index}`,
		name: `Node ${index}`,
		position: [0, 100 * index],
		parameters: {},
		disabled: true,
	}));
	const at = (id: string, type: string, typeVersion: number, parameters = {}) => ({
		...{ id, name: id, type, typeVersion, position: [-400, 0], parameters },
	});
	const start = at('start', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' });
	// Without an address it is refused, so that this workflow is never published.
	const incomplete = at('incomplete', 'n8n-nodes-base.httpRequest', 4.2);
	const connections = { start: { main: [[{ node: 'incomplete', type: 'main', index: 0 }]] } };
	return { name: PROBE_NAME, nodes: [start, incomplete, ...tried], connections, nodeGroups: [], settings: {} };
}

function missingNode(said: string): SetupFailure | undefined {
	const [, unknown] = /Unrecognized node type: (\S+)/.exec(said) ?? [];
	if (unknown?.startsWith(`${PACKAGE}.`)) {
		return new SetupFailure(
			`The version of ${PACKAGE} in n8n is older than these templates: it has no node ${unknown.slice(PACKAGE.length + 1)}.`,
			'Update the package in n8n under Settings → Community nodes, or by npm and a restart, and run the same command again. Nothing was changed.',
		);
	}
	if (unknown !== undefined) {
		return new SetupFailure(
			`This n8n does not have the node ${unknown}.`,
			'See whether NODES_EXCLUDE or NODES_INCLUDE takes it away, and allow it, or leave out the CRM or channel that needs it. Nothing was changed.',
		);
	}
	if (!/not available in version/.test(said)) return undefined;
	return new SetupFailure(
		`This n8n is too old for a node of the templates: ${said}`,
		'Update n8n and run the same command again. Nothing was changed.',
	);
}

/** Letters and digits, safe in a URL, a shell and a header. */
function randomText(length: number): string {
	return randomBytes(length * 2)
		.toString('base64url')
		.replace(/[-_]/g, '')
		.slice(0, length);
}
