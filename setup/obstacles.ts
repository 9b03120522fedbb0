/** What has to be put right by a person before anything is changed. */
import type { Table } from '../workflows/src/tables';
import { OUR_TABLES } from './our-tables';
import type { Access, TableState } from './survey';

export interface Obstacle {
	readonly message: string;
	readonly whatToDo: string;
}

/** The n8n that the templates are tested with; older ones lack the API of Data Tables or canvas groups. */
export const OLDEST = '2.41.0';

export const PACKAGE = 'n8n-nodes-lead-lifecycle';

const scopes = (resource: string, operations: string): string[] =>
	operations.split(' ').map((operation) => `${resource}:${operation}`);

/** What a set-up does; `status` reads only. */
export const NEEDED_TO_CHANGE = [
	...scopes('workflow', 'list read create update delete activate deactivate'),
	...scopes('credential', 'create read update'),
	...scopes('dataTable', 'list create'),
	...scopes('dataTableColumn', 'create'),
	...scopes('dataTableRow', 'read create upsert'),
];
export const NEEDED_TO_READ = [
	...scopes('workflow', 'list read'),
	...scopes('dataTable', 'list'),
	...scopes('dataTableRow', 'read'),
	...scopes('execution', 'list'),
];

/** What can be told of an n8n before it is read. */
export function obstaclesOfAccess(
	{ version, scopes: given, knowsPackage }: Access,
	{ scopes: needed, needsPackage }: { readonly scopes: readonly string[]; readonly needsPackage: boolean },
): Obstacle[] {
	const found: Obstacle[] = [];
	if (given === undefined || (version !== '' && isOlder(version, OLDEST))) found.push(tooOld(version));
	const missing = needed.filter((scope) => given !== undefined && !given.has(scope));
	if (missing.length > 0) found.push(tooNarrow(missing, given?.size ?? 0));
	if (needsPackage && !knowsPackage) found.push(WITHOUT_PACKAGE);
	return found;
}

const tooOld = (version: string): Obstacle => ({
	message: `This n8n is too old: ${version === '' ? 'it does not say its version' : `it is ${version}`}, and the templates need ${OLDEST} or newer.`,
	whatToDo: 'Update n8n and run the same command again. A backup of its database before that is a good habit.',
});

const tooNarrow = (missing: readonly string[], given: number): Obstacle => ({
	message: `The API key has ${given} scopes and lacks ${missing.length} that are needed: ${missing.join(', ')}.`,
	whatToDo: 'Make a key in n8n under Settings → n8n API with these scopes, or with all of them, and give that one.',
});

const WITHOUT_PACKAGE: Obstacle = {
	message: `This n8n has not loaded the node package ${PACKAGE}.`,
	whatToDo: [
		`Install it in n8n under Settings → Community nodes → Install, name ${PACKAGE}.`,
		`On your own server you can also run "npm install ${PACKAGE}" in the folder ~/.n8n/nodes and restart n8n.`,
		'If it is installed and n8n 3 does not load it, set N8N_UNVERIFIED_PACKAGES_ENABLED=true and restart.',
	].join(' '),
};

function isOlder(version: string, than: string): boolean {
	const [mine, other] = [version, than].map((text) => text.split('.').map(Number));
	const index = mine.findIndex((part, place) => part !== other[place]);
	return index >= 0 && mine[index] < other[index];
}

/** Tables in the way of ours: n8n's node finds a table “by name” by a part of its name. */
export function obstaclesOfTables(tables: readonly TableState[], wanted: readonly Table[] = OUR_TABLES): Obstacle[] {
	return wanted.flatMap((ours) => [
		...tables.filter(({ name }) => isTakenFor(name, ours.name)).map(({ name }) => inTheWay(name, ours.name)),
		...twice(tables, ours.name),
		...tables.filter(({ name }) => name === ours.name).flatMap((table) => wrongColumns(table, ours)),
	]);
}

const isTakenFor = (name: string, ours: string): boolean => {
	const [theirs, mine] = [name.toLowerCase(), ours.toLowerCase()];
	if (OUR_TABLES.some((table) => table.name === name)) return false;
	return theirs === mine || theirs.includes(mine) || mine.includes(theirs);
};

const inTheWay = (name: string, ours: string): Obstacle => ({
	message: `The data table “${name}” is in the way: n8n would take it for ${ours}.`,
	whatToDo: `Rename it under Data tables, so that neither name is a part of the other, and run the same command again.`,
});

function twice(tables: readonly TableState[], ours: string): Obstacle[] {
	const same = tables.filter(({ name }) => name === ours);
	if (same.length < 2) return [];
	const projects = same.map(({ projectId }) => projectId).join(' and ');
	return [
		{
			message: `There are ${same.length} data tables called ${ours}, in the projects ${projects}.`,
			whatToDo: 'Rename all but the one that the templates use, and run the same command again.',
		},
	];
}

function wrongColumns({ columns }: TableState, ours: Table): Obstacle[] {
	const wrong = ours.columns.flatMap(({ name, type }) => {
		const there = columns.find((column) => column.name === name);
		return there === undefined || there.type === type ? [] : [`${name} is ${there.type} instead of ${type}`];
	});
	if (wrong.length === 0) return [];
	return [
		{
			message: `The data table ${ours.name} has columns of another kind: ${wrong.join(', ')}.`,
			whatToDo: `If it is not of this package, rename the table. If it is, rename these columns; new ones are made beside them. Then run the same command again.`,
		},
	];
}
