// @ts-check
/** The applications in Odoo's crm, scored by its own predictive lead scoring. */

import { makeFields } from '../../test/services/odoo/crm.mjs';

/**
 * @typedef {import('./applications.mjs').Application} Application
 * @typedef {import('../../test/services/odoo/odoo-client.mjs').OdooClient} OdooClient
 * @typedef {{ name: string, of(application: Application): string }} Fact a custom field of the lead, and its value
 */

/** How far an application came, in this order; the first and the last are stages of every Odoo. */
const STAGES = [
	{ name: 'New', event: 'A_SUBMITTED' },
	{ name: 'Qualified', event: 'A_PREACCEPTED' },
	{ name: 'Proposition', event: 'A_ACCEPTED' },
	{ name: 'Offer sent', event: 'O_SENT' },
	{ name: 'Offer sent back', event: 'O_SENT_BACK' },
];
const WON = 'Won';
const BATCH = 500;
/** Odoo writes no history of the import, and tells nobody about it. */
const QUIET = { tracking_disable: true, mail_create_nolog: true, mail_create_nosubscribe: true, mail_notrack: true };

const count = (/** @type {Application} */ { events }, /** @type {string} */ type) =>
	events.filter((event) => event.type === type).length;

/** @param {number} number */
const band = (number) => (number > 5 ? '6+' : number > 2 ? '3-5' : number > 0 ? '1-2' : '0');

/** @type {Fact} */
const AMOUNT = { name: 'x_amount', of: ({ amount }) => String(Math.min(50_000, Math.ceil(amount / 5_000) * 5_000)) };
/** @type {readonly Fact[]} what the points model knows beside the stage, as Odoo can take it: as values of a field */
const DEEDS = [
	{ name: 'x_calls', of: (application) => band(count(application, 'W_Nabellen offertes')) },
	{ name: 'x_papers', of: (application) => band(count(application, 'W_Nabellen incomplete dossiers')) },
	{ name: 'x_assessed', of: (application) => band(count(application, 'W_Valideren aanvraag')) },
	{ name: 'x_withdrawn', of: (application) => band(count(application, 'O_CANCELLED')) },
];

/** The sets of fields that Odoo is told to learn from, beside the stage, which it always uses. */
export const LEARNT_FROM = [
	{ label: 'Odoo: stage and amount', fields: [AMOUNT.name] },
	{ label: 'Odoo: stage, amount and counts of events', fields: [AMOUNT, ...DEEDS].map(({ name }) => name) },
];

/**
 * Brings applications into Odoo: those that ended as won or lost, in the stage they had reached.
 *
 * @param {OdooClient} odoo an administrator's
 * @param {import('./applications.mjs').Split} split
 * @param {(done: number) => void} report how many are in
 */
export async function importApplications(odoo, { closed, open }, report) {
	const facts = [AMOUNT, ...DEEDS];
	const fields = [...facts.map(({ name }) => name), 'x_application'];
	await makeFields(
		odoo,
		'crm.lead',
		fields.map((name) => ({ name, label: name, type: 'char' })),
	);
	const stages = await makeStages(odoo);
	const leads = [...closed, ...open].map((application) => ({
		name: application.id,
		type: 'opportunity',
		x_application: application.id,
		...Object.fromEntries(facts.map(({ name, of }) => [name, of(application)])),
		stage_id: stages[stageOf(application).name],
	}));
	const won = { stage_id: stages[WON], probability: 100 };
	const endings = closed.map(({ outcome }) => (outcome === 'converted' ? won : { active: false, probability: 0 }));
	for (let from = 0; from < leads.length; from += BATCH) {
		const batch = leads.slice(from, from + BATCH).map((lead, index) => ({ ...lead, ...endings[from + index] }));
		await odoo.call('crm.lead', 'create', { vals_list: batch, context: QUIET });
		report(from + batch.length);
	}
}

/**
 * @param {OdooClient} odoo
 * @returns {Promise<Record<string, number>>} ids by name
 */
async function makeStages(odoo) {
	for (const [index, { name }] of STAGES.entries()) {
		const [known] = await odoo.search('crm.stage', [['name', '=', name]], { fields: ['id'] });
		if (known === undefined) await odoo.create('crm.stage', { name, sequence: index + 1 });
		else await odoo.write('crm.stage', [known.id], { sequence: index + 1 });
	}
	const stages = await odoo.search('crm.stage', [], { fields: ['name'] });
	return Object.fromEntries(stages.map(({ id, name }) => [name, id]));
}

/** @param {Application} application */
function stageOf({ events }) {
	const reached = STAGES.filter((stage) => events.some(({ type }) => type === stage.event));
	return reached.at(-1) ?? STAGES[0];
}

/**
 * Lets Odoo learn from the closed leads and score the open ones, as its nightly job does.
 *
 * @param {OdooClient} odoo an administrator's
 * @param {readonly string[]} fields what it learns from, beside the stage and the team
 * @returns {Promise<number>} the milliseconds that took
 */
export async function learnAndScore(odoo, fields) {
	const setting = (/** @type {string} */ key, /** @type {string} */ value) =>
		odoo.call('ir.config_parameter', 'set_param', { key, value });
	await setting('crm.pls_fields', fields.join(','));
	await setting('crm.pls_start_date', '2000-01-01');
	const domain = [
		['module', '=', 'crm'],
		['model', '=', 'ir.cron'],
		['name', '=', 'website_crm_score_cron'],
	];
	const { res_id: job } = await odoo.one('ir.model.data', domain, ['res_id']);
	const startedAt = performance.now();
	await odoo.call('ir.cron', 'method_direct_trigger', { ids: [job] });
	return performance.now() - startedAt;
}

/**
 * @param {OdooClient} odoo an administrator's, after `importApplications`
 * @param {readonly string[]} fields
 * @returns {Promise<{ scores: Record<string, number>, milliseconds: number }>} percent by open application
 */
export async function predict(odoo, fields) {
	const milliseconds = await learnAndScore(odoo, fields);
	const open = await odoo.search('crm.lead', [['won_status', '=', 'pending']], {
		fields: ['x_application', 'automated_probability'],
	});
	const scores = open.map((lead) => [lead.x_application, lead.automated_probability]);
	return { scores: Object.fromEntries(scores), milliseconds };
}
