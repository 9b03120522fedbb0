import { step } from '../parts/canvas';
import { value } from '../parts/expression';
import { contactsStarter, WRITES } from './contacts';
import { PATIENT, BY_FIT } from './write-back';

const field = (fieldId: string, source: string) => ({ fieldId, value: value(source) });

export default contactsStarter({
	file: 'starter-salesforce-contacts',
	crm: 'Salesforce',
	people: 'leads',
	leadShape: 'salesforce',
	keyField: 'Id',
	last: { cellField: 'Lead_Cell__c', cell: '$json.Lead_Cell__c', total: '$json.Lead_Total__c' },
	who: 'j.Email || j.Id',
	grid: BY_FIT,
	tellsActivity: false,
	get: (name, place) =>
		step(
			'salesforce',
			name,
			place,
			{
				resource: 'search',
				operation: 'query',
				query:
					'SELECT Id, Name, Email, Title, Company, Industry, Country, NumberOfEmployees, AnnualRevenue, Phone, Status, OwnerId, Lead_Total__c, Lead_Cell__c FROM Lead WHERE IsConverted = false AND LastModifiedDate >= LAST_N_DAYS:1',
			},
			PATIENT,
		),
	write: (name, place) =>
		step(
			'salesforce',
			name,
			place,
			{
				resource: 'lead',
				operation: 'update',
				leadId: value('$json.Id'),
				updateFields: {
					customFieldsUi: {
						customFieldsValues: [
							field('Lead_Total__c', '$json.leadScore.total'),
							field('Lead_Cell__c', '$json.grid.cell'),
							field('Lead_Summary__c', '$json.leadScore.summary'),
						],
					},
				},
			},
			WRITES,
		),
	fields:
		'In Salesforce, make three fields on **Lead**: `Lead_Total__c` (number, 2 decimals), `Lead_Cell__c` (text), `Lead_Summary__c` (long text area), and let your users see them.',
	read: 'Leads that changed since yesterday and are not converted. Run it less than daily? Raise `LAST_N_DAYS` in *Get leads*.',
	remark:
		'15 points of fit are enough here (*Fit Thresholds*), because a lead in Salesforce says who people are, hardly what they do. To score what they do, use the templates 01 and 02.',
});
