/** `npx n8n-nodes-lead-lifecycle setup` against a stand-in for n8n's public API; on a real n8n: test/integrations/setup.test.ts. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bindCredentials, CALLER_CREDENTIAL, WEBHOOK_CREDENTIAL } from '../../scripts/host/templates.mjs';
import { silentProgress } from '../../scripts/host/progress.mjs';
import { runCommand } from '../../setup/command';
import { readLibrary } from '../../setup/library';
import { prepare } from '../../setup/prepare';
import { choose } from '../../setup/template-set';
import { SETUP_TABLE } from '../../setup/installation';
import { startsByItself, type InstalledWorkflow, type Workflow, type WorkflowNode } from '../../setup/workflow';
import { TABLES } from '../../workflows/src/tables';
import { FAKE_KEY, FakeN8n, type FakeSettings } from '../support/fake-n8n';
import messages from '../cases/setup-messages.json';
import sets from '../cases/setup-sets.json';

const PACKAGE = resolve(__dirname, '..', '..');

let n8n: FakeN8n;
beforeEach(async () => {
	n8n = await FakeN8n.open();
});
afterEach(async () => await n8n.close());

/** @returns all that was printed */
async function run(args: readonly string[], { packageFolder = PACKAGE } = {}): Promise<string> {
	const printed: string[] = [];
	await runCommand(args, {
		environment: { N8N_URL: n8n.url, N8N_API_KEY: FAKE_KEY },
		packageFolder,
		print: (text) => printed.push(text),
		progress: silentProgress,
		patience: 0,
		pause: 0,
	});
	return printed.join('\n');
}

const setUp = async (...more: string[]): Promise<string> => await run(['setup', '--yes', ...more]);

async function failing(args: readonly string[]): Promise<string> {
	try {
		await run(args);
	} catch (error) {
		const { message, whatToDo } = error as { message: string; whatToDo: string };
		return `${message} ${whatToDo}`;
	}
	throw new Error('It did not fail.');
}

const named = (name: string): InstalledWorkflow => {
	const found = n8n.workflows.find((workflow) => workflow.name === name);
	if (found === undefined) throw new Error(`There is no workflow “${name}”.`);
	return found;
};
const nodeOf = (workflow: Workflow, name: string): WorkflowNode & { parameters: Record<string, unknown> } =>
	workflow.nodes.find((node) => node.name === name) as WorkflowNode & { parameters: Record<string, unknown> };
const rowsOf = (table: string): ReadonlyArray<Record<string, unknown>> =>
	n8n.tables.find(({ name }) => name === table)?.rows ?? [];

/** A person's edit in the editor. */
function edit(
	workflow: string,
	node: string,
	change: (node: WorkflowNode & { parameters: Record<string, unknown> }) => object,
): void {
	const index = n8n.workflows.findIndex(({ name }) => name === workflow);
	const nodes = n8n.workflows[index].nodes.map((each) =>
		each.name === node ? { ...each, ...change({ ...each, parameters: { ...each.parameters } }) } : each,
	);
	n8n.workflows[index] = { ...n8n.workflows[index], nodes };
}

describe('what is in the way is said in one message', () => {
	it.each(messages)('$why', async ({ command = 'setup', arguments: args, fake, tables = [], says, hides }) => {
		const { scopes, ...settings } = fake as FakeSettings & { scopes?: readonly string[] | null };
		n8n.settings = { ...settings, ...(scopes !== undefined && { scopes: scopes ?? undefined }) };
		for (const table of tables) n8n.tables.push({ id: table.name, projectId: 'p', sizeBytes: 0, rows: [], ...table });
		const before = n8n.contents();
		const said = await failing([command, '--yes', ...args]);
		for (const text of says) expect(said).toContain(text);
		expect(said).not.toContain(FAKE_KEY);
		expect(said).not.toContain('another-key');
		if (hides !== undefined) expect(said).not.toContain(hides);
		if (!('failAfter' in fake)) expect(n8n.contents()).toEqual(before);
	});

	it('asks nobody where nobody is there to answer', async () => {
		expect(await failing(['setup'])).toContain('add --yes. Nothing was changed.');
		expect(n8n.changes).toEqual([]);
	});

	it('tells when the address is not n8n', async () => {
		const args = { packageFolder: PACKAGE, print: () => {}, progress: silentProgress };
		const run = runCommand(['setup'], { ...args, environment: { N8N_URL: 'http://127.0.0.1:9', N8N_API_KEY: 'x' } });
		await expect(run).rejects.toThrow(/127\.0\.0\.1:9 did not answer/);
	});
});

describe('which templates belong to a CRM and to channels', () => {
	it.each(sets)('$crm, $channels', ({ crm, channels, with: expected, without }) => {
		const chosen = choose(readLibrary(PACKAGE), { crm: crm as 'none', channels: channels as [] });
		const files = chosen.map(({ file }) => file);
		expect(files).toEqual(expect.arrayContaining(expected));
		for (const file of without) expect(files).not.toContain(file);
		expect(files).toEqual([...files].sort());
	});

	it('takes what differs with a CRM from its folder', () => {
		const sync = choose(readLibrary(PACKAGE), { crm: 'odoo', channels: [] }).find(({ file }) => file === '16-crm-sync');
		expect(sync?.template.name).toBe('16 CRM sync (Odoo)');
	});
});

describe('a first set-up', () => {
	it('does nothing in a dry run', async () => {
		expect(await run(['setup', '--dry-run'])).toContain('Create the table ll_lead_book');
		expect(n8n.changes).toEqual([]);
	});

	it('makes tables, rows, credentials and workflows, and publishes these', async () => {
		const printed = await setUp();
		expect(n8n.tables.map(({ name }) => name)).toEqual([
			SETUP_TABLE.name,
			...Object.values(TABLES).map(({ name }) => name),
		]);
		expect(rowsOf('ll_rules').length).toBeGreaterThan(20);
		// Whoever may ask about people, or erase them, gets a token or a password of their own first.
		expect(n8n.workflows.filter(({ active }) => !active).map(({ name }) => name)).toEqual([
			'22 Ask about leads',
			'23 One person',
		]);
		expect(rowsOf('ll_state').find(({ name }) => name === 'scoring')).toMatchObject({
			workflow: named('02 Score').id,
			next: named('10 Deliver').id,
			until: '',
		});
		const [{ data }] = n8n.credentials as Array<{ data: { secret: string } }>;
		expect(printed).toContain(`X-Lead-Activity-Key: ${data.secret}`);
		expect(printed).not.toContain(FAKE_KEY);
	});

	it('gives the webhook our credential, and each node its table by id', async () => {
		await setUp();
		const capture = named('01 Capture');
		expect(nodeOf(capture, 'Lead activity').credentials?.leadActivityWebhookApi.id).toBe('llActivityKey');
		const log = n8n.tables.find(({ name }) => name === 'll_activity_log');
		expect(JSON.stringify(capture.nodes)).toContain(`"value":"${log?.id}","cachedResultName":"ll_activity_log"`);
	});

	it('changes nothing the second time, and says of the secret only where it is', async () => {
		const first = await setUp();
		const [, secret] = /X-Lead-Activity-Key: (\w+)/.exec(first) ?? [];
		const before = n8n.changes.length;
		const second = await setUp();
		expect(n8n.changes.slice(before)).toEqual([]);
		expect(second).toContain('Nothing to do');
		expect(second).not.toContain(secret);
		expect(second).toContain('--new-secret');
	});

	it('is not disturbed by a table of the user’s', async () => {
		await setUp();
		n8n.tables.unshift({ id: 'x', name: 'customers', projectId: 'p', sizeBytes: 1, columns: [], rows: [] });
		expect(await setUp()).toContain('Nothing to do');
	});

	it('makes new secrets when asked', async () => {
		await setUp();
		const [before] = structuredClone(n8n.credentials);
		await setUp('--new-secret');
		expect(n8n.credentials[0].data).not.toEqual(before.data);
		expect(n8n.credentials).toHaveLength(3);
	});

	it('does not load rules again that somebody deleted', async () => {
		await setUp();
		n8n.tables.find(({ name }) => name === 'll_rules')?.rows.splice(0);
		expect(await setUp()).toContain('Nothing to do');
	});
});

describe('a run that ends anywhere is completed by the next', () => {
	const few = aPackageOf(/^(01|02|10)-/);
	afterAll(() => rmSync(few, { recursive: true }));

	it('after each change, whose answer is lost', async () => {
		const setUpFew = async () => await run(['setup', '--yes'], { packageFolder: few });
		await setUpFew();
		const [complete, all] = [n8n.contents(), n8n.changes.length];
		expect(all).toBeGreaterThan(30);
		// The last one notes that the secret was shown.
		for (let changes = 0; changes < all - 1; changes += 1) {
			await n8n.close();
			n8n = await FakeN8n.open({ failAfter: { changes, drop: true } });
			await expect(setUpFew()).rejects.toThrow(/did not answer/);
			n8n.settings = {};
			expect(await setUpFew()).toMatch(/X-Lead-Activity-Key: \w{32}/);
			expect([changes, n8n.contents()]).toEqual([changes, complete]);
			expect(await setUpFew()).toContain('Nothing to do');
		}
	}, 120_000);
});

describe('what a user changed', () => {
	beforeEach(async () => void (await setUp()));

	it('stays, and is shown', async () => {
		edit('02 Score', 'Score Lead', ({ parameters }) => ({ parameters: { ...parameters, modelSource: 'starter' } }));
		const before = n8n.changes.length;
		const printed = await setUp();
		expect(printed).toContain('“02 Score” was edited and stays as it is');
		expect(printed).toContain('“Score Lead”: modelSource');
		expect(printed).toContain('--replace 02-score');
		expect(n8n.changes).toHaveLength(before);
	});

	it('is overwritten when its workflow is named, and only there', async () => {
		for (const name of ['02 Score', '10 Deliver'])
			edit(name, 'What it does', () => ({ parameters: { content: 'mine' } }));
		const printed = await setUp('--replace', '02-score');
		expect(printed).toContain('Update the workflow “02 Score”: overwrites the edits');
		expect(nodeOf(named('02 Score'), 'What it does').parameters.content).not.toBe('mine');
		expect(nodeOf(named('10 Deliver'), 'What it does').parameters.content).toBe('mine');
		expect(await setUp('--replace', '02-score')).toContain('Nothing to do');
	});

	it('keeps a workflow unpublished that somebody unpublished, and an archived one archived', async () => {
		const digest = n8n.workflows.findIndex(({ name }) => name === '11 Digest');
		n8n.workflows[digest] = { ...n8n.workflows[digest], active: false };
		const index = n8n.workflows.findIndex(({ name }) => name === '12 Nurture lists');
		n8n.workflows[index] = { ...n8n.workflows[index], isArchived: true, active: false };
		const printed = await setUp();
		expect(printed).toContain('“11 Digest” was unpublished by somebody and stays so');
		expect(printed).toContain('“12 Nurture lists” was archived by somebody and stays so');
		expect(named('11 Digest').active).toBe(false);
	});

	it('makes a workflow again that somebody deleted', async () => {
		n8n.workflows.splice(
			n8n.workflows.findIndex(({ name }) => name === '04 SLA watch'),
			1,
		);
		await setUp();
		expect(named('04 SLA watch').active).toBe(true);
	});

	it('of its choices outlives a new version of the template', async () => {
		edit('10 Deliver', 'Send e-mail', ({ parameters: { ...parameters } }) => ({
			parameters: { ...parameters, fromEmail: 'leads@our.company' },
			credentials: { smtp: { id: 'mine', name: 'Mine' } },
			disabled: false,
		}));
		const newer = aNewerPackage('10-deliver.json', '"Send to Slack"', '"Send to Slack now"');
		try {
			const printed = await run(['upgrade', '--yes'], { packageFolder: newer });
			expect(printed).toContain('Update the workflow “10 Deliver”: this version of the package has a newer one');
			const { parameters, credentials, disabled } = nodeOf(named('10 Deliver'), 'Send e-mail');
			expect(parameters.fromEmail).toBe('leads@our.company');
			expect(credentials).toEqual({ smtp: { id: 'mine', name: 'Mine' } });
			expect(disabled).toBeUndefined();
			expect(nodeOf(named('10 Deliver'), 'Send to Slack now')).toBeDefined();
		} finally {
			rmSync(newer, { recursive: true });
		}
	});
});

/** The package with some of its templates. */
function aPackageOf(files: RegExp): string {
	const folder = mkdtempSync(join(tmpdir(), 'another-package-'));
	cpSync(join(PACKAGE, 'package.json'), join(folder, 'package.json'));
	mkdirSync(join(folder, 'workflows'));
	const wanted = readdirSync(join(PACKAGE, 'workflows')).filter((file) => files.test(file));
	for (const file of wanted) cpSync(join(PACKAGE, 'workflows', file), join(folder, 'workflows', file));
	return folder;
}

/** The package with another version of a template. */
function aNewerPackage(file: string, from: string, to: string): string {
	const folder = aPackageOf(/^\d\d-.*\.json$/);
	const path = join(folder, 'workflows', file);
	writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
	return folder;
}

describe('accounts', () => {
	it('are connected when they come, to nodes that nobody set', async () => {
		expect(await setUp()).toContain('Slack: make a credential in n8n (slackApi or slackOAuth2Api)');
		n8n.credentials.push({ id: 's1', name: 'Our Slack', type: 'slackOAuth2Api' });
		expect(await setUp()).toContain('Update the workflow “10 Deliver”: connects an account');
		const { parameters, credentials, disabled } = nodeOf(named('10 Deliver'), 'Send to Slack');
		expect([parameters.authentication, credentials, disabled]).toEqual([
			'oAuth2',
			{ slackOAuth2Api: { id: 's1', name: 'Our Slack' } },
			undefined,
		]);
		expect(nodeOf(named('17 Ask in Slack'), 'Send the answer to 05').disabled).toBeUndefined();
		expect(await setUp()).toContain('Nothing to do');
	});

	it('are connected in a workflow that was edited too, without touching the edit', async () => {
		await setUp();
		edit('10 Deliver', 'What it does', () => ({ parameters: { content: 'mine' } }));
		n8n.credentials.push({ id: 's1', name: 'Our Slack', type: 'slackApi' });
		await setUp();
		expect(nodeOf(named('10 Deliver'), 'Send to Slack').disabled).toBeUndefined();
		expect(nodeOf(named('10 Deliver'), 'What it does').parameters.content).toBe('mine');
		expect(await setUp()).toContain('was edited and stays as it is');
	});

	it('leave a node off in which something has to be written first', async () => {
		n8n.credentials.push({ id: 'm1', name: 'Mail', type: 'smtp' });
		expect(await setUp()).toContain('write what is open in “Send e-mail” in 10 Deliver');
		expect(nodeOf(named('10 Deliver'), 'Send e-mail')).toMatchObject({
			disabled: true,
			credentials: { smtp: { id: 'm1' } },
		});
	});

	it('have to be named where there are several', async () => {
		n8n.credentials.push({ id: 's1', name: 'One', type: 'slackApi' }, { id: 's2', name: 'Two', type: 'slackApi' });
		expect(await setUp()).toContain('Slack has 2 credentials (“One”, “Two”)');
		await setUp('--credential', 'Two');
		expect(nodeOf(named('10 Deliver'), 'Send to Slack').credentials).toEqual({ slackApi: { id: 's2', name: 'Two' } });
	});
});

describe('tables in PostgreSQL', () => {
	const onPostgres = async (...more: string[]): Promise<string> => await setUp('--store', 'postgres', ...more);
	const postgres = { id: 'pg', name: 'Leads database', type: 'postgres' };

	it('need a credential, which is asked for before anything is changed', async () => {
		expect(await failing(['setup', '--yes', '--store', 'postgres'])).toContain(
			'Make a credential “Postgres” for a user that may create tables',
		);
		n8n.credentials.push(postgres, { ...postgres, id: 'other', name: 'Other database' });
		expect(await failing(['setup', '--yes', '--store', 'postgres'])).toContain('or there are several');
		expect(n8n.changes).toEqual([]);
		expect(await onPostgres('--credential', 'Leads database')).toContain('Open “00 Set up” and execute it once');
	});

	it('are made by 00, which a person executes; then the rest is published', async () => {
		n8n.credentials.push(postgres);
		const first = await onPostgres();
		expect(first).toContain('Open “00 Set up” and execute it once');
		expect(n8n.tables.map(({ name }) => name)).toEqual([SETUP_TABLE.name]);
		expect(n8n.workflows.filter(({ active }) => active)).toEqual([]);
		const keeping = n8n.workflows.flatMap(({ nodes }) =>
			nodes.filter(({ type }) => type === 'n8n-nodes-base.postgres'),
		);
		expect(keeping.length).toBeGreaterThan(50);
		for (const { credentials } of keeping) expect(credentials).toEqual({ postgres: { id: 'pg', name: postgres.name } });
		expect(JSON.stringify(n8n.workflows)).not.toContain('n8n-nodes-base.dataTable"');
		const changes = n8n.changes.length;
		expect(await setUp()).toContain('Open “00 Set up” and execute it once');
		expect(n8n.changes).toHaveLength(changes);
		n8n.executed.add(named('00 Set up').id);
		expect(await setUp()).not.toContain('execute it once');
		expect(n8n.workflows.filter(({ active }) => !active).map(({ name }) => name)).toEqual([
			'00 Set up',
			'22 Ask about leads',
			'23 One person',
		]);
		expect(await setUp()).toContain('Nothing to do');
		expect(await run(['status'])).toContain('in PostgreSQL: ll_state says how far 02 is');
	});

	it('are chosen once: this command moves no rows', async () => {
		n8n.credentials.push(postgres);
		await setUp();
		const changes = n8n.changes.length;
		expect(await failing(['setup', '--yes', '--store', 'postgres'])).toContain('keeps its tables in Data Tables');
		expect(n8n.changes).toHaveLength(changes);
	});
});

describe('an installation by hand', () => {
	const read = (file: string): Workflow =>
		JSON.parse(readFileSync(join(PACKAGE, 'workflows', file), 'utf8')) as Workflow;

	it('of these templates is taken over as it is', async () => {
		const byHand = n8n.addWorkflow(read('01-capture.json'), true);
		const printed = await setUp();
		expect(printed).toContain('Note that “01 Capture” is there already');
		expect(n8n.workflows.filter(({ name }) => name === '01 Capture').map(({ id }) => id)).toEqual([byHand.id]);
		expect(await setUp()).toContain('Nothing to do');
	});

	it('of these templates with its own credentials keeps them: none are made, no password is printed, nothing is published', async () => {
		const theirs = { leadActivityWebhookApi: 'w', httpHeaderAuth: 'c', httpBasicAuth: 'f' };
		const names = {
			leadActivityWebhookApi: WEBHOOK_CREDENTIAL,
			httpHeaderAuth: CALLER_CREDENTIAL,
			httpBasicAuth: 'Form',
		};
		for (const type of Object.keys(theirs) as Array<keyof typeof theirs>)
			n8n.credentials.push({ id: theirs[type], name: names[type], type });
		for (const { name, columns } of Object.values(TABLES))
			n8n.tables.push({ id: name, name, projectId: 'p', sizeBytes: 1, columns: [...columns], rows: [{ id: 1 }] });
		for (const { template } of readLibrary(PACKAGE).common) {
			const bound = bindCredentials(prepare(template, n8n.tables) as never, theirs) as unknown as Workflow;
			n8n.addWorkflow(bound, startsByItself(bound));
		}
		const printed = await setUp();
		expect(printed).toContain('Note that “01 Capture” is there already, published');
		expect(printed).not.toMatch(/\. (Publish|Create the credential)/);
		expect(printed).not.toMatch(/password \w{12}/);
		expect(printed).toContain('Sign in with user and password of the credential');
		expect(printed).toContain(`YOUR-SECRET is the one of the credential “${WEBHOOK_CREDENTIAL}”`);
		expect(n8n.credentials.map(({ id }) => id)).toEqual(['w', 'c', 'f']);
		expect(n8n.changes.filter((call) => call.endsWith('/publish'))).toEqual([]);
		expect(await setUp()).toContain('Nothing to do');
	});

	it('whose webhook has a secret of its own is asked to write it into the credential for calls', async () => {
		const capture = read('01-capture.json');
		const nodes = capture.nodes.map((node) => ({
			...node,
			...(node.name === 'Lead activity' && {
				credentials: { leadActivityWebhookApi: { id: 'theirs', name: 'Theirs' } },
			}),
		}));
		n8n.addWorkflow({ ...capture, nodes }, true);
		const printed = await setUp();
		expect(printed).toContain(
			`Write the secret of the credential “Theirs” into the credential “${CALLER_CREDENTIAL}” too`,
		);
	});

	it('of an older version is unpublished and kept; its credentials go on', async () => {
		const old = n8n.addWorkflow({ ...read('01-capture.json'), name: '01 Capture and score' }, true);
		const index = n8n.workflows.length - 1;
		const nodes = old.nodes.map((node) =>
			node.name === 'Lead activity'
				? { ...node, credentials: { leadActivityWebhookApi: { id: 'theirs', name: 'Theirs' } } }
				: node,
		);
		n8n.workflows[index] = { ...old, nodes };
		const printed = await setUp();
		expect(printed).toContain('Unpublish “01 Capture and score”, an older copy; it is kept as it is');
		expect(n8n.workflows[index]).toEqual({ ...old, nodes, active: false });
		expect(nodeOf(named('01 Capture'), 'Lead activity').credentials?.leadActivityWebhookApi.id).toBe('theirs');
		expect(printed).toContain('YOUR-SECRET is the one of the credential “Theirs”');
		expect(await setUp()).toContain('Nothing to do');
	});

	it('of an older version may hold its address a moment longer', async () => {
		const old = n8n.addWorkflow({ ...read('01-capture.json'), name: '01 Capture and score' }, true);
		n8n.settings = { addressTaken: 2 };
		await setUp();
		expect(named('01 Capture').active).toBe(true);
		expect(named(old.name).active).toBe(false);
	});

	it('is told of an address that another workflow keeps', async () => {
		n8n.settings = { addressTaken: 9 };
		const said = await failing(['setup', '--yes']);
		expect(said).toContain('Another published workflow has an address that this one needs');
		expect(said).toContain('Unpublish that one');
	});

	it('gets the columns that its tables lack, and keeps its rows', async () => {
		const rules = {
			id: 'r',
			name: 'll_rules',
			projectId: 'p',
			sizeBytes: 1,
			columns: [{ name: 'rule', type: 'string' }],
		};
		n8n.tables.push({ ...rules, rows: [{ id: 1, rule: 'Mine' }] });
		expect(await setUp()).toContain('Add to the table ll_rules: points');
		expect(rowsOf('ll_rules')).toEqual([{ id: 1, rule: 'Mine' }]);
	});

	it('leaves workflows alone that only look like ours', async () => {
		const theirs = n8n.addWorkflow({ name: '02 Invoices', nodes: [], connections: {} }, true);
		await setUp();
		expect(n8n.workflows).toContainEqual(theirs);
	});
});

describe('status and remove', () => {
	it('tells versions, tables, edits and credentials, and changes nothing', async () => {
		await setUp();
		edit('02 Score', 'What it does', ({ parameters }) => ({ parameters: { ...parameters, content: 'mine' } }));
		const before = n8n.changes.length;
		const printed = await run(['status']);
		for (const text of [
			'n8n 2.41.1',
			'every activity is scored',
			'll_lead_book',
			'01-capture: published',
			'edited; differs from this version in: “What it does”: content',
			'“Lead activity webhook” works',
		])
			expect(printed).toContain(text);
		expect(n8n.changes.slice(before).filter((call) => !call.endsWith('/test'))).toEqual([]);
	});

	it('takes the workflows and our credentials away, and keeps the tables and what is the user’s', async () => {
		const theirs = n8n.addWorkflow({ name: 'Invoices', nodes: [], connections: {} }, true);
		n8n.credentials.push({ id: 's1', name: 'Our Slack', type: 'slackApi' });
		await setUp();
		await run(['remove', '--yes']);
		expect(n8n.workflows).toEqual([theirs]);
		expect(n8n.credentials.map(({ id }) => id)).toEqual(['s1']);
		expect(n8n.tables.map(({ name }) => name).sort()).toEqual(
			Object.values(TABLES)
				.map(({ name }) => name)
				.sort(),
		);
		expect(await run(['remove', '--yes'])).toContain('Nothing of this package’s set-up');
	});

	it('says which older copies and credentials stay, and deletes them when told', async () => {
		n8n.credentials.push({ id: 'w', name: WEBHOOK_CREDENTIAL, type: 'leadActivityWebhookApi' });
		const capture = JSON.parse(readFileSync(join(PACKAGE, 'workflows', '01-capture.json'), 'utf8')) as Workflow;
		const old = n8n.addWorkflow({ ...capture, name: '01 Capture and score' }, true);
		await setUp();
		const before = n8n.changes.length;
		expect(await run(['remove', '--dry-run'])).toContain(`stay: “${old.name}”, “${WEBHOOK_CREDENTIAL}”. --old-copies`);
		expect(n8n.changes).toHaveLength(before);
		await run(['remove', '--yes', '--old-copies']);
		expect([n8n.workflows, n8n.credentials]).toEqual([[], []]);
	});

	it('deletes the tables only when told', async () => {
		await setUp();
		await run(['remove', '--yes', '--delete-tables']);
		expect(n8n.tables).toEqual([]);
	});
});
