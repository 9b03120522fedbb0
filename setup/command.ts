/** `npx n8n-nodes-lead-lifecycle setup`: the package's templates in an n8n that is there already, by its public API alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WEBHOOK_PATH } from '../scripts/host/templates.mjs';
import { findAccounts } from './accounts';
import { HELP, readArguments, readKey, readUrl, type Arguments } from './arguments';
import { SetupFailure } from './failure';
import { WHOLE } from './installation';
import { readLibrary, readPackageVersion } from './library';
import { NEEDED_TO_CHANGE, NEEDED_TO_READ, obstaclesOfAccess, obstaclesOfTables, type Obstacle } from './obstacles';
import { dataTablesOf } from './our-tables';
import { plan, unknownReplacements, type Request } from './plan';
import { PublicApi } from './public-api';
import { removals, whatStays } from './remove';
import { report } from './report';
import { carryOut, noteWhole, type Doing, type Progress } from './run';
import { CHANNELS, CRMS, type Channel } from './services';
import { status } from './status';
import { areTablesMade, obstaclesOfStore, STORES, type Store } from './store';
import { readAccess, survey, type Survey } from './survey';
import { choose, servicesWanted, type Wanted } from './template-set';
import { ask, askSecret, confirm } from './terminal';
import { planInWords } from './words';

const LISTENING_LIMIT = 30_000;
const POLL_EVERY = 500;
const PAUSE = 3000;
const DEFAULT_CHANNELS: readonly Channel[] = ['slack', 'email'];

/** What the command has around it. */
export interface Surroundings {
	readonly environment: NodeJS.ProcessEnv;
	readonly packageFolder: string;
	readonly print: (text: string) => void;
	readonly progress: Progress;
	/** Milliseconds to wait for the webhook to listen. */
	readonly patience?: number;
	/** Milliseconds that n8n gets to give up an address. */
	readonly pause?: number;
}

/** @throws {SetupFailure} */
export async function runCommand(args: readonly string[], around: Surroundings): Promise<void> {
	const given = readArguments(args, around.environment);
	if (given.command === 'help') return around.print(HELP);
	const api = await connectTo(given);
	const access = await readAccess(api);
	const scopes =
		given.command === 'status'
			? NEEDED_TO_READ
			: [...NEEDED_TO_CHANGE, ...(given.store === 'postgres' ? ['execution:list'] : [])];
	stopAt(obstaclesOfAccess(access, { scopes, needsPackage: given.command !== 'remove' }));
	const before = await survey(api, access);
	const now: Now = { api, before, given, around };
	if (given.command === 'status') return await showStatus(now);
	if (given.command === 'remove') return await remove(now);
	stopAt(obstaclesOfTables(before.tables, dataTablesOf(wantedOf(given, before).store)));
	await setUp(now);
}

async function connectTo({ url, apiKey }: Arguments): Promise<PublicApi> {
	const address = url ?? readUrl(await ask('Address of your n8n: ', 'Give it by --url or N8N_URL.'), '--url');
	const key =
		apiKey ??
		readKey(await askSecret('API key (n8n: Settings → n8n API; not shown): ', 'Give it by N8N_API_KEY or --api-key.'));
	return new PublicApi(address, key);
}

function stopAt(obstacles: readonly Obstacle[]): void {
	if (obstacles.length === 0) return;
	const [{ message, whatToDo }] = obstacles;
	if (obstacles.length === 1) throw new SetupFailure(message, `${whatToDo} Nothing was changed.`);
	const all = obstacles.map((each) => `  - ${each.message}\n    ${each.whatToDo}`);
	throw new SetupFailure(
		`There are ${obstacles.length} things in the way:\n${all.join('\n')}`,
		'Put them right, and run the same command again. Nothing was changed.',
	);
}

// --- What is wanted -------------------------------------------------------------------------------------------------------

/** What was typed, else what an earlier run noted. */
function wantedOf({ command, crm, channels, store }: Arguments, { notes }: Survey): Required<Wanted> {
	const [notedCrm = '', notedChannels = ''] = notedIn(notes);
	if (command === 'upgrade' && notedCrm === '') {
		throw new SetupFailure(
			'Nothing is installed that could be upgraded.',
			'Run setup: it installs, and takes an installation by hand over.',
		);
	}
	const known = CRMS.find((each) => each === notedCrm);
	return {
		store: store ?? notedStore(notes) ?? 'data-tables',
		crm: crm ?? known ?? 'none',
		channels:
			channels ??
			(notedCrm === '' ? DEFAULT_CHANNELS : CHANNELS.filter((each) => notedChannels.split(',').includes(each))),
	};
}

const notedIn = (notes: Survey['notes']): readonly string[] =>
	notes.find(({ name }) => name === WHOLE)?.choice.split(' ') ?? [];

function notedStore(notes: Survey['notes']): Store | undefined {
	const [crm = '', , store = 'data-tables'] = notedIn(notes);
	return crm === '' ? undefined : STORES.find((each) => each === store);
}

const inWords = ({ crm, channels, store }: Required<Wanted>): string =>
	[crm, channels.join(',') || 'none', ...(store === 'postgres' ? [store] : [])].join(' ');

// --- Commands -------------------------------------------------------------------------------------------------------------

interface Now {
	readonly api: PublicApi;
	readonly before: Survey;
	readonly given: Arguments;
	readonly around: Surroundings;
}

async function setUp(now: Now): Promise<void> {
	const { api, before, given, around } = now;
	const wanted = wantedOf(given, before);
	const { request, remarks } = await requestOf(now, wanted);
	const { sources, accounts, store, areTablesMade: isMade } = request;
	const planned = plan(before, request);
	around.print(
		`n8n ${before.version} at ${api.url}; CRM: ${wanted.crm}; channels: ${wanted.channels.join(', ') || 'none'}\n`,
	);
	around.print(planInWords({ steps: planned.steps, remarks: [...planned.remarks, ...remarks] }));
	if (!(await isAgreed(now, planned.steps.length > 0, 'Go on?'))) return;
	const startedAt = Date.now();
	const doing = doingWith(now, request);
	const secrets = await carryOut(planned, before, doing);
	const webhookUrl = given.webhookUrl ?? api.url;
	const isListening = !isMade || (await listens(webhookUrl, around.patience));
	const after = await survey(api, before);
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	const changes = planned.steps.length;
	around.print(
		report({
			url: api.url,
			webhookUrl,
			survey: after,
			sources,
			services: servicesWanted(wanted),
			accounts,
			secrets,
			seconds,
			changes,
			isListening,
			store,
			areTablesMade: isMade,
		}),
	);
	await noteWhole(after, doing);
}

/** What is to be there, from what was typed, noted and found. */
async function requestOf(
	{ api, before, given, around }: Now,
	wanted: Required<Wanted>,
): Promise<{ readonly request: Request; readonly remarks: readonly string[] }> {
	const { store } = wanted;
	const { replace, newSecret } = given;
	const sources = choose(readLibrary(around.packageFolder, store), wanted);
	const { accounts, remarks } = findAccounts(before.credentials, servicesWanted(wanted), given.credentials);
	stopAt(obstaclesOfStore(store, notedStore(before.notes), accounts));
	const isMade = await areTablesMade(store, api, before);
	const request: Request = {
		...{ sources, accounts, replace, newSecret, choice: inWords(wanted), store, areTablesMade: isMade },
	};
	const unknown = unknownReplacements(request, before);
	if (unknown.length > 0)
		throw new SetupFailure(
			`--replace ${unknown.join(', ')}: there is no template and no workflow of that name.`,
			`It takes the name of a workflow, or of a file: ${sources.map(({ file }) => file).join(', ')}; or all. Nothing was changed.`,
		);
	return { request, remarks };
}

const doingWith = ({ api, around: { packageFolder, progress, pause = PAUSE } }: Now, request: Request): Doing => ({
	...{ api, request, progress, pause, version: readPackageVersion(packageFolder), now: () => new Date() },
});

/** @returns whether to go on; where not, it is said why */
async function isAgreed({ given, around }: Now, isNeeded: boolean, question: string): Promise<boolean> {
	if (given.dryRun) {
		around.print('\nThis was a dry run: nothing was changed.');
		return false;
	}
	if (!isNeeded || given.yes || (await confirm(`\n${question}`))) return true;
	around.print('Nothing was changed.');
	return false;
}

/** A call without a key is refused where the webhook listens, and unknown where it does not. */
async function listens(webhookUrl: string, patience = LISTENING_LIMIT): Promise<boolean> {
	const api = new PublicApi(webhookUrl, '');
	for (const givenUpAt = Date.now() + patience; ;) {
		const answer = await api.ask('POST', WEBHOOK_PATH, {}).catch(() => undefined);
		if (answer?.status === 401 || answer?.status === 403) return true;
		if (Date.now() > givenUpAt) return false;
		await sleep(POLL_EVERY);
	}
}

async function showStatus({ api, before, given, around }: Now): Promise<void> {
	const wanted = wantedOf(given, before);
	const sources = choose(readLibrary(around.packageFolder, wanted.store), wanted);
	const version = readPackageVersion(around.packageFolder);
	around.print(await status({ api, survey: before, sources, version, store: wanted.store }));
}

async function remove(now: Now): Promise<void> {
	const { api, before, given, around } = now;
	const all = removals(before, given);
	if (all.length === 0) return around.print('Nothing of this package’s set-up is in this n8n.');
	around.print(['What will be done:', ...all.map(({ title }) => `  - ${title}`)].join('\n'));
	if (!given.deleteTables) around.print('The tables and their rows stay; --delete-tables deletes them.');
	const stays = given.oldCopies ? '' : whatStays(before);
	if (stays !== '') around.print(stays);
	if (!(await isAgreed(now, true, 'Delete this?'))) return;
	for (const { title, take } of all) await around.progress.step(title, () => take(api));
	around.print('\nDone. The node package itself is removed in n8n under Settings → Community nodes.');
}
