import { finished, note, step, template, type Place } from './parts/canvas';
import { from, value } from './parts/expression';
import { pageOf, PAGE } from './parts/importing/page';
import { ifAnswered, runOf } from './parts/importing/run';
import { given, splitOut, workOut } from './parts/steps';

const OFF = { disabled: true, notes: 'Credential, then press D', notesInFlow: true };
const PATIENT = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 };

interface Filter {
	readonly fieldName: string;
	readonly operator: string;
	readonly value: string;
}

const readAll = (
	name: string,
	place: Place,
	{ model, fields, filter = [] }: { model: string; fields: string; filter?: readonly Filter[] },
	options: object = {},
) =>
	step(
		'odoo',
		name,
		place,
		{
			resource: 'custom',
			customResource: { __rl: true, mode: 'id', value: model },
			operation: 'getAll',
			returnAll: true,
			options: { fieldsList: fields },
			filters: { filter },
		},
		{ ...OFF, ...PATIENT, executeOnce: true, alwaysOutputData: true, ...options },
	);

/** Lost leads are archived, and Odoo leaves archived records out unless it is asked for both. */
const LOST_TOO: Filter = { fieldName: 'active', operator: 'in', value: '1,0' };

// --- The run -----------------------------------------------------------------------------------------------------------

const ids = readAll('Ids of the leads', [6, 0], { model: 'crm.lead', fields: 'id', filter: [LOST_TOO] });
const users = readAll(
	'Salespeople in Odoo',
	[7, 0],
	{ model: 'res.users', fields: 'id,name,login,email' },
	{
		onError: 'continueRegularOutput',
		retryOnFail: false,
	},
);

const run = runOf({
	source: 'odoo',
	title: 'Odoo',
	questions: [ids, users],
	answers: `
	const ids = ${from(ids)}.all().map(({ json }) => json.id).filter((id) => id !== undefined);
	// A node that is switched off hands on what it was given.
	const isOff = ${from(ids)}.first().json.isNew !== undefined;
	const total = isOff ? undefined : ids.length;
	const known = { last: ids.reduce((last, id) => Math.max(last, id), 0), owners: Object.fromEntries(${from(users)}.all().map(({ json }) => [json.name, [json.email, json.login].find((address) => String(address).includes('@'))])) };
`,
});

// --- A page ------------------------------------------------------------------------------------------------------------

const thisPage = `${from({ name: 'A page' })}.first().json`;
const after = (fieldName: string): Filter => ({
	fieldName,
	operator: 'greaterThen',
	value: value(`Number(${thisPage}.cursor || 0)`),
});
const upTo = (fieldName: string): Filter => ({
	fieldName,
	operator: 'lesserOrEqual',
	value: value(`Number(${thisPage}.cursor || 0) + ${PAGE}`),
});

const settings = given('Settings', [2, 3.5], {
	fields:
		'name,type,active,probability,email_from,email_normalized,contact_name,partner_name,function,phone,website,city,zip,state_id,country_id,source_id,medium_id,campaign_id,user_id,team_id,stage_id,lost_reason_id,expected_revenue,create_date,write_date,date_conversion,date_closed',
	stages: { Qualified: 'accepted', Proposition: 'opportunity', Won: 'won' },
});
const leads = readAll('Leads from Odoo', [3, 3.5], {
	model: 'crm.lead',
	fields: value(`${from(settings)}.first().json.fields`),
	filter: [after('id'), upTo('id'), LOST_TOO],
});
const messages = readAll('Messages from Odoo', [4, 3.5], {
	model: 'mail.message',
	fields: 'model,res_id,message_type,email_from,subject,date,mail_activity_type_id',
	filter: [{ fieldName: 'model', operator: 'equal', value: 'crm.lead' }, after('res_id'), upTo('res_id')],
});
const records = workOut(
	'Leads with their messages',
	[5, 3.5],
	`
	const isOff = [${from(leads)}, $input].some((step) => step.first().json.fields !== undefined);
	const ofLead = Map.groupBy($input.all().map(({ json }) => json).filter(({ res_id: lead }) => lead), ({ res_id: lead }) => lead);
	return isOff ? {} : { records: ${from(leads)}.all().map(({ json }) => json).filter(({ id }) => id).map((lead) => ({ ...lead, messages: ofLead.get(lead.id) ?? [] })) };
`,
);
const answered = ifAnswered('Odoo', '$json.records !== undefined', [6, 3.5]);
const eachRecord = splitOut('One item a lead of Odoo', [7, 3.5], 'records', { alwaysOutputData: true });

const connectPage = pageOf({
	by: '14-import-from-odoo',
	title: 'Odoo',
	source: 'odoo',
	trigger: run.page,
	reads: [settings, leads, messages, records, answered.first, eachRecord],
	progress: `
	const reached = Number(page.cursor || 0) + ${PAGE};
	const next = reached < page.known.last ? String(reached) : '';
	const done = ${from(records)}.first().json.records.length;
`,
	begin: `
		const { stages } = ${from(settings)}.first().json;
		const { owners } = ${thisPage}.known;
		const stage = attributes.lostReason ? 'lost' : stages[attributes.stage];
		return { stage, owner: owners[attributes.owner] };
	`,
});

const flow = template('14-import-from-odoo', '14 Import from Odoo', { saveDataSuccessExecution: 'none' });
run.connect(flow);
connectPage(flow);
answered.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -1.6],
			[3.5, 2.1],
			'start',
			`
			# 14 Import from Odoo

			Scores the base you have on day one: reads every lead and opportunity of Odoo, the lost ones too, with the letters they wrote and the calls and meetings that were held, and puts new leads into **ll_lead_book** with their score.

			**Before**
			1. Run **00 Set up**.
			2. Choose a credential in the four Odoo nodes (for Odoo 14 to 18 set *Authentication* to the password first), and switch them on with the key D.
			3. Press **Execute workflow**.

			**Stopped?** Press it again: it goes on after the last page that was written. Published, it looks every hour and goes on by itself.

			**How far it is** stands in **ll_import_progress**.

			**Change first**: *Settings*, which fields are read and what a stage of Odoo means here.
		`,
		),
	)
	.add(
		note(
			'1 The run',
			[-0.25, -1.6],
			[17.5, 3.5],
			'read',
			`
			# 1 · Page after page
			The workflow calls itself once for each ${PAGE} ids, so that memory holds one page at a time. Ids of leads that were deleted make a page shorter.
			Importing again adds only what is new: each thing a lead did has an id that stays the same.
		`,
		),
	)
	.add(
		note(
			'2 A page',
			[-0.25, 2],
			[28, 6.5],
			'sales',
			`
			# 2 · One page
			A letter counts when the lead wrote it, an activity of a salesperson when it was a call, a demo or a meeting that is done.
			Stage and owner are taken over for new leads alone. Nobody is handed over here: **02 Score** does that within minutes. Unpublish it during the import if you want to look first.
		`,
		),
	);

export default finished(flow);
