/** From what is in an n8n and what is wanted to the steps that lead there: a pure function, so that a plan can be shown first. */
import { FIRST_RULES, FIRST_SETTINGS } from '../workflows/src/parts/first-rows';
import { TABLES, type Column, type Table } from '../workflows/src/tables';
import { carryOver, fingerprint } from './choices';
import { differences } from './differences';
import { EMPTY_NOTE, rowsOf, WHOLE, type Note } from './installation';
import { dataTablesOf, OUR_TABLES } from './our-tables';
import { OWN, OWN_IDS, type OwnType } from './own-credentials';
import { idCells, prepare, type IdCell } from './prepare';
import { connect, type Accounts } from './services';
import { EXECUTE_SET_UP, type Store } from './store';
import type { Survey } from './survey';
import { canonical, startsByItself, takesErrors, type InstalledWorkflow, type Source, type Workflow } from './workflow';

export type FirstRows = readonly Readonly<Record<string, unknown>>[];

export type Step =
	| { readonly kind: 'checkNodes'; readonly sources: readonly Source[] }
	| { readonly kind: 'createTable'; readonly table: Table }
	| { readonly kind: 'addColumns'; readonly id: string; readonly table: string; readonly columns: readonly Column[] }
	| { readonly kind: 'fillTable'; readonly table: string; readonly rows: FirstRows }
	/** It has rows that were not loaded by this command, or by a run that was killed before it noted so. */
	| { readonly kind: 'noteRows'; readonly table: string }
	| { readonly kind: 'setCredentials'; readonly types: readonly OwnType[] }
	| { readonly kind: 'createWorkflow'; readonly source: Source; readonly predecessor?: InstalledWorkflow }
	| {
			readonly kind: 'adoptWorkflow';
			readonly source: Source;
			readonly id: string;
			readonly fingerprint: string;
			readonly isPublished: boolean;
	  }
	| { readonly kind: 'updateWorkflow'; readonly source: Source; readonly current: InstalledWorkflow; readonly why: Why }
	| { readonly kind: 'retireWorkflow'; readonly id: string; readonly name: string }
	/** `isPublished`: it is already, and only noted so. */
	| { readonly kind: 'publishWorkflow'; readonly source: Source; readonly isPublished: boolean }
	/** `isFree`: nobody has run it yet, so that no run can hold it. */
	| { readonly kind: 'noteId'; readonly cell: IdCell; readonly isFree: boolean };

/** `template`: the package has another version; `replace`: so asked, over edits; `connect`: an account has come. */
export type Why = 'template' | 'replace' | 'connect';

export interface Plan {
	readonly steps: readonly Step[];
	/** What is left as it is, and why, in sentences. */
	readonly remarks: readonly string[];
}

export interface Request {
	readonly sources: readonly Source[];
	readonly accounts: Accounts;
	/** Files or names of workflows whose edits may be overwritten; `all`. */
	readonly replace: readonly string[];
	readonly newSecret: boolean;
	/** The CRM, the channels and the store, as they are noted. */
	readonly choice: string;
	readonly store: Store;
	/** Until the tables are there, what reads them is not published. */
	readonly areTablesMade: boolean;
}

const FIRST_ROWS: ReadonlyArray<readonly [string, FirstRows]> = [
	[TABLES.rules.name, FIRST_RULES],
	[TABLES.settings.name, FIRST_SETTINGS as unknown as FirstRows],
];

export function plan(survey: Survey, request: Request): Plan {
	const judged = request.sources.map((source) => judge(source, survey, request));
	const workflows = judged.flatMap(({ steps }) => steps);
	const publishing = request.areTablesMade ? judged.flatMap(({ publishes }) => publishes) : [];
	const changes: Step[] = [
		...tableSteps(survey, request.store),
		...credentialSteps(survey, request, judged),
		// What takes the errors of the others comes first, so that they can name it.
		...workflows.filter((step) => 'source' in step && takesErrors(step.source.template)),
		...workflows.filter((step) => !('source' in step && takesErrors(step.source.template))),
		...(request.areTablesMade && publishing.length + workflows.length > 0 ? retiring(survey, request, judged) : []),
		...publishing,
		...noteSteps(survey, request, judged),
	];
	const toCheck = workflows.filter(({ kind }) => kind === 'createWorkflow' || kind === 'updateWorkflow');
	const checked = toCheck.map((step) => (step as { source: Source }).source);
	const steps: Step[] = checked.length === 0 ? changes : [{ kind: 'checkNodes', sources: checked }, ...changes];
	const remarks = judged.flatMap((judgement) => judgement.remarks);
	return { steps, remarks: request.areTablesMade ? remarks : [...remarks, EXECUTE_SET_UP] };
}

// --- Tables and credentials -----------------------------------------------------------------------------------------------

function tableSteps({ tables, notes, emptyTables }: Survey, store: Store): Step[] {
	const made = dataTablesOf(store).flatMap((table): Step[] => {
		const there = tables.find(({ name }) => name === table.name);
		if (there === undefined) return [{ kind: 'createTable', table }];
		const columns = table.columns.filter(({ name }) => !there.columns.some((column) => column.name === name));
		return columns.length === 0 ? [] : [{ kind: 'addColumns', id: there.id, table: table.name, columns }];
	});
	if (store === 'postgres') return made;
	const filled = FIRST_ROWS.flatMap(([table, rows]): Step[] => {
		if (notes.some(({ name }) => name === rowsOf(table))) return [];
		const isFilled = tables.some(({ name }) => name === table) && !emptyTables.has(table);
		return [isFilled ? { kind: 'noteRows', table } : { kind: 'fillTable', table, rows }];
	});
	return [...made, ...filled];
}

const OWN_TYPES = Object.keys(OWN_IDS) as OwnType[];
/** They share one secret. */
const WITH_THE_SECRET: readonly OwnType[] = ['leadActivityWebhookApi', 'httpHeaderAuth'];

/**
 * Those that no workflow will use, because somebody chose others, are not made. A secret that was never shown, because the
 * run that made it was killed, is of no use: it is made again.
 */
function credentialSteps(
	{ ownCredentials, notes }: Survey,
	{ newSecret }: Request,
	judged: readonly Judgement[],
): Step[] {
	const used = credentialsOf(judged.map(({ result }) => result));
	const needed = OWN_TYPES.filter((type) => used.has(OWN_IDS[type]));
	const wasShown = notes.some(({ name, published }) => name === WHOLE && published !== '');
	const isMissing = (type: OwnType): boolean => !ownCredentials.has(OWN_IDS[type]);
	const isBroken = WITH_THE_SECRET.some((type) => needed.includes(type) && isMissing(type));
	const types = needed.filter(
		(type) => newSecret || !wasShown || isMissing(type) || (isBroken && WITH_THE_SECRET.includes(type)),
	);
	return types.length === 0 ? [] : [{ kind: 'setCredentials', types }];
}

const credentialsOf = (workflows: readonly Workflow[]): ReadonlySet<string> =>
	new Set(
		workflows.flatMap(({ nodes }) =>
			nodes.flatMap(({ credentials = {} }) => Object.values(credentials).map(({ id }) => id)),
		),
	);

// --- Workflows ------------------------------------------------------------------------------------------------------------

interface Judgement {
	readonly source: Source;
	/** Its workflow, where there is one. */
	readonly current?: InstalledWorkflow;
	/** What it will be. */
	readonly result: Workflow;
	readonly steps: readonly Step[];
	readonly publishes: readonly Step[];
	readonly remarks: readonly string[];
}

function judge(source: Source, survey: Survey, request: Request): Judgement {
	const note = survey.notes.find(({ name }) => name === source.file);
	const noted = survey.workflows.find(({ id }) => id === note?.workflow);
	if (note !== undefined && noted !== undefined) return judgeNoted(source, noted, note, { survey, request });
	if (note !== undefined && survey.archived.has(note.workflow))
		return {
			source,
			result: NOTHING,
			steps: [],
			publishes: [],
			remarks: [`“${source.template.name}” was archived by somebody and stays so.`],
		};
	const same = twinOf(source, survey);
	if (same !== undefined) return judgeTwin(source, same, { survey, request });
	const predecessor = olderCopies(survey, [source])[0];
	const steps: Step[] = [{ kind: 'createWorkflow', source, ...(predecessor && { predecessor }) }];
	const result = nextContent(source, predecessor && choicesOf(predecessor), survey, request);
	return { source, result, steps, publishes: publishing(source, result), remarks: [] };
}

interface Circumstances {
	readonly survey: Survey;
	readonly request: Request;
}

function judgeNoted(source: Source, current: InstalledWorkflow, note: Note, around: Circumstances): Judgement {
	const { survey, request } = around;
	const next = nextContent(source, current, survey, request);
	const isEdited = fingerprint(current, source.template) !== note.fingerprint;
	const isSame = canonical(contentOf(next)) === canonical(contentOf(current));
	const publishes = note.published === '' ? publishing(source, next, current.active) : [];
	const remarks =
		note.published !== '' && !current.active ? [`“${current.name}” was unpublished by somebody and stays so.`] : [];
	if (isSame) {
		const print = fingerprint(current, source.template);
		const steps: Step[] = isEdited ? [adopting(source, current, print)] : [];
		return { source, current, result: current, steps, publishes, remarks };
	}
	if (!isEdited || isAsked(request.replace, source, current)) {
		const isOurs = fingerprint(next, source.template) === note.fingerprint;
		const why: Why = isEdited ? 'replace' : isOurs ? 'connect' : 'template';
		const steps: Step[] = [{ kind: 'updateWorkflow', source, current, why }];
		return { source, current, result: next, steps, publishes, remarks };
	}
	return keepEdits(source, current, { next, publishes, remarks, around });
}

/** An edited copy is left alone, but for an account that has come for nodes that wait for it. */
function keepEdits(
	source: Source,
	current: InstalledWorkflow,
	{
		next,
		publishes,
		remarks,
		around,
	}: Pick<Judgement, 'publishes' | 'remarks'> & { next: Workflow; around: Circumstances },
): Judgement {
	const changed = differences(current, next, source.template);
	const remark = `“${current.name}” was edited and stays as it is. It differs from this version in: ${changed.join('; ')}. To overwrite it: --replace ${source.file}`;
	const connected = connect(contentOf(current), around.request.accounts, OWN);
	const steps: Step[] =
		canonical(connected) === canonical(contentOf(current))
			? []
			: [{ kind: 'updateWorkflow', source, current, why: 'connect' }];
	return { source, current, result: connected, steps, publishes, remarks: [...remarks, remark] };
}

/** What was to be overwritten and is neither a template nor a workflow: it may be misspelt. */
export const unknownReplacements = ({ replace, sources }: Request, { workflows }: Survey): string[] =>
	replace.filter(
		(name) =>
			name !== 'all' &&
			!sources.some(({ file, template }) => file === name || template.name === name) &&
			!workflows.some((workflow) => workflow.name === name),
	);

const isAsked = (replace: readonly string[], { file }: Source, { name }: Workflow): boolean =>
	replace.includes('all') || replace.includes(file) || replace.includes(name);

/** A workflow that is the template as it is, imported by hand or by a run that was killed before it noted it. */
function twinOf(source: Source, { workflows, notes, tables }: Survey): InstalledWorkflow | undefined {
	const prints = [prepare(source.template, tables), source.template].map((each) => fingerprint(each, source.template));
	return workflows.find(
		(each) =>
			each.name === source.template.name &&
			!notes.some(({ workflow }) => workflow === each.id) &&
			prints.includes(fingerprint(each, source.template)),
	);
}

function judgeTwin(source: Source, current: InstalledWorkflow, around: Circumstances): Judgement {
	const print = fingerprint(current, source.template);
	const asIf = { ...EMPTY_NOTE, name: source.file, workflow: current.id, fingerprint: print };
	const judged = judgeNoted(source, current, asIf, around);
	const isWhole = current.active && judged.steps.length === 0;
	const steps = [adopting(source, current, print, isWhole), ...judged.steps];
	return { ...judged, steps, publishes: isWhole ? [] : judged.publishes };
}

/** What a workflow becomes: the template's new version with the user's choices, or an edited copy with its accounts. */
export function nextContent(source: Source, current: Workflow | undefined, survey: Survey, request: Request): Workflow {
	const { accounts } = request;
	const fresh = prepare(source.template, survey.tables, errorWorkflowIn(survey, request.sources, source));
	return contentOf(connect(current === undefined ? fresh : carryOver(fresh, current), accounts, OWN));
}

const NOTHING: Workflow = { name: '', nodes: [], connections: {} };

/** What is taken over from an older copy: the choices in its nodes, not its settings. */
export const choicesOf = (predecessor: Workflow): Workflow => ({ ...predecessor, settings: {} });

const adopting = (source: Source, { id }: InstalledWorkflow, print: string, isPublished = false): Step => ({
	...{ kind: 'adoptWorkflow', source, id, fingerprint: print, isPublished },
});

export const contentOf = ({ name, nodes, connections, nodeGroups = [], settings = {} }: Workflow): Workflow => ({
	name,
	nodes,
	connections,
	nodeGroups,
	settings,
});

function errorWorkflowIn({ notes }: Survey, sources: readonly Source[], source: Source): string | undefined {
	const taker = sources.find(({ template }) => takesErrors(template));
	if (taker === undefined || taker.file === source.file) return undefined;
	return notes.find(({ name }) => name === taker.file)?.workflow;
}

const publishing = (source: Source, next: Workflow, isPublished = false): Step[] =>
	startsByItself(next) ? [{ kind: 'publishWorkflow', source, isPublished }] : [];

// --- Older copies ---------------------------------------------------------------------------------------------------------

const NUMBER = /^\d\d(?=[ -])/;
const OURS = new RegExp(`"type":"n8n-nodes-lead-lifecycle\\.|\\b(${OUR_TABLES.map(({ name }) => name).join('|')})\\b`);

/** Published workflows of an installation by hand that do what these templates do: of the same number, with our nodes or tables. */
function olderCopies(survey: Survey, sources: readonly Source[]): InstalledWorkflow[] {
	const numbers = new Set(sources.map(({ file }) => NUMBER.exec(file)?.[0]));
	return copiesByHand(survey).filter(({ active, name }) => active && numbers.has(NUMBER.exec(name)?.[0] ?? 'none'));
}

/** Workflows that this command did not make, with a number in front like ours, and our nodes or tables. */
export const copiesByHand = ({ workflows, notes }: Survey): InstalledWorkflow[] =>
	workflows.filter(
		({ id, name, nodes }) =>
			NUMBER.test(name) && !notes.some(({ workflow }) => workflow === id) && OURS.test(JSON.stringify(nodes)),
	);

function retiring(survey: Survey, { sources }: Request, judged: readonly Judgement[]): Step[] {
	const kept = new Set(judged.map(({ current }) => current?.id));
	return olderCopies(survey, sources)
		.filter(({ id }) => !kept.has(id))
		.map(({ id, name }): Step => ({ kind: 'retireWorkflow', id, name }));
}

// --- Which workflow is which ----------------------------------------------------------------------------------------------

function noteSteps({ state }: Survey, { sources }: Request, judged: readonly Judgement[]): Step[] {
	return idCells(sources).flatMap((cell): Step[] => {
		const { current, publishes } = judged.find(({ source }) => source.file === cell.file) ?? {};
		const isLive = current?.active === true || (publishes ?? []).length > 0;
		const row = state.find(({ name }) => name === cell.row);
		const isNoted = current !== undefined && row?.[cell.column] === current.id;
		const isFree = typeof row?.until !== 'string';
		return isLive && (!isNoted || isFree) ? [{ kind: 'noteId', cell, isFree }] : [];
	});
}
