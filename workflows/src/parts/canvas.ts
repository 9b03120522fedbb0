import { createHash } from 'node:crypto';
import {
	languageModel,
	node,
	sticky,
	tool,
	trigger,
	workflow,
	type NodeConfig,
	type WorkflowBuilder,
	type WorkflowJSON,
	type WorkflowSettings,
} from '@n8n/workflow-sdk';
import {
	GROUP_DESCRIPTION_MAX_LENGTH,
	isTriggerNodeType,
	validateWorkflowGroups,
	type INode,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** A place on the canvas in columns and rows of its grid; fractions are fine. */
export type Place = readonly [column: number, row: number];

const COLUMN = 224;
const ROW = 192;
/** n8n's editor sets everything on its own grid, so what is not on it moves when it is opened. */
const GRID = 16;

const onGrid = (pixels: number): number => Math.round(pixels / GRID) * GRID;
const at = ([column, row]: Place): [number, number] => [onGrid(column * COLUMN), onGrid(row * ROW)];

/** Ids come from names, so that generating twice gives the same file. */
function idOf(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export type StepOptions = Omit<NodeConfig, 'id' | 'name' | 'position' | 'parameters'>;

export interface NodeType {
	readonly type: string;
	readonly version: number;
}

const BASE: Readonly<Record<string, number>> = {
	aggregate: 1,
	clearbit: 1,
	convertToFile: 1.1,
	dataTable: 1.1,
	dateTime: 2,
	dropcontact: 1,
	emailSend: 2.1,
	errorTrigger: 1,
	executeWorkflow: 1.4,
	executeWorkflowTrigger: 1.1,
	filter: 2.3,
	form: 2.5,
	formTrigger: 2.6,
	googleSheets: 4.7,
	httpRequest: 4.3,
	hubspot: 2.2,
	hubspotTrigger: 1,
	hunter: 1,
	if: 2.2,
	mailchimp: 1,
	manualTrigger: 1,
	mautic: 1,
	merge: 3.2,
	microsoftTeams: 2,
	noOp: 1,
	odoo: 2,
	pipedrive: 2,
	pipedriveTrigger: 1.1,
	postgres: 2.6,
	respondToWebhook: 1.5,
	salesforce: 1.1,
	salesforceTrigger: 1.1,
	scheduleTrigger: 1.3,
	sendInBlue: 1,
	set: 3.4,
	slack: 2.3,
	splitInBatches: 3,
	splitOut: 1,
	stopAndError: 1,
	switch: 3.2,
	wait: 1.1,
	webhook: 2.1,
};

/** Of n8n's package of AI nodes. */
export const LANGCHAIN: Readonly<Record<string, number>> = {
	agent: 3.1,
	chatTrigger: 1.4,
	lmChatOpenAi: 1.2,
	mcpTrigger: 2,
	toolWorkflow: 2.2,
};

const langchain = (name: string): NodeType => ({ type: `@n8n/n8n-nodes-langchain.${name}`, version: LANGCHAIN[name] });
const base = (name: string): NodeType => ({ type: `n8n-nodes-base.${name}`, version: BASE[name] });
/** Of this package's nodes, those that have more than one. */
const OURS: Readonly<Record<string, number>> = { leadActivityTrigger: 2 };

const ours = (name: string): NodeType => ({ type: `n8n-nodes-lead-lifecycle.${name}`, version: OURS[name] ?? 1 });

const config = (name: string, place: Place, parameters: object, options: StepOptions): NodeConfig => ({
	...options,
	id: idOf(name),
	name,
	position: at(place),
	parameters: { ...parameters },
});

/** A node of n8n. `type` without its package, e.g. `splitOut`. */
export const step = (type: string, name: string, place: Place, parameters: object = {}, options: StepOptions = {}) =>
	node({ ...base(type), config: config(name, place, parameters, options) });

/** n8n's Respond to Webhook from 1.1 on answers n8n's own triggers alone; version 1 answers those of a package too. */
export const answersOwnTrigger = (name: string, place: Place, parameters: object) =>
	node({ type: 'n8n-nodes-base.respondToWebhook', version: 1, config: config(name, place, parameters, {}) });

/** A node of this package, e.g. `scoreLead`. */
export const ownStep = (type: string, name: string, place: Place, parameters: object = {}, options: StepOptions = {}) =>
	node({ ...ours(type), config: config(name, place, parameters, options) });

/** A node of n8n's package of AI nodes; models and tools of an agent are its `subnodes`. */
export const aiStep = (type: string, name: string, place: Place, parameters: object, options: StepOptions = {}) =>
	node({ ...langchain(type), config: config(name, place, parameters, options) });

export const aiStart = (type: string, name: string, place: Place, parameters: object, options: StepOptions = {}) =>
	trigger({ ...langchain(type), config: config(name, place, parameters, options) });

export const aiTool = (type: string, name: string, place: Place, parameters: object, options: StepOptions = {}) =>
	tool({ ...langchain(type), config: config(name, place, parameters, options) });

export const aiModel = (type: string, name: string, place: Place, parameters: object, options: StepOptions = {}) =>
	languageModel({ ...langchain(type), config: config(name, place, parameters, options) });

export const startsWith = (
	type: string,
	name: string,
	place: Place,
	parameters: object = {},
	options: StepOptions = {},
) => trigger({ ...base(type), config: config(name, place, parameters, options) });

/** A trigger of this package. */
export const ownStart = (type: string, name: string, place: Place, parameters: object, options: StepOptions) =>
	trigger({ ...ours(type), config: config(name, place, parameters, options) });

export type Step = ReturnType<typeof step>;

const STICKY = 'n8n-nodes-base.stickyNote';
/** Yellow waits for a credential; grey is there to be left alone. */
export const COLOURS = { start: 4, read: 5, sales: 6, off: 1, aside: 7 } as const;

/** n8n sets the lines of a note as long as the note is wide, and behind a row of nodes nobody reads to their end. */
const LINE = { letters: 110, widestWithout: 800 };

/** What is not broken: code, bold and italic text; else a word. */
const PIECE = /`[^`]*`\S*|\*\*[^*]*\*\*\S*|\*[^*\s][^*]*\*\S*|\S+/g;
/** A line that begins so would read as a list or a heading. */
const READS_AS_MARKS = /^(?:[-+*#>]|\d+[.)])$/;
/** The marks of code, bold and italic text are not seen. */
const lettersOf = (piece: string): number => piece.replace(/[`*]/g, '').length;

/** Broken at spaces into lines of about one length as they are seen, but not where the rest would read as a list or a heading. */
function broken(line: string): string {
	const whole = lettersOf(line);
	const lines = Math.ceil(whole / LINE.letters);
	if (lines <= 1) return line;
	const most = Math.min(LINE.letters, Math.ceil(whole / lines) + 10);
	const made: string[] = [];
	for (const piece of line.match(PIECE) ?? []) {
		const last = made.at(-1);
		const fits = last !== undefined && lettersOf(last) + 1 + lettersOf(piece) <= most;
		if (last !== undefined && (fits || READS_AS_MARKS.test(piece))) made[made.length - 1] = `${last} ${piece}`;
		else made.push(piece);
	}
	return made.join('\n');
}

/** A sticky note; its place is the upper left corner, its size in columns and rows. */
export function note(name: string, place: Place, size: Place, colour: keyof typeof COLOURS, content: string) {
	const [width, height] = at(size);
	const text = content.trim().replace(/^\t+/gm, '');
	return sticky(width > LINE.widestWithout ? text.split('\n').map(broken).join('\n') : text, [], {
		id: idOf(name),
		name,
		position: at(place),
		width,
		height,
		color: COLOURS[colour],
	});
}

/** The template that is told when a run of another one fails. */
export const WHEN_A_RUN_FAILS = '24-when-a-run-fails';

/** A starter stands alone, and what fails while a failure is reported has nobody to report to. */
const hasErrorWorkflow = (file: string): boolean => !file.startsWith('starter-') && file !== WHEN_A_RUN_FAILS;

/** A template without its connections; chains and notes are added to it. */
export const template = (file: string, title: string, settings: WorkflowSettings = {}): WorkflowBuilder =>
	workflow(file, title, {
		executionOrder: 'v1',
		...(hasErrorWorkflow(file) ? { errorWorkflow: WHEN_A_RUN_FAILS } : {}),
		...settings,
	});

/** Nodes that n8n's editor can fold into one box with a name and a line that says what they do together. */
export interface Group {
	readonly name: string;
	readonly description: string;
	readonly steps: readonly Step[];
}

/**
 * A Canvas Group for {@link finished}.
 *
 * @param description one line of at most 145 characters
 * @param steps at least two, connected to each other, without triggers; at most one of them is reached from outside, and
 * at most one leads outside. Notes can be left out.
 */
export const group = (name: string, description: string, ...steps: readonly Step[]): Group => ({
	name,
	description,
	steps,
});

/** n8n cuts a line that is too long, and drops a group that it finds invalid; a node alone can be left as it is. */
function groupFaults(groups: readonly Group[], { nodes, connections, nodeGroups }: WorkflowJSON): string[] {
	const own = groups.flatMap(({ name, description, steps }) => [
		...(steps.length < 2 ? [`Group “${name}” needs at least two nodes`] : []),
		...(description.length > GROUP_DESCRIPTION_MAX_LENGTH
			? [`The description of group “${name}” has more than ${GROUP_DESCRIPTION_MAX_LENGTH} characters`]
			: []),
	]);
	const checked = validateWorkflowGroups({
		nodes: nodes as INode[],
		connectionsBySourceNode: connections as never,
		nodeGroups,
		getNodeType: ({ type }) =>
			({ name: type, group: isTriggerNodeType(type) ? ['trigger'] : [] }) as unknown as INodeTypeDescription,
	});
	return [...own, ...(checked.valid ? [] : checked.violations.map(({ message }) => message))];
}

/** n8n opens a canvas with its groups folded. */
function sayHowToUnfold({ nodes }: WorkflowJSON): void {
	const first = nodes.find(isStart);
	if (first?.parameters === undefined) return;
	first.parameters.content = `${first.parameters.content as string}\n\nThe steps are folded into groups: unfold one with its arrow.`;
}

// --- Where notes stand ------------------------------------------------------------------------------------------------------

type CanvasNode = WorkflowJSON['nodes'][number];

const isNote = ({ type }: CanvasNode): boolean => type === STICKY;
const isStart = (each: CanvasNode): boolean => isNote(each) && each.parameters?.color === COLOURS.start;

/** In pixels of the canvas, as n8n draws them. */
const DRAWN = { node: 96, label: 48, heading: 64, line: 21, margin: 40, aboveGroups: 160 } as const;
/** Of a note that stands above the steps. */
const STRIP_WIDTH = 1232;

const sizeOf = ({ parameters = {} }: CanvasNode): { width: number; height: number } => ({
	width: Number(parameters.width),
	height: Number(parameters.height),
});
const bottomOf = (each: CanvasNode): number =>
	each.position[1] + (isNote(each) ? sizeOf(each).height : DRAWN.node + DRAWN.label);

/** Where boxes stand when all groups are folded: a group at the upper left of its nodes. */
function foldedPlaces({ nodes, nodeGroups = [] }: WorkflowJSON): Array<readonly [number, number]> {
	const inGroups = new Set(nodeGroups.flatMap(({ nodeIds }) => nodeIds));
	const alone = nodes.filter((each) => !isNote(each) && !inGroups.has(each.id)).map(({ position }) => position);
	const bars = nodeGroups.map(({ nodeIds }) => {
		const places = nodes.filter(({ id }) => nodeIds.includes(id)).map(({ position }) => position);
		return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))] as const;
	});
	return [...alone, ...bars];
}

/** Notes around steps that are folded away look empty: they stand above what is left, one below the other. */
function stackNotes(json: WorkflowJSON): void {
	const parts = json.nodes.filter((each) => isNote(each) && !isStart(each));
	const places = foldedPlaces(json);
	const left = Math.min(...parts.map(({ position }) => position[0]));
	let bottom = Math.min(...places.map(([, y]) => y)) - DRAWN.aboveGroups;
	for (const part of parts.reverse()) {
		const lines = (part.parameters?.content as string).split('\n').length - 1;
		const height = onGrid(DRAWN.heading + lines * DRAWN.line + DRAWN.margin);
		Object.assign(part.parameters as object, { width: STRIP_WIDTH, height });
		part.position = [left, onGrid(bottom - height)];
		bottom = part.position[1] - GRID;
	}
}

/** n8n lays its Production Checklist over the upper left of a published workflow, so what says where to start stands low. */
function lowerStart({ nodes }: WorkflowJSON): void {
	const start = nodes.find(isStart);
	if (start === undefined) return;
	const others = nodes.filter((each) => each !== start);
	const lowest = Math.max(...others.map(bottomOf));
	start.position = [start.position[0], onGrid(lowest - sizeOf(start).height)];
}

// Asks for a new kind of credential; a template reuses the one of the webhook.
const NOT_FOR_US = 'PLAIN_GENERIC_AUTH';

/**
 * The workflow as n8n imports it.
 *
 * @throws when the SDK's checks, or n8n's of the groups, find anything to say
 */
export function finished(builder: WorkflowBuilder, ...groups: readonly Group[]): WorkflowJSON {
	for (const { name, description, steps } of groups) builder.group(name, [...steps], { description });
	const { errors, warnings } = builder.validate();
	const remarks = [...errors, ...warnings]
		.filter(({ code }) => String(code) !== NOT_FOR_US)
		.map(({ message }) => message);
	const json = builder.toJSON();
	if (groups.length > 0) sayHowToUnfold(json);
	lowerStart(json);
	const faults = [...remarks, ...groupFaults(groups, json)];
	if (faults.length > 0) throw new Error(`${builder.name}: ${faults.join('; ')}`);
	return json;
}

/** As {@link finished}, for a canvas of which little is left when its groups are folded. */
export function finishedBelowNotes(builder: WorkflowBuilder, ...groups: readonly Group[]): WorkflowJSON {
	const json = finished(builder, ...groups);
	stackNotes(json);
	lowerStart(json);
	return json;
}
