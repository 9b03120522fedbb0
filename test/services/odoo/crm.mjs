// @ts-check
/** What a test needs in Odoo's crm beyond single records: fields, salespeople, rules that call a webhook. */

/**
 * @typedef {import('./odoo-client.mjs').OdooClient} OdooClient
 * @typedef {'char' | 'text' | 'integer' | 'float' | 'boolean' | 'date' | 'datetime'} FieldType
 * @typedef {{ name: string, label: string, type: FieldType }} Field `name` starts with `x_`
 */

/**
 * Makes custom fields where they are missing, as a person does in the settings.
 *
 * @param {OdooClient} odoo an administrator's
 * @param {string} model e.g. `crm.lead`
 * @param {readonly Field[]} fields
 */
export async function makeFields(odoo, model, fields) {
	const names = fields.map(({ name }) => name);
	const known = await odoo.search(
		'ir.model.fields',
		[
			['model', '=', model],
			['name', 'in', names],
		],
		{ fields: ['name'] },
	);
	const missing = fields.filter(({ name }) => !known.some((field) => field.name === name));
	if (missing.length === 0) return;
	const modelId = await modelIdOf(odoo, model);
	await odoo.createAll(
		'ir.model.fields',
		missing.map(({ name, label, type }) => ({ model_id: modelId, name, field_description: label, ttype: type })),
	);
}

/**
 * @param {OdooClient} odoo
 * @param {string} model e.g. `crm.lead`
 * @returns {Promise<number>} what `res_model_id` of an activity asks for
 */
export async function modelIdOf(odoo, model) {
	return (await odoo.one('ir.model', [['model', '=', model]], ['id'])).id;
}

/**
 * @param {OdooClient} odoo an administrator's
 * @param {{ name: string, email: string }} person
 * @returns {Promise<number>} id of a user who sells: sees own leads and those of nobody
 */
export async function makeSalesperson(odoo, { name, email }) {
	const group = await odoo.one(
		'ir.model.data',
		[
			['module', '=', 'sales_team'],
			['name', '=', 'group_sale_salesman'],
		],
		['res_id'],
	);
	return await odoo.create('res.users', { name, login: email, email, group_ids: [[4, group.res_id]] });
}

/**
 * Calls a webhook whenever a lead changes in one of the fields, as a person sets it up under Automation Rules.
 * Odoo calls once the change is stored, waits for a second at most, and does not try again.
 *
 * @param {OdooClient} odoo an administrator's
 * @param {{
 *   name: string, url: string, when: readonly string[], only?: string, send: readonly string[],
 * }} rule `when`: names of the fields that are watched; `only`: Odoo's filter as text, over the lead after the change,
 * lost leads (`active` false) included; `send`: fields of the lead in the call's body
 * @returns {Promise<number>} id of the rule
 */
export async function callWebhookOnChange(odoo, { name, url, when, only, send }) {
	const modelId = await modelIdOf(odoo, 'crm.lead');
	const idsOf = async (/** @type {readonly string[]} */ names) => {
		const fields = await odoo.search(
			'ir.model.fields',
			[
				['model', '=', 'crm.lead'],
				['name', 'in', names],
			],
			{ fields: ['id'] },
		);
		return fields.map(({ id }) => id);
	};
	const rule = await odoo.create('base.automation', {
		name,
		model_id: modelId,
		trigger: 'on_write',
		trigger_field_ids: [[6, 0, await idsOf(when)]],
		filter_domain: only ?? false,
	});
	await odoo.create('ir.actions.server', {
		name,
		model_id: modelId,
		base_automation_id: rule,
		usage: 'base_automation',
		state: 'webhook',
		webhook_url: url,
		webhook_field_ids: [[6, 0, await idsOf(send)]],
	});
	return rule;
}

/**
 * @param {OdooClient} odoo
 * @param {number} lead
 * @param {string} reason as Odoo lists it, or a new one
 */
export async function markLost(odoo, lead, reason) {
	const [known] = await odoo.search('crm.lost.reason', [['name', '=', reason]], { fields: ['id'], limit: 1 });
	const id = known?.id ?? (await odoo.create('crm.lost.reason', { name: reason }));
	await odoo.call('crm.lead', 'action_set_lost', { ids: [lead], lost_reason_id: id });
}
