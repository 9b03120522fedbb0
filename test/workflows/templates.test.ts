import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import type { NodeJSON, WorkflowJSON } from '@n8n/workflow-sdk';
import { TABLES, type Table } from '../../workflows/src/tables';
import {
	committed,
	describes,
	files,
	FOLDER,
	isLangchain,
	isNote,
	parsed,
	starters,
	variants,
} from '../support/templates';

const SCRIPT = join(FOLDER, '..', 'scripts', 'workflows.mjs');

/** Pixels on the canvas. */
interface Area {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

const areaFrom = ([left, top]: [number, number], width: number, height: number): Area => ({
	left,
	right: left + width,
	top,
	bottom: top + height,
});
const frameOf = ({ position, parameters }: NodeJSON): Area =>
	areaFrom(position, Number(parameters?.width), Number(parameters?.height));

/** A node with the lines below it: its name, and what n8n or a note in the flow says; a name of one line at least. */
const areaOf = ({ position: [x, y], disabled }: NodeJSON): Area =>
	areaFrom([x - 24, y], 96 + 48, 96 + (disabled ? 64 : 32));

/** The words of a note as n8n sets them: headings of 36 and 24 pixels, then lines of 12. */
function wordsOf({ position: [x, y], parameters }: NodeJSON): Area {
	const inner = Number(parameters?.width) - 32;
	const sizeOf = (line: string) =>
		line.startsWith('# ')
			? { letter: 18, line: 55 }
			: line.startsWith('## ')
				? { letter: 12, line: 40 }
				: { letter: 6.4, line: 19 };
	const lines = (parameters?.content as string)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => ({ ...sizeOf(line), length: line.replace(/^#+ |[*`]/g, '').length }));
	const height = lines.reduce((sum, { letter, line, length }) => sum + line * Math.ceil((length * letter) / inner), 8);
	const width = Math.max(...lines.map(({ letter, length }) => Math.min(length * letter, inner)));
	return areaFrom([x + 12, y], width, height);
}

/** Where n8n's editor draws a folded group: above the upper left corner of its nodes, whatever their number. */
function foldedAreaOf({ nodeIds }: { readonly nodeIds: readonly string[] }, nodes: readonly NodeJSON[]): Area {
	const places = nodes.filter(({ id }) => nodeIds.includes(id)).map(({ position }) => position);
	const left = Math.min(...places.map(([x]) => x));
	const top = Math.min(...places.map(([, y]) => y));
	return areaFrom([left - 48, top - 128], 400, 96);
}

const overlap = (left: Area, right: Area): boolean =>
	left.left < right.right && right.left < left.right && left.top < right.bottom && right.top < left.bottom;
const holds = (outer: Area, inner: Area): boolean =>
	inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

const TELLS = /\.(slack|microsoftTeams|emailSend|mailchimp|sendInBlue|mautic)$/;
const SERVICES = new RegExp(
	`${TELLS.source}|\\.(hubspot|hubspotTrigger|salesforceTrigger|pipedriveTrigger|salesforce|pipedrive|odoo|googleSheets|lmChatOpenAi)$`,
);

/** Questions at the end of a lap that lead back to its beginning, by template. Any other step back is a slip. */
const LAPS: Readonly<Record<string, readonly string[]>> = {
	'05-feedback': ['Check again? → Number the decisions'],
	'13-import-from-hubspot': ['More pages? → Import a page'],
	'14-import-from-odoo': ['More pages? → Import a page'],
	'20-try-a-model': [
		'Preview a page of leads → What next?',
		'Show the preview → What next?',
		'Publish → What next?',
		'When all is written → What next?',
	],
	'26-move-to-postgresql': ['Move a page → Plan the next page'],
	'27-move-back': ['Move a page → Plan the next page'],
	'25-retention': ['Wait 5 seconds → Find the lease', 'Are there more? → Find the lease'],
	'23-one-person': ['All written → Read links', 'Is nobody scoring? → Read links', 'Wait 5 seconds → Find the lease'],
};

describe('the files', () => {
	it('are what the sources generate, for each CRM and each store, and no others', () => {
		const { stderr, status } = spawnSync('node', [SCRIPT, '--check'], { encoding: 'utf8' });
		expect([stderr, status]).toEqual(['', 0]);
	});
});

describe.each(files)('%s', (file) => {
	const workflow = parsed(file);
	const steps = workflow.nodes.filter((node) => !isNote(node));
	const notes = workflow.nodes.filter(isNote);

	// n8n takes an empty id for no condition at all, and runs whichever workflow it finds first.
	it('starts no workflow without an id', () => {
		const ids = steps
			.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow')
			.map(({ parameters }) => (parameters?.workflowId as { value: string }).value);
		expect(ids.filter((id) => id !== '={{ $workflow.id }}' && !id.endsWith(" || 'none' }}"))).toEqual([]);
	});

	it('uses node types and versions that exist', () => {
		expect(
			steps.filter((node) => !describes(node)).map(({ name, type, typeVersion }) => `${name}: ${type} ${typeVersion}`),
		).toEqual([]);
	});

	it.each(steps.filter((node) => !isLangchain(node)).map((node) => [node.name, node] as const))(
		'%s: n8n knows every parameter and misses none',
		(_name, node) => {
			const description = describes(node) as INodeTypeDescription;
			const known = NodeHelpers.getNodeParameters(
				description.properties,
				(node.parameters ?? {}) as INode['parameters'],
				true,
				false,
				node,
				description,
			);
			expect(Object.keys(node.parameters ?? {}).filter((key) => !Object.keys(known ?? {}).includes(key))).toEqual([]);
			const issues = NodeHelpers.getNodeParametersIssues(
				description.properties,
				{ ...node, parameters: known } as INode,
				description,
			);
			// The document is chosen from a list of the account.
			const { documentId, ...others } = issues?.parameters ?? {};
			expect(others).toEqual({});
			expect(documentId === undefined || node.type === 'n8n-nodes-base.googleSheets').toBe(true);
		},
	);

	it('holds no credential, no secret and no address of this machine', () => {
		expect(workflow.nodes.filter((node) => node.credentials !== undefined)).toEqual([]);
		expect(committed(file)).not.toMatch(/127\.0\.0\.1|localhost|xox[bp]-|Bearer (?!Auth\b)|api[_-]?key/i);
	});

	it('has nodes of services deactivated; a starter has them wait for a credential', () => {
		const outside = steps.filter(({ type }) => SERVICES.test(type));
		outside.push(...steps.filter(({ parameters }) => parameters?.nodeCredentialType !== undefined));
		const waits = (node: NodeJSON): boolean =>
			starters.includes(file) &&
			!TELLS.test(node.type) &&
			(describes(node)?.credentials ?? []).every(({ required }) => required);
		expect(outside.filter((node) => node.disabled !== true && !waits(node)).map(({ name }) => name)).toEqual([]);
	});

	it('has no node on top of another', () => {
		const near = (left: NodeJSON, right: NodeJSON): boolean =>
			Math.abs(left.position[0] - right.position[0]) < 180 && Math.abs(left.position[1] - right.position[1]) < 140;
		const pairs = steps.flatMap((left, index) =>
			steps
				.slice(index + 1)
				.filter((right) => near(left, right))
				.map((right) => `${left.name} / ${right.name}`),
		);
		expect(pairs).toEqual([]);
	});

	it('stands on the grid of the editor, which would move the rest', () => {
		const sizes = notes.flatMap(({ parameters }) => [Number(parameters?.width), Number(parameters?.height)]);
		const places = workflow.nodes.flatMap(({ position }) => position);
		expect([...places, ...sizes].filter((pixels) => pixels % 16 !== 0)).toEqual([]);
	});

	it('has no node on the words of a note', () => {
		const pairs = notes.flatMap((note) => {
			const words = wordsOf(note);
			return steps.filter((node) => overlap(words, areaOf(node))).map(({ name }) => `${name} on ${note.name}`);
		});
		expect(pairs).toEqual([]);
	});

	it('has no folded group on the words of a note, on a node or on another group', () => {
		const boxes = (workflow.nodeGroups ?? []).map((group) => ({ ...group, area: foldedAreaOf(group, steps) }));
		const grouped = new Set(boxes.flatMap(({ nodeIds }) => nodeIds));
		const others = [
			...notes.map((note) => ({ name: note.name, area: wordsOf(note) })),
			...steps.filter(({ id }) => !grouped.has(id)).map((node) => ({ name: node.name, area: areaOf(node) })),
		];
		const pairs = boxes.flatMap((box, index) =>
			[...others, ...boxes.slice(index + 1)]
				.filter(({ area }) => overlap(box.area, area))
				.map(({ name }) => `${box.name} on ${name}`),
		);
		expect(pairs).toEqual([]);
	});

	it('has notes that their words fit into, and that are no taller than twice what stands in them', () => {
		const wrong = notes.filter((note) => {
			const { top, bottom } = frameOf(note);
			const inside = [wordsOf(note), ...steps.map(areaOf).filter((area) => holds(frameOf(note), area))];
			const lowest = Math.max(...inside.map((area) => area.bottom));
			return wordsOf(note).bottom > bottom || bottom - top > 2 * (lowest - top);
		});
		expect(wrong.map(({ name }) => name)).toEqual([]);
	});

	it('runs from left to right, but for loops', () => {
		const loops = new Set(steps.filter(({ type }) => type.endsWith('.splitInBatches')).map(({ name }) => name));
		const columnOf = new Map(steps.map((node) => [node.name, node.position[0]]));
		const back = Object.entries(workflow.connections).flatMap(([source, { main = [] }]) =>
			main.flatMap((targets) =>
				(targets ?? [])
					.filter(({ node }) => !loops.has(node) && Number(columnOf.get(node)) <= Number(columnOf.get(source)))
					.map(({ node }) => `${source} → ${node}`)
					.filter((step) => !LAPS[basename(file)]?.includes(step)),
			),
		);
		expect(back).toEqual([]);
	});

	it('says in notes what it does, each node inside a note, or in a group below the notes', () => {
		const inside = (node: NodeJSON): boolean => notes.some((note) => holds(frameOf(note), areaOf(node)));
		// Where the notes stand above all steps, a group says what its nodes do, and a trigger what it waits for.
		const grouped = new Set((workflow.nodeGroups ?? []).flatMap(({ nodeIds }) => nodeIds));
		const isSaid = steps.some(inside) ? inside : ({ id, type }: NodeJSON) => grouped.has(id) || /trigger$/i.test(type);
		expect(steps.filter((node) => !isSaid(node)).map(({ name }) => name)).toEqual([]);
	});

	// n8n's expressions run in an isolate: a list with an error object of an HTTP Request node does not go into it.
	it('reads what the CRM answered by the words of its errors', () => {
		expect(committed(file)).not.toMatch(/\$\('[^']+: call'\)/);
	});

	it('has names of one kind: each once, in expressions only names that exist', () => {
		const names = workflow.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const used = [...committed(file).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		expect(used.filter((name) => !names.includes(name))).toEqual([]);
	});
});

describe.each(variants.map((file) => [file, basename(file)]))('%s', (file, name) => {
	const [variant, standard] = [parsed(file), parsed(name)];
	const framesOf = ({ nodes }: WorkflowJSON): NodeJSON[] =>
		nodes.filter((node) => isNote(node) && /\bCRM\b/.test(String(node.name)));

	/** Nodes by name, without those inside a note about the CRM, and without the words of notes. */
	function others(workflow: WorkflowJSON): Map<string, unknown> {
		const isInside = ({ position: [x, y] }: NodeJSON): boolean =>
			framesOf(workflow).some(
				({ position: [left, top], parameters }) =>
					x >= left && x < left + Number(parameters?.width) && y >= top && y < top + Number(parameters?.height),
			);
		const plain = (node: NodeJSON): NodeJSON =>
			isNote(node) ? { ...node, parameters: { ...node.parameters, content: '' } } : node;
		const outside = workflow.nodes.filter((node) => isNote(node) || !isInside(node));
		return new Map(outside.map((node) => [String(node.name), plain(node)]));
	}

	it('differs from the one for HubSpot in the steps of the CRM only', () => {
		expect(framesOf(variant).length).toBeGreaterThan(0);
		expect(others(variant)).toEqual(others(standard));
		expect(variant.nodes.length).toBeGreaterThan(others(variant).size);
	});

	it('connects its other steps in the same way', () => {
		const outside = ({ connections }: WorkflowJSON) =>
			Object.entries(connections).filter(([source]) => others(standard).has(source));
		expect(outside(variant)).toEqual(outside(standard));
	});
});

describe('the clock', () => {
	it.each(files.filter((file) => !/^(0[09]|starter)/.test(basename(file))))('%s is read by its nodes alone', (file) => {
		// What a table holds for a run, and which rows are looked at, is a matter of the time on the wall.
		const clocks = parsed(file).nodes.filter(
			({ type, parameters }) =>
				type !== 'n8n-nodes-base.dataTable' &&
				/\$now|\$today|DateTime\.(now|local)\(\)/.test(JSON.stringify(parameters)),
		);
		expect(clocks.map(({ name }) => name)).toEqual([]);
	});
});

describe('01-capture', () => {
	it('is closed to strangers', () => {
		const trigger = parsed('01-capture').nodes.find(({ name }) => name === 'Lead activity');
		// What is not set has the node's default, which is a credential that checks the sender.
		expect(trigger?.parameters).toEqual({
			path: 'lead-activity',
			respond: 'responseNode',
			settings: { objectsAsText: true },
		});
	});
});

describe('the tables', () => {
	const columns = ({ columns }: Table): string => columns.map(({ name }) => name).join(', ');

	// Public names: other workflows and people rely on them to the letter.
	it.each([
		[
			'll_rules',
			TABLES.rules,
			'rule, points, dimension, event, field, operator, value, per, max, count, days, every, decay, importance, moment, active, note, model',
		],
		[
			'll_activity_log',
			TABLES.activityLog,
			'activity, lead, type, at, channel, source, properties, attributes, quarantine',
		],
		[
			'll_lead_book',
			TABLES.leadBook,
			'lead, cell, total, fit, engagement, signal, stage, summary, label, name, email, title, company, owner, quality, recent, lastActivityAt, activities, handedOffAt, acceptedAt, track, coolOffUntil, recycles, recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, chance, chanceWhy, account, cellSince, slaAlerts, crm, mergedInto, listedTrack, enrichment, attributes, leadScore, logged, version, batch, news',
		],
		[
			'll_account_book',
			TABLES.accountBook,
			'account, domain, name, score, members, engaged, completeness, missingRoles, topLeads, surge, qualified, transition, qualifiedAt, crossings, version',
		],
		[
			'll_outbox',
			TABLES.outbox,
			'title, audience, status, kind, at, lead, text, channel, attempts, nextAt, error, details, key',
		],
		['ll_stage_log', TABLES.stageLog, 'lead, from, to, at, by, why'],
		[
			'll_import_progress',
			TABLES.importProgress,
			'source, status, cursor, total, done, activities, leads, startedAt, lastPageAt, finishedAt',
		],
		['ll_alias_book', TABLES.aliasBook, 'alias, lead, at'],
		['ll_settings', TABLES.settings, 'name, value, note'],
		[
			'll_predictors',
			TABLES.predictors,
			'name, status, verdict, trainedAt, auc, low, high, leads, converted, why, model',
		],
		['ll_state', TABLES.state, 'name, holder, until, position, seen, tries, gaps, sweep, workflow, next, rules'],
	])('%s has its columns', (name, table, expected) => {
		expect(table.name).toBe(name);
		expect(columns(table)).toBe(expected);
	});

	it('have names of which none is part of another', () => {
		const names = Object.values(TABLES).map(({ name }) => name);
		expect(names.filter((name) => names.some((other) => other !== name && other.includes(name)))).toEqual([]);
	});

	it('are all made by 00', () => {
		const created = parsed('00-set-up').nodes.filter(({ parameters }) => parameters?.operation === 'create');
		const made = created.map(({ parameters }) => ({
			name: parameters?.tableName,
			columns: (parameters?.columns as { column: unknown }).column,
		}));
		expect(made).toEqual(Object.values(TABLES).map(({ name, columns }) => ({ name, columns })));
	});
});
