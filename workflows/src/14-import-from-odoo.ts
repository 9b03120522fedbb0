import { RECORDS_A_PAGE } from '../../lifecycle/crm/history/crm-history';
import { finished, template, type StepOptions } from './parts/canvas';
import { importCrm, OF_CRM, OWNERS } from './parts/crm-import';
import { read, type Filter } from './parts/crm-sync/odoo';
import { value } from './parts/expression';

/** Once a page, and a failure ends the run: what is missing would be missing for good. */
const WHOLE: StepOptions = { ...OF_CRM, executeOnce: true, alwaysOutputData: true, onError: 'stopWorkflow' };

/** Lost leads are archived, and Odoo leaves archived records out unless it is asked for both. */
const LOST_TOO: Filter = { fieldName: 'active', operator: 'in', value: '1,0' };

/** The cursor begins with the last id that is done. */
const DONE = 'parseInt($json.cursor)';
const ofThisPage = (fieldName: string): Filter[] => [
	{ fieldName, operator: 'greaterThen', value: value(DONE) },
	{ fieldName, operator: 'lesserOrEqual', value: value(`${DONE} + ${RECORDS_A_PAGE}`) },
];

const LEAD_FIELDS =
	'name,type,active,probability,email_from,email_normalized,contact_name,partner_name,function,phone,website,city,zip,state_id,country_id,source_id,medium_id,campaign_id,user_id,team_id,stage_id,lost_reason_id,expected_revenue,create_date,write_date,date_conversion,date_closed';
const MESSAGE_FIELDS = 'model,res_id,message_type,email_from,subject,date,mail_activity_type_id';

const flow = template('14-import-from-odoo', '14 Import from Odoo', { saveDataSuccessExecution: 'none' });

const groups = importCrm(flow, {
	crm: 'odoo',
	title: 'Odoo',
	count: (place) =>
		read('Get the ids of all leads', place, { of: 'crm.lead', fields: 'id', filters: [LOST_TOO] }, WHOLE),
	users: (place) => read('Get salespeople', place, { of: 'res.users', fields: 'id,name,login,email' }, OWNERS),
	page: (at) => [
		read(
			'Get leads',
			at(0, -0.9),
			{ of: 'crm.lead', fields: LEAD_FIELDS, filters: [...ofThisPage('id'), LOST_TOO] },
			WHOLE,
		),
		read(
			'Get messages',
			at(0, 0.9),
			{
				of: 'mail.message',
				fields: MESSAGE_FIELDS,
				filters: [{ fieldName: 'model', operator: 'equal', value: 'crm.lead' }, ...ofThisPage('res_id')],
			},
			WHOLE,
		),
	],
	stages: { Qualified: 'accepted', Proposition: 'opportunity', Won: 'won' },
	notes: {
		start: `
			# 14 Import from Odoo

			Scores the leads you already have: reads every lead and opportunity of Odoo, the lost ones too, with the letters they wrote and the calls and meetings that were held. Adds them to **ll_activity_log** and **ll_lead_book**. **02 Score** scores them.

			**Before**
			1. Run **00 Set up**, and publish **02 Score**.
			2. Choose a credential in the four grey nodes (for Odoo 14 to 18 set *Authentication* to the password first), and activate them.
			3. Press **Execute workflow**.

			**Stopped?** Press it again: it continues after the last page that was saved. Once published, it checks every hour and continues on its own.

			**Progress** is in **ll_import_progress**: *done* of *total*.

			**Change first**
			- *Get leads*: which fields are read.
			- *Begin new leads*: what a stage of Odoo means here.
		`,
		run: `
			# 1 · Page after page
			The workflow calls itself once per ${RECORDS_A_PAGE} ids, so that memory holds one page at a time. Ids of leads that were deleted make a page shorter.
			Importing again adds only what is new: everything a lead did has an id that stays the same.
		`,
		page: `
			# 2 · One page
			A letter counts when the lead wrote it; an activity of a salesperson counts when it was a call, a demo or a meeting that is done.
			Stage and owner are taken over for new leads only. The import hands nobody over: **02 Score** does that within minutes. Unpublish it during the import if you want to look first. Key moments of the past are not sent.
		`,
	},
});

export default finished(flow, ...groups);
