import { step } from '../parts/canvas';
import { value } from '../parts/expression';
import { contactsStarter, WRITES } from './contacts';
import { PATIENT, BY_FIT } from './write-back';

const LEADS = { __rl: true, mode: 'id', value: 'crm.lead' };

export default contactsStarter({
	file: 'starter-odoo-contacts',
	crm: 'Odoo',
	people: 'leads',
	leadShape: 'odoo',
	keyField: 'id',
	last: { cellField: 'x_lead_cell', cell: '$json.x_lead_cell', total: '$json.x_lead_total' },
	who: 'j.email_normalized',
	grid: BY_FIT,
	tellsActivity: false,
	get: (name, place) =>
		step(
			'odoo',
			name,
			place,
			{
				resource: 'custom',
				operation: 'getAll',
				customResource: LEADS,
				returnAll: true,
				options: {
					fieldsList:
						'id,name,contact_name,partner_name,email_from,email_normalized,function,phone,country_id,user_id,stage_id,x_lead_total,x_lead_cell',
				},
				filters: {
					filter: [
						{
							fieldName: 'write_date',
							operator: 'greaterOrEqual',
							value: value("$now.minus({ days: 1 }).toUTC().toFormat('yyyy-MM-dd HH:mm:ss')"),
						},
					],
				},
			},
			PATIENT,
		),
	write: (name, place) =>
		step(
			'odoo',
			name,
			place,
			{
				resource: 'custom',
				operation: 'update',
				customResource: LEADS,
				recordId: { __rl: true, mode: 'id', value: value('$json.id') },
				fieldsToSend: {
					mappingMode: 'defineBelow',
					value: {
						x_lead_total: value('$json.leadScore.total'),
						x_lead_cell: value('$json.grid.cell'),
						x_lead_summary: value('$json.leadScore.summary'),
					},
					matchingColumns: [],
					schema: [],
				},
			},
			WRITES,
		),
	fields:
		'In Odoo, make three fields of `crm.lead` (Settings → Technical → Fields): `x_lead_total` (float), `x_lead_cell` (char), `x_lead_summary` (text).',
	read: 'Leads and opportunities that changed in the last day. Run it less than daily? Raise the days in *Get leads*.',
	remark:
		'15 points of fit are enough here (*Fit Thresholds*), because a lead in Odoo says who people are, hardly what they do. To score what they do, use the templates 01 and 02. For Odoo 14 to 18, set *Authentication* in both Odoo nodes to the password.',
});
