/** What is printed when all is done: where to look, what to send, what is still to be done. */
import { CALLER_CREDENTIAL, FORM_USER, PAGE_PATH, WEBHOOK_PATH } from '../scripts/host/templates.mjs';
import { firstCalls, LEAD, tableAddress } from '../scripts/welcome.mjs';
import { OWN_IDS, type MadeSecrets, type OwnType } from './own-credentials';
import { SERVICES, waitingNodes, type Accounts, type ServiceName } from './services';
import { EXECUTE_SET_UP, type Store } from './store';
import type { Survey } from './survey';
import { startsByItself, type InstalledWorkflow, type Source } from './workflow';

export interface Finished {
	readonly url: string;
	readonly webhookUrl: string;
	readonly survey: Survey;
	readonly sources: readonly Source[];
	readonly services: readonly ServiceName[];
	readonly accounts: Accounts;
	readonly secrets: MadeSecrets;
	readonly seconds: number;
	readonly changes: number;
	readonly isListening: boolean;
	readonly store: Store;
	readonly areTablesMade: boolean;
}

const CAPTURE = '01-capture';
const SCORE = '02-score';
const FEEDBACK = '05-feedback';
const LEAD_PAGE = '18-lead-page';
const FIRST_RUNS =
	'Execute “02 Score” and “10 Deliver” once, or give them five minutes: after their first run the other workflows start them at once.';
/** In PostgreSQL, where it is asked for apart. */
const SET_UP = '00-set-up';

export function report(done: Finished): string {
	const { url, survey, seconds, changes, store } = done;
	const table = (name: string) =>
		store === 'postgres'
			? `${name} in PostgreSQL`
			: tableAddress(
					url,
					survey.tables.find((each) => each.name === name),
				);
	const canvas = installed(done, SCORE);
	return `
Ready: ${changes === 0 ? 'nothing had to be changed' : `${changes} steps in ${seconds} s`}.

Look first at
  the lead book   ${table('ll_lead_book')}
  the outbox      ${table('ll_outbox')}
  the canvas      ${canvas === undefined ? `${url}/home/workflows` : `${url}/workflow/${canvas.id}`}
${calls(done)}
${pages(done)}
${listOf('Still to do', toDo(done))}`;
}

function installed({ survey, sources }: Finished, file: string): InstalledWorkflow | undefined {
	const isWanted = sources.some((source) => source.file === file);
	const note = survey.notes.find(({ name }) => name === file);
	return isWanted ? survey.workflows.find(({ id }) => id === note?.workflow) : undefined;
}

function calls(done: Finished): string {
	const secret = secretFor(done);
	const { visit, others } = firstCalls(done.webhookUrl, secret.text);
	return `
Post an activity, a visit to the pricing page:

${visit}

and, in one call, the same lead's demo request and a director's form:

${others}

${secret.remark}Sending them again changes nothing: an activity counts once.`;
}

/** The secret is known to the run that made it and to nobody else; n8n gives none away. */
function secretFor(done: Finished): { text: string; remark: string } {
	const { isOurs, name } = credentialOf(done, CAPTURE, 'leadActivityWebhookApi');
	const { webhookSecret } = done.secrets;
	if (isOurs && webhookSecret !== undefined) {
		return {
			text: webhookSecret,
			remark: 'The secret is shown this once: keep it where your senders find it. ',
		};
	}
	return {
		text: 'YOUR-SECRET',
		remark: `YOUR-SECRET is the one of the credential “${name}”, which n8n shows to nobody${isOurs ? '; --new-secret makes a new one' : ''}. `,
	};
}

/** The credential that a workflow has for its own door. */
function credentialOf(done: Finished, file: string, type: OwnType): { isOurs: boolean; name: string } {
	const door = installed(done, file)?.nodes.find(({ credentials }) => credentials?.[type]);
	const { id, name = 'of the webhook' } = door?.credentials?.[type] ?? {};
	return { isOurs: id === undefined || id === OWN_IDS[type], name };
}

function signIn(done: Finished, file: string): string {
	const { isOurs, name } = credentialOf(done, file, 'httpBasicAuth');
	const { formPassword } = done.secrets;
	return isOurs && formPassword !== undefined
		? `Sign in as user ${FORM_USER}, password ${formPassword}.`
		: `Sign in with user and password of the credential “${name}”, which n8n shows to nobody.`;
}

/** The page of leads and the form have one sign-in, unless somebody chose another for one of them. */
function pages(done: Finished): string {
	const form = `${done.webhookUrl}/form/lead-feedback?lead=${encodeURIComponent(LEAD)}`;
	const doors = [
		{ file: LEAD_PAGE, text: `See all leads at\n\n  ${done.webhookUrl}${PAGE_PATH}\n` },
		{ file: FEEDBACK, text: `Accept the lead, or send it back with a reason, in the form\n\n  ${form}\n` },
	]
		.filter(({ file }) => installed(done, file) !== undefined)
		.map(({ file, text }) => ({ text, sign: signIn(done, file) }));
	const signs = new Set(doors.map(({ sign }) => sign));
	if (signs.size === 1) return `${doors.map(({ text }) => text).join('\n')}\n${[...signs].join()}\n`;
	return doors.map(({ text, sign }) => `${text}  ${sign}\n`).join('\n');
}

function toDo(done: Finished): string[] {
	const { isListening, webhookUrl, survey, sources } = done;
	const listening = isListening
		? []
		: [
				`${webhookUrl}${WEBHOOK_PATH} does not answer from here. If n8n's webhooks have another address, give it by --webhook-url; n8n itself needs it as N8N_WEBHOOK_URL.`,
			];
	const byHand = sources
		.filter(({ file, template }) => !startsByItself(template) && file !== SET_UP)
		.map(({ file, template }) => ({ file, template, workflow: installed(done, file) }))
		.filter(({ workflow }) => workflow !== undefined && !workflow.active)
		.map(
			({ template }) =>
				`“${template.name}” waits for you: open it, read its note, connect its account and execute or publish it.`,
		);
	return [
		...listening,
		...(done.areTablesMade ? [] : [EXECUTE_SET_UP]),
		...(done.store === 'postgres' && done.areTablesMade ? [FIRST_RUNS] : []),
		`Open ll_settings ${done.store === 'postgres' ? 'in PostgreSQL' : 'under Data tables'} and write in the addresses of your team (audience_sales, audience_manager, audience_marketing).`,
		...(installed(done, LEAD_PAGE)
			? [`Write ${webhookUrl}${PAGE_PATH} into the setting page_address: messages then link to the page of their lead.`]
			: []),
		...servicesToDo(done),
		...callersToDo(done),
		...byHand,
		...(survey.version === '' ? ['n8n did not tell its version; the templates are tested with 2.41.'] : []),
	];
}

/** Calls to a webhook whose secret somebody else chose: it is known to them alone. */
function callersToDo(done: Finished): string[] {
	const { isOurs, name } = credentialOf(done, CAPTURE, 'leadActivityWebhookApi');
	const isUsed = done.sources.some(({ file }) =>
		installed(done, file)?.nodes.some(({ credentials }) => credentials?.httpHeaderAuth?.id === OWN_IDS.httpHeaderAuth),
	);
	return isOurs || !isUsed
		? []
		: [
				`Write the secret of the credential “${name}” into the credential “${CALLER_CREDENTIAL}” too: some workflows call the webhook.`,
			];
}

function servicesToDo(done: Finished): string[] {
	return done.services.flatMap((service) => {
		const { label, takes } = SERVICES[service];
		const waiting = done.sources.flatMap(({ file }) => {
			const workflow = installed(done, file);
			const nodes = workflow === undefined ? [] : waitingNodes(workflow, [service]);
			return nodes.map(({ name }) => `“${name}” in ${workflow?.name}`);
		});
		if (waiting.length === 0) return [];
		const nodes = waiting.join(', ');
		if (done.accounts[service] === undefined) {
			return [
				`${label}: make a credential in n8n (${Object.keys(takes).join(' or ')}), then run this command again: it connects ${nodes}.`,
			];
		}
		return [`${label}: write what is open in ${nodes}, then activate it and publish.`];
	});
}

const listOf = (title: string, lines: readonly string[]): string =>
	lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  - ${line}`).join('\n')}\n`;
