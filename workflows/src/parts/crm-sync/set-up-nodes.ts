import type { CrmName } from '../../../../lifecycle/crm/crm';
import { HUBSPOT_GROUP } from '../../../../lifecycle/crm/set-up/hubspot-set-up';
import { FIELDS_A_CALL } from '../../../../lifecycle/crm/set-up/pipedrive-set-up';
import type { Place, Step } from '../canvas';
import { AGAIN, crmCall, crmStep, fields } from './crm-nodes';
import { model, read, sent } from './odoo';

/** The nodes of a CRM in 00 CRM properties. */
export interface SetUpNodes {
	/** What the credential must be allowed, for the note. */
	readonly needs: string;
	/** Called before anything is listed, with the item that begins the chain. */
	readonly first?: (place: Place) => Step;
	/** What the item that begins the chain holds for {@link first}. */
	readonly body?: object;
	readonly list: (place: Place) => Step;
	/** Takes an item for each property that is missing. */
	readonly create: (place: Place) => Step;
}

const ONCE = { executeOnce: true, alwaysOutputData: true, ...AGAIN };
const HUBSPOT = 'https://api.hubapi.com/crm/v3/properties/contacts';
const PIPEDRIVE = 'https://api.pipedrive.com/api/v2/personFields';

const hubspot: SetUpNodes = {
	needs: 'the scopes `crm.schemas.contacts.read` and `crm.schemas.contacts.write`',
	body: HUBSPOT_GROUP,
	// HubSpot answers 409 to a group that is there already, and leaves it.
	first: (place) =>
		crmCall('Create the group', place, {
			credential: 'hubspotAppToken',
			url: `${HUBSPOT}/groups`,
			isPost: true,
			why: 'The HubSpot node creates no groups',
		}),
	list: (place) =>
		crmCall(
			'Get properties',
			place,
			{ credential: 'hubspotAppToken', url: HUBSPOT, why: 'The HubSpot node lists no properties' },
			ONCE,
		),
	create: (place) =>
		crmCall('Create properties', place, {
			credential: 'hubspotAppToken',
			url: HUBSPOT,
			isPost: true,
			why: 'The HubSpot node creates no properties',
		}),
};

const pipedrive: SetUpNodes = {
	needs: 'a user who may edit the fields of persons',
	list: (place) =>
		crmCall(
			'Get fields',
			place,
			{
				credential: 'pipedriveApi',
				url: `${PIPEDRIVE}?limit=${FIELDS_A_CALL}`,
				why: 'The Pipedrive node lists no fields',
			},
			ONCE,
		),
	create: (place) =>
		crmCall('Create fields', place, {
			credential: 'pipedriveApi',
			url: PIPEDRIVE,
			isPost: true,
			perSecond: 4,
			why: 'The Pipedrive node creates no fields',
		}),
};

const odoo: SetUpNodes = {
	needs: 'a user with the right *Administration: Settings*',
	first: (place) =>
		read(
			'Get the lead model',
			place,
			{
				of: 'ir.model',
				fields: 'id,model',
				filters: [{ fieldName: 'model', operator: 'equal', value: 'crm.lead' }],
			},
			ONCE,
		),
	list: (place) =>
		read(
			'Get fields',
			place,
			{
				of: 'ir.model.fields',
				fields: 'id,name',
				filters: [
					{ fieldName: 'model', operator: 'equal', value: 'crm.lead' },
					{ fieldName: 'name', operator: 'like', value: 'x_lead_' },
				],
			},
			ONCE,
		),
	create: (place) =>
		crmStep('odoo', 'Create fields', place, {
			resource: 'custom',
			operation: 'create',
			customResource: model('ir.model.fields'),
			fieldsToSend: sent({
				...fields(
					Object.fromEntries(['model_id', 'name', 'field_description', 'ttype'].map((field) => [field, field])),
				),
				state: 'manual',
			}),
		}),
};

export const SET_UP_NODES: Readonly<Partial<Record<CrmName, SetUpNodes>>> = { hubspot, pipedrive, odoo };
