import { RECORDS_A_PAGE } from '../../lifecycle/crm/history/crm-history';
import { finished, step, template, type Place, type StepOptions } from './parts/canvas';
import { importCrm, OF_CRM, OWNERS } from './parts/crm-import';
import { value } from './parts/expression';

const API = 'https://api.hubapi.com/crm/v3';

/** What is known of a contact. Further properties become attributes under their own names. */
const PROPERTIES =
	'email hs_additional_emails firstname lastname jobtitle company industry country hs_country_region_code state city zip phone mobilephone website numemployees annualrevenue hs_buying_role lifecyclestage hs_lead_status hubspot_owner_id createdate lastmodifieddate notes_last_contacted hs_email_optout hs_email_hard_bounce_reason_enum hs_email_last_send_date hs_email_open hs_email_last_open_date hs_email_click hs_email_last_click_date hs_email_replied hs_email_last_reply_date hs_sales_email_last_replied engagements_last_meeting_booked first_conversion_date first_conversion_event_name recent_conversion_date recent_conversion_event_name num_conversion_events hs_analytics_source hs_analytics_num_page_views hs_analytics_last_timestamp hs_analytics_last_url';

const call = (name: string, place: Place, parameters: object, options: StepOptions = OF_CRM) =>
	step(
		'httpRequest',
		name,
		place,
		{ authentication: 'predefinedCredentialType', nodeCredentialType: 'hubspotAppToken', ...parameters },
		options,
	);

const query = (parameters: Readonly<Record<string, string>>) => ({
	sendQuery: true,
	queryParameters: { parameters: Object.entries(parameters).map(([name, text]) => ({ name, value: text })) },
});

const flow = template('13-import-from-hubspot', '13 Import from HubSpot', { saveDataSuccessExecution: 'none' });

const groups = importCrm(flow, {
	crm: 'hubspot',
	title: 'HubSpot',
	count: (place) =>
		call('Count contacts', place, {
			method: 'POST',
			url: `${API}/objects/contacts/search`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '{ "limit": 1, "properties": ["email"] }',
			options: { timeout: 60_000 },
		}),
	users: (place) =>
		call(
			'Get owners',
			place,
			{ url: `${API}/owners`, ...query({ limit: '500' }), options: { timeout: 60_000 } },
			OWNERS,
		),
	page: (at) => [
		call('Get contacts', at(0, 0.9), {
			url: value(`'${API}/objects/contacts' + ($json.cursor ? '?after=' + encodeURIComponent($json.cursor) : '')`),
			...query({ limit: String(RECORDS_A_PAGE), properties: PROPERTIES.split(' ').join(',') }),
			options: { timeout: 120_000 },
		}),
	],
	stages: {
		salesqualifiedlead: 'accepted',
		opportunity: 'opportunity',
		customer: 'won',
		evangelist: 'won',
		UNQUALIFIED: 'disqualified',
	},
	notes: {
		start: `
			# 13 Import from HubSpot

			Scores the contacts you already have: reads every contact of HubSpot, ${RECORDS_A_PAGE} at a time, adds what HubSpot knows of them to **ll_activity_log** and new leads to **ll_lead_book**. **02 Score** scores them.

			**Before**
			1. Run **00 Set up**, and publish **02 Score**.
			2. Choose a credential (*HubSpot App Token*, scopes crm.objects.contacts.read and crm.objects.owners.read) in the three grey nodes, and activate them.
			3. Press **Execute workflow**.

			**Stopped?** Press it again: it continues after the last page that was saved. Once published, it checks every hour and continues on its own.

			**Progress** is in **ll_import_progress**: *done* of *total*.

			**Change first**
			- *Get contacts*: which properties are read.
			- *Begin new leads*: what a stage of HubSpot means here.
		`,
		run: `
			# 1 · Page after page
			The workflow calls itself once per page, so that memory holds one page at a time. HubSpot's limit of calls is waited for. Any other error ends the run, and the next run continues from there.
			Importing again adds only what is new: everything a contact did has an id that stays the same.
		`,
		page: `
			# 2 · One page
			HubSpot keeps the last of many opens: that is **one** activity at its own time with **count**, never many.
			Stage and owner are taken over for new leads only. The import hands nobody over: **02 Score** does that within minutes. Unpublish it during the import if you want to look first. Key moments of the past are not sent.
		`,
	},
});

export default finished(flow, ...groups);
