// @ts-check
/** What `npm start` prints when all is ready: address, sign-in, where to look, what to post. */

import { FORM_USER, PAGE_PATH, WEBHOOK_HEADER, WEBHOOK_PATH } from './host/templates.mjs';

export const LEAD = 'dana.reyes@northwind.example';

/** What a director's form teaches about her. */
export const DIRECTOR = {
	name: 'Dana Reyes',
	title: 'Director of Marketing',
	company: 'Northwind Health',
	industry: 'Health',
	country: 'United States',
	revenue: 600_000_000,
	authority: 'decision maker',
	timeline: 'under 3 months',
};

/**
 * @param {import('./host/host.mjs').OpenHost} host
 * @param {import('./host/templates.mjs').ImportedTemplate[]} templates
 * @param {boolean} isPlayed whether the demo's past is in the tables
 * @returns {Promise<string>}
 */
export async function welcome({ client, server: { url }, secrets }, templates, isPlayed) {
	const tables = await client.tables();
	const { visit, others } = firstCalls(url, secrets.webhookSecret);
	return `
n8n is ready:  ${url}
  sign in as   ${secrets.owner.email}
  password     ${secrets.owner.password}

Look first at
  the lead page   ${url}${PAGE_PATH}
                  user ${FORM_USER}, password ${secrets.salesPassword}
  the lead book   ${tableAddress(url, tables.get('ll_lead_book'))}
  the outbox      ${tableAddress(url, tables.get('ll_outbox'))}
  the canvas      ${workflowAddress(url, templates, '02-score')}
${stories(url, templates, isPlayed)}
Post an activity, a visit to the pricing page:

${visit}

and, in one call, the same lead's demo request and a director's form:

${others}

Sending them again changes nothing: an activity counts once. Accept the lead, or send it back with a reason, in the form

  ${url}/form/lead-feedback?lead=${encodeURIComponent(LEAD)}

with the user and password of the lead page.

Ctrl-C stops n8n; npm start brings it back as it was.
`;
}

/**
 * @param {import('./host/queue.mjs').QueueHost} queue
 * @param {import('./host/templates.mjs').ImportedTemplate[]} templates
 * @returns {string}
 */
export function welcomeToScale({ main, postgres, workers, logFiles }, templates) {
	const { server, secrets } = main;
	const { url } = server;
	const { host, port, user, database, password } = postgres.address;
	const { visit, others } = firstCalls(url, secrets.webhookSecret);
	return `
n8n is ready in queue mode:  ${url}
  sign in as   ${secrets.owner.email}
  password     ${secrets.owner.password}

One main and ${workers.length} workers. Tables and n8n's own data are in PostgreSQL, what waits for a worker is in Redis.

Look first at
  the lead page   ${url}${PAGE_PATH}
                  user ${FORM_USER}, password ${secrets.salesPassword}
  the canvas      ${workflowAddress(url, templates, '02-score')}
  the lead book   PGPASSWORD=${password} psql -h ${host} -p ${port} -U ${user} ${database} \\
                    -c 'select lead, stage, total, activities from ll_lead_book'

Post an activity, a visit to the pricing page:

${visit}

and, in one call, the same lead's demo request and a director's form:

${others}

Sending them again changes nothing: an activity counts once. Logs:

${logFiles.map((file) => `  ${file}`).join('\n')}

Ctrl-C stops all of it; npm run start:scale brings it back as it was.
`;
}

/** Whole lives in the demo, each a page. */
const STORIES = [
	['lead=marta.silva@porto-finance.example', 'Marta cooled off, and was taken back from sales'],
	['lead=claire.fontaine@groupe-lumiere.example', 'Claire was handed over, and nobody answered in time'],
	['lead=george.tan@straits-health.example', 'George was sent back, and handed over again'],
	['account=harvest-foods.example', 'Harvest Foods is ready as a company, though none of its people is'],
];

/**
 * @param {string} url
 * @param {import('./host/templates.mjs').ImportedTemplate[]} templates
 * @param {boolean} isPlayed whether the demo's past is in the tables
 * @returns {string} nothing where there is no page to show them
 */
function stories(url, templates, isPlayed) {
	if (!isPlayed || !templates.some(({ file }) => file === '18-lead-page')) return '';
	const lines = STORIES.map(([query, what]) => `  ${what}\n    ${url}${PAGE_PATH}?${query.replace('@', '%40')}`);
	return `\nFour stories of the last three months, on the lead page\n${lines.join('\n')}\n`;
}

/**
 * Fixed to a time, so that the printed lines describe the same activities however often they are sent.
 *
 * @param {string} url under which webhooks are called
 * @param {string} secret that the webhook asks for
 * @returns {{ visit: string, others: string }} commands to paste into a shell
 */
export function firstCalls(url, secret) {
	const from = { lead: LEAD, at: new Date().toISOString(), channel: 'web' };
	const page = 'https://www.example.com/pricing';
	const visit = { ...from, type: 'page_view', properties: { url: page, path: '/pricing' } };
	const others = [
		{ ...from, type: 'demo_request', properties: { product: 'analytics' } },
		{ ...from, type: 'form_submit', properties: { form: 'contact' }, attributes: DIRECTOR },
	];
	return { visit: curl(url, secret, visit), others: curl(url, secret, others) };
}

/**
 * @param {string} url
 * @param {string} secret
 * @param {unknown} body
 * @returns {string} a command to paste into a shell
 */
function curl(url, secret, body) {
	return [
		`curl -X POST ${url}${WEBHOOK_PATH} \\`,
		`  -H 'Content-Type: application/json' -H '${WEBHOOK_HEADER}: ${secret}' \\`,
		`  -d '${JSON.stringify(body)}'`,
	].join('\n');
}

/**
 * @param {string} url
 * @param {{ id?: string, projectId?: string } | undefined} table
 */
export function tableAddress(url, table) {
	return table?.projectId === undefined
		? `${url}/home/datatables`
		: `${url}/projects/${table.projectId}/datatables/${table.id}`;
}

/**
 * @param {string} url
 * @param {import('./host/templates.mjs').ImportedTemplate[]} templates
 * @param {string} file
 */
function workflowAddress(url, templates, file) {
	const id = templates.find((template) => template.file === file)?.id;
	return id === undefined ? `${url}/home/workflows` : `${url}/workflow/${id}`;
}
