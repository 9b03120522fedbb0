import { step } from '../parts/canvas';
import { value } from '../parts/expression';
import { contactsStarter, WRITES } from './contacts';
import { PATIENT } from './write-back';

/** What Score Lead and Normalize Activity read of a contact, and what this starter wrote last time. */
const PROPERTIES =
	'email firstname lastname jobtitle company industry country hs_country_region_code phone mobilephone numemployees annualrevenue hs_buying_role lifecyclestage hubspot_owner_id hs_object_id createdate lastmodifieddate hs_email_optout hs_email_hard_bounce_reason_enum hs_email_last_send_date hs_email_open hs_email_last_open_date hs_email_click hs_email_last_click_date hs_email_replied hs_email_last_reply_date hs_sales_email_last_replied engagements_last_meeting_booked first_conversion_date first_conversion_event_name recent_conversion_date recent_conversion_event_name num_conversion_events hs_analytics_num_page_views hs_analytics_last_timestamp hs_analytics_last_url lead_total lead_cell';

/** n8n's node offers “greater than” for numbers alone and takes the type from the name; the API compares times as numbers. */
const CHANGED = '=lastmodifieddate|number';

const property = (name: string, source: string) => ({ property: name, value: value(source) });

export default contactsStarter({
	file: 'starter-hubspot-contacts',
	crm: 'HubSpot',
	people: 'contacts',
	leadShape: 'hubspot',
	keyField: 'properties.email',
	last: {
		cellField: 'properties.lead_cell',
		cell: '$json.properties.lead_cell',
		total: '$json.properties.lead_total',
	},
	who: 'j.properties.email',
	grid: { salesCells: ['A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'C1'] },
	tellsActivity: true,
	get: (name, place) =>
		step(
			'hubspot',
			name,
			place,
			{
				authentication: 'appToken',
				resource: 'contact',
				operation: 'search',
				returnAll: true,
				filterGroupsUi: {
					filterGroupsValues: [
						{
							filtersUi: {
								filterValues: [
									{
										propertyName: CHANGED,
										type: 'number',
										operator: 'GTE',
										value: value('$now.minus({ days: 1 }).toMillis()'),
									},
									{ propertyName: 'email|string', type: 'string', operator: 'HAS_PROPERTY' },
								],
							},
						},
					],
				},
				additionalFields: { properties: PROPERTIES.split(' ') },
			},
			PATIENT,
		),
	write: (name, place) =>
		step(
			'hubspot',
			name,
			place,
			{
				authentication: 'appToken',
				resource: 'contact',
				operation: 'upsert',
				email: value('$json.properties.email'),
				additionalFields: {
					customPropertiesUi: {
						customPropertiesValues: [
							property('lead_total', '$json.leadScore.total'),
							property('lead_cell', '$json.grid.cell'),
							property('lead_summary', '$json.leadScore.summary'),
						],
					},
				},
				// Named the other way round: without it the node reads the whole contact again.
				options: { resolveData: true },
			},
			WRITES,
		),
	fields:
		'In HubSpot, make three contact properties: `lead_total` (number), `lead_cell` (single-line text), `lead_summary` (multi-line text).',
	read: 'Contacts that changed in the last day and have an e-mail address, and what their record says they did. Run it less than daily? Raise the days in *Get contacts*.',
	remark:
		'HubSpot keeps the **last** visit, click and form of a contact. To count every one, use the templates 01 and 02.',
});
