import { finished, note, step, template, type Place } from './parts/canvas';
import { from, value } from './parts/expression';
import { pageOf, PAGE } from './parts/importing/page';
import { ifAnswered, runOf } from './parts/importing/run';
import { given, splitOut } from './parts/steps';

const API = 'https://api.hubapi.com/crm/v3';
const OFF = { disabled: true, notes: 'Credential, then press D', notesInFlow: true };
/** HubSpot counts requests by ten seconds: four pauses of five seconds outlast the window. */
const PATIENT = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5000 };

/** What Normalize Activity reads of a contact. Further properties become attributes under their own names. */
const PROPERTIES =
	'email hs_additional_emails firstname lastname jobtitle company industry country hs_country_region_code state city zip phone mobilephone website numemployees annualrevenue hs_buying_role lifecyclestage hs_lead_status hubspot_owner_id createdate lastmodifieddate notes_last_contacted hs_email_optout hs_email_hard_bounce_reason_enum hs_email_last_send_date hs_email_open hs_email_last_open_date hs_email_click hs_email_last_click_date hs_email_replied hs_email_last_reply_date hs_sales_email_last_replied engagements_last_meeting_booked first_conversion_date first_conversion_event_name recent_conversion_date recent_conversion_event_name num_conversion_events hs_analytics_source hs_analytics_num_page_views hs_analytics_last_timestamp hs_analytics_last_url';

const call = (name: string, place: Place, parameters: object, options: object = {}) =>
	step(
		'httpRequest',
		name,
		place,
		{ authentication: 'predefinedCredentialType', nodeCredentialType: 'hubspotAppToken', ...parameters },
		{ ...OFF, ...PATIENT, ...options },
	);

// --- The run -----------------------------------------------------------------------------------------------------------

const count = call('How many contacts', [6, 0], {
	method: 'POST',
	url: `${API}/objects/contacts/search`,
	sendBody: true,
	specifyBody: 'json',
	jsonBody: '{ "limit": 1, "properties": ["email"] }',
	options: { timeout: 60_000 },
});
const owners = call(
	'Owners in HubSpot',
	[7, 0],
	{
		url: `${API}/owners`,
		sendQuery: true,
		queryParameters: { parameters: [{ name: 'limit', value: '500' }] },
		options: { timeout: 60_000 },
	},
	// Without the right to read them, leads come without owners.
	{ onError: 'continueRegularOutput', retryOnFail: false },
);

const run = runOf({
	source: 'hubspot',
	title: 'HubSpot',
	questions: [count, owners],
	answers: `
	const total = ${from(count)}.first().json.total;
	const known = { owners: Object.fromEntries((${from(owners)}.first().json.results ?? []).map(({ id, email }) => [id, email])) };
`,
});

// --- A page ------------------------------------------------------------------------------------------------------------

const settings = given('Settings', [2, 3.5], {
	properties: PROPERTIES.split(' ').join(','),
	stages: {
		salesqualifiedlead: 'accepted',
		opportunity: 'opportunity',
		customer: 'won',
		evangelist: 'won',
	},
	leadStatus: { UNQUALIFIED: 'disqualified' },
});
const contacts = call('Contacts from HubSpot', [3, 3.5], {
	url: value(
		`'${API}/objects/contacts?limit=${PAGE}&properties=' + $json.properties + (${from({ name: 'A page' })}.first().json.cursor ? '&after=' + ${from({ name: 'A page' })}.first().json.cursor : '')`,
	),
	options: { timeout: 120_000 },
});
const answered = ifAnswered('HubSpot', '$json.results !== undefined', [4, 3.5]);
const eachRecord = splitOut('One item a contact', [5, 3.5], 'results', { alwaysOutputData: true });

const connectPage = pageOf({
	by: '13-import-from-hubspot',
	title: 'HubSpot',
	source: 'hubspot',
	trigger: run.page,
	reads: [settings, contacts, answered.first, eachRecord],
	progress: `
	const { results = [], paging } = ${from(contacts)}.first().json;
	const next = paging?.next?.after ?? '';
	const done = results.length;
`,
	begin: `
		const { stages, leadStatus } = ${from(settings)}.first().json;
		const { owners } = ${from({ name: 'A page' })}.first().json.known;
		return { stage: stages[attributes.stage] ?? leadStatus[attributes.leadStatus], owner: owners[attributes.owner] };
	`,
});

const flow = template('13-import-from-hubspot', '13 Import from HubSpot', { saveDataSuccessExecution: 'none' });
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
			# 13 Import from HubSpot

			Scores the base you have on day one: reads every contact of HubSpot, ${PAGE} at a time, writes what HubSpot knows of them to **ll_activity_log**, and puts new leads into **ll_lead_book** with their score.

			**Before**
			1. Run **00 Set up**.
			2. Choose a credential (*HubSpot App Token*, scopes crm.objects.contacts.read and crm.objects.owners.read) in the three HubSpot nodes, and switch them on with the key D.
			3. Press **Execute workflow**.

			**Stopped?** Press it again: it goes on after the last page that was written. Published, it looks every hour and goes on by itself.

			**How far it is** stands in **ll_import_progress**.

			**Change first**: *Settings*, which properties are read and what a stage of HubSpot means here.
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
			The workflow calls itself once for each page, so that memory holds one page at a time. HubSpot's limit of requests is waited for; any other fault ends the run, and the next one goes on from there.
			Importing again adds only what is new: each thing a contact did has an id that stays the same.
		`,
		),
	)
	.add(
		note(
			'2 A page',
			[-0.25, 2],
			[26, 6.5],
			'sales',
			`
			# 2 · One page
			HubSpot keeps the last of many opens: that is **one** activity at its own time with **count**, never many.
			Stage and owner are taken over for new leads alone. Nobody is handed over here: **02 Score** does that within minutes. Unpublish it during the import if you want to look first.
		`,
		),
	);

export default finished(flow);
