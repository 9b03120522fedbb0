import type { Fields } from '../../path';
import type { Adapter, Draft } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { child, compact, first, isTrue, own, textOf } from '../values';

/** Zoho CRM: records of its API, and notifications, which name only ids. https://www.zoho.com/crm/developer/docs/api/v8/ */
export const zoho: Adapter = {
	source: 'zoho',
	label: 'Zoho CRM',
	idName: 'Zoho record id',
	trust: 'crm',
	keys: ['Modified_Time', 'Created_Time', 'resource_uri'],
	matches: (event) => isNotification(event) || (Object.hasOwn(event, 'id') && (isPerson(event) || isDeal(event))),
	read(event) {
		if (isNotification(event)) return [nothing('a notification of Zoho names only ids: read the record itself')];
		return [isPerson(event) ? readPerson(event) : readDeal(event)];
	},
};

const isNotification = (event: Fields): boolean =>
	Array.isArray(own(event, 'ids')) && Object.hasOwn(event, 'module') && Object.hasOwn(event, 'operation');

const isDated = (event: Fields): boolean =>
	Object.hasOwn(event, 'Modified_Time') || Object.hasOwn(event, 'Created_Time');

const isPerson = (event: Fields): boolean =>
	isDated(event) && ['Email', 'Last_Name'].some((key) => textOf(own(event, key)) !== '');

const isDeal = (event: Fields): boolean => isDated(event) && Object.hasOwn(event, 'Deal_Name');

const SYSTEM =
	/^(\$.*|id|Created_(Time|By)|Modified_(Time|By)|Last_Activity_Time|Full_Name|Record_Image|Tag|Unsubscribed_.*|Converted.*)$/;

function readPerson(record: Fields): Draft {
	const [created, modified] = [own(record, 'Created_Time'), own(record, 'Modified_Time')];
	const known = Object.entries(record).filter(([key, value]) => !SYSTEM.test(key) && typeof value !== 'object');
	const optedOut = isTrue(own(record, 'Email_Opt_Out'));
	const isNew = textOf(created) !== '' && created === modified;
	return {
		type: optedOut ? 'email_unsubscribe' : isNew ? 'lead_create' : 'lead_update',
		at: first(modified, created),
		email: own(record, 'Email'),
		leadId: own(record, 'id'),
		aliases: [own(record, 'id')],
		attributes: attributesOf({
			...Object.fromEntries(known),
			...compact({
				title: first(own(record, 'Designation'), own(record, 'Title')),
				employees: own(record, 'No_of_Employees'),
				company: first(own(record, 'Company'), own(child(record, 'Account_Name'), 'name')),
				owner: first(own(child(record, 'Owner'), 'email'), own(child(record, 'Owner'), 'name')),
			}),
		}),
	};
}

/** https://www.zoho.com/crm/developer/docs/api/v8/get-records.html: what is closed says how in its stage. */
function readDeal(record: Fields): Draft {
	const stage = textOf(own(record, 'Stage'));
	const created = own(record, 'Created_Time');
	const isNew = textOf(created) !== '' && created === own(record, 'Modified_Time');
	const isWon = /^closed won$/i.test(stage);
	const isLost = /^closed[- ]lost/i.test(stage);
	return {
		type: isWon ? 'deal_won' : isLost ? 'deal_lost' : isNew ? 'deal_create' : 'deal_update',
		at: first(own(record, 'Modified_Time'), created),
		leadId: own(child(record, 'Contact_Name'), 'id'),
		properties: compact({
			deal: own(record, 'id'),
			name: own(record, 'Deal_Name'),
			stage,
			amount: own(record, 'Amount'),
			currency: own(record, 'Currency'),
			reason: own(record, 'Reason_For_Loss__s'),
		}),
	};
}
