/** What was typed after the command's name. */
import { parseArgs } from 'node:util';
import { SetupFailure } from './failure';
import { CHANNELS, CRMS, type Channel, type Crm } from './services';
import { STORES, type Store } from './store';

export const COMMANDS = ['setup', 'status', 'upgrade', 'remove', 'help'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Arguments {
	readonly command: Command;
	readonly url: string | undefined;
	readonly apiKey: string | undefined;
	readonly crm: Crm | 'none' | undefined;
	readonly channels: readonly Channel[] | undefined;
	readonly store: Store | undefined;
	readonly credentials: readonly string[];
	readonly replace: readonly string[];
	readonly webhookUrl: string | undefined;
	readonly dryRun: boolean;
	readonly yes: boolean;
	readonly newSecret: boolean;
	readonly deleteTables: boolean;
	readonly oldCopies: boolean;
}

const OPTIONS = {
	url: { type: 'string' },
	'api-key': { type: 'string' },
	crm: { type: 'string' },
	channels: { type: 'string' },
	store: { type: 'string' },
	credential: { type: 'string', multiple: true },
	replace: { type: 'string', multiple: true },
	'webhook-url': { type: 'string' },
	'dry-run': { type: 'boolean' },
	yes: { type: 'boolean', short: 'y' },
	'new-secret': { type: 'boolean' },
	'keep-tables': { type: 'boolean' },
	'delete-tables': { type: 'boolean' },
	'old-copies': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

export const HELP = `npx n8n-nodes-lead-lifecycle setup [options]

Brings the tables and workflow templates into your n8n by its public API, shows first what it will do,
and asks. Run it again whenever you like: it does what is missing and leaves your edits alone.

  setup     install, or complete an installation
  upgrade   the same, for the CRM and channels that are installed
  status    versions, backlog, sizes of tables, failures, credentials, edits; changes nothing
  remove    unpublish and delete the workflows; the tables stay unless --delete-tables

  --url URL            address of your n8n, as you open its editor  (or N8N_URL)
  --api-key KEY        of Settings → n8n API; it is never printed   (better: N8N_API_KEY)
  --crm NAME           none (default), ${CRMS.join(', ')}
  --channels LIST      ${CHANNELS.join(', ')}, separated by commas   (default: slack,email)
  --store NAME         where the tables are: ${STORES.join(', ')}   (default: the first)
  --credential NAME    which credential of n8n to connect, where there are several; may be repeated
  --replace NAME       overwrite your edits in this workflow, e.g. 02-score; may be repeated; all
  --new-secret         make new secrets for the webhook and the form
  --webhook-url URL    where n8n takes webhooks, if that is another address
  --dry-run            show what would be done, and do nothing
  --yes                do not ask
  --delete-tables      with remove: delete the tables too, with everything in them
  --old-copies         with remove: delete copies that were imported by hand, and their credentials, too`;

export function readArguments(args: readonly string[], environment: NodeJS.ProcessEnv): Arguments {
	const { values, positionals } = parsed(args);
	const command = values.help === true ? 'help' : commandOf(positionals);
	const url = values.url ?? environment.N8N_URL;
	return {
		command,
		url: url === undefined ? undefined : readUrl(url, '--url'),
		apiKey: readKey(values['api-key'] ?? environment.N8N_API_KEY),
		crm: values.crm === undefined ? undefined : oneOf(values.crm, ['none', ...CRMS] as const, '--crm'),
		channels: values.channels === undefined ? undefined : readChannels(values.channels),
		store: values.store === undefined ? undefined : oneOf(values.store, STORES, '--store'),
		credentials: values.credential ?? [],
		replace: values.replace ?? [],
		webhookUrl: values['webhook-url'] === undefined ? undefined : readUrl(values['webhook-url'], '--webhook-url'),
		dryRun: values['dry-run'] === true,
		yes: values.yes === true,
		newSecret: values['new-secret'] === true,
		deleteTables: values['delete-tables'] === true && values['keep-tables'] !== true,
		oldCopies: values['old-copies'] === true,
	};
}

function parsed(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
	} catch (error) {
		// Node's own words may quote what was typed, a key included.
		const [, option = ''] = /'(--?[\w-]+)/.exec((error as Error).message) ?? [];
		throw new SetupFailure(
			`The option ${option || 'given'} is not known, or lacks its value.`,
			'npx n8n-nodes-lead-lifecycle help lists the options.',
		);
	}
}

function commandOf(positionals: readonly string[]): Command {
	const [command = 'help', ...more] = positionals;
	const known = COMMANDS.find((each) => each === command);
	if (known !== undefined && more.length === 0) return known;
	throw new SetupFailure(
		`“${known === undefined ? command : more.join(' ')}” is not a command.`,
		`The commands are ${COMMANDS.join(', ')}, one at a time.`,
	);
}

const readChannels = (text: string): Channel[] =>
	text
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '' && name !== 'none')
		.map((name) => oneOf(name, CHANNELS, '--channels'));

function oneOf<T extends string>(text: string, known: readonly T[], option: string): T {
	const found = known.find((each) => each === text.trim().toLowerCase());
	if (found !== undefined) return found;
	throw new SetupFailure(`“${text}” is nothing that ${option} knows.`, `It takes ${known.join(', ')}.`);
}

/** @throws {SetupFailure} which does not quote the key */
export function readKey<T extends string | undefined>(text: T): T {
	const key = text?.trim();
	if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key as T;
	throw new SetupFailure(
		key === '' ? 'The API key is empty.' : 'The API key holds a blank, a line break or a sign that no key of n8n has.',
		'Copy it again from n8n, Settings → n8n API, whole and alone.',
	);
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const THIS_MACHINE = /^(localhost|127\.|\[::1\])/i;

/** @returns the address without what follows the place of n8n, such as /home/workflows */
export function readUrl(text: string, option: string): string {
	const given = text.trim();
	const written = SCHEME.test(given) ? given : `${THIS_MACHINE.test(given) ? 'http' : 'https'}://${given}`;
	if (!URL.canParse(written) || !/^https?:/i.test(written)) {
		throw new SetupFailure(`“${text}” is not an address.`, `Give ${option} as https://n8n.your-company.com`);
	}
	const { origin, pathname } = new URL(written);
	const path = pathname
		.replace(/\/(home|workflow|projects|setup|signin|settings|api\/v1)(\/.*)?$/, '')
		.replace(/\/+$/, '');
	return origin + path;
}
