import { HUBSPOT_PROPERTIES } from '../../../../lifecycle/crm/changes/hubspot-changes';
import { ODOO_FIELDS } from '../../../../lifecycle/crm/changes/odoo-changes';
import type { CrmName } from '../../../../lifecycle/crm/crm';
import { ownStart, startsWith, type Place, type Step, type StepOptions } from '../canvas';
import { value } from '../expression';
import { AGAIN, crmCall, crmStep } from './crm-nodes';

/** The nodes of a CRM in 15; the templates for two CRMs differ in them only. */
export interface ChangeNodes {
	/** How it is set up, for the note on the canvas. */
	readonly setUp: string;
	/** What starts 15 when something changes, from top to bottom. */
	readonly starts: (at: (row: number) => Place) => ReadonlyArray<ReturnType<typeof startsWith>>;
	/** Reads a record; a record that is gone ends no run. */
	readonly record: (place: Place) => Step;
	/** Who works there, where the record does not say it. */
	readonly users?: (place: Place) => Step;
}

const OFF: StepOptions = { disabled: true, notes: 'Credential, then activate', notesInFlow: true };
const READ: StepOptions = { alwaysOutputData: true };
const READ_ONCE: StepOptions = { ...AGAIN, ...READ, executeOnce: true };

export const ODOO_PATH = 'odoo-change';

const hubspot: ChangeNodes = {
	setUp: `*Changes in HubSpot* takes a **HubSpot Developer** credential and watches \`${HUBSPOT_PROPERTIES.join('`, `')}\`; *Get record* and *Get CRM users* take the one of your other HubSpot nodes.`,
	starts: (at) => [
		startsWith(
			'hubspotTrigger',
			'Changes in HubSpot',
			at(0),
			{
				eventsUi: {
					eventValues: HUBSPOT_PROPERTIES.map((property) => ({ name: 'contact.propertyChange', property })),
				},
				additionalFields: {},
			},
			OFF,
		),
	],
	record: (place) =>
		crmStep(
			'hubspot',
			'Get record',
			place,
			{
				authentication: 'appToken',
				resource: 'contact',
				operation: 'get',
				contactId: { __rl: true, mode: 'id', value: value('$json.id') },
				additionalFields: {},
			},
			READ,
		),
	users: (place) =>
		crmCall(
			'Get CRM users',
			place,
			{
				credential: 'hubspotAppToken',
				url: 'https://api.hubapi.com/crm/v3/owners?limit=500',
				why: 'The HubSpot node does not list owners',
			},
			READ_ONCE,
		),
};

const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };

const salesforce: ChangeNodes = {
	setUp: `*Leads that changed* and *Opportunities that changed* ask every minute; turn on the **history** of *Lead Status* in Salesforce (Object Manager → Lead → Set History Tracking), by which 15 knows when it was set.`,
	starts: (at) =>
		[
			['Leads that changed', 'leadUpdated'],
			['Opportunities that changed', 'opportunityUpdated'],
		].map(([name, triggerOn], row) =>
			startsWith(
				'salesforceTrigger',
				name,
				at(row),
				{ pollTimes: EVERY_MINUTE, authentication: 'oAuth2', triggerOn },
				OFF,
			),
		),
	record: (place) =>
		crmStep(
			'salesforce',
			'Get record',
			place,
			{ authentication: 'oAuth2', resource: 'search', operation: 'query', query: value('$json.query') },
			READ,
		),
};

const pipedrive: ChangeNodes = {
	setUp: `*Deals in Pipedrive* and *Persons in Pipedrive* make their webhooks themselves; give them a **Basic Auth** credential too (*Incoming Authentication*), so that strangers stay out.`,
	starts: (at) =>
		[
			['Deals in Pipedrive', '*', 'deal'],
			['Persons in Pipedrive', 'change', 'person'],
		].map(([name, action, entity], row) =>
			startsWith(
				'pipedriveTrigger',
				name,
				at(row),
				{ authentication: 'apiToken', incomingAuthentication: 'basicAuth', action, entity },
				OFF,
			),
		),
	record: (place) =>
		crmStep(
			'pipedrive',
			'Get record',
			place,
			{ authentication: 'apiToken', resource: 'person', operation: 'get', personId: value('$json.id') },
			READ,
		),
	users: (place) =>
		crmCall(
			'Get CRM users',
			place,
			{
				credential: 'pipedriveApi',
				url: 'https://api.pipedrive.com/v1/users',
				why: 'The Pipedrive node does not list users',
			},
			READ_ONCE,
		),
};

const odoo: ChangeNodes = {
	setUp: `n8n has no trigger for Odoo: an **automation rule** there (on save; *Stage, Salesperson, Active, Probability*) sends a webhook to \`https://user:password@your-n8n/webhook/${ODOO_PATH}\`, with user and password of the credential of *Changes in Odoo* (scheme *Basic Auth*).`,
	starts: (at) => [
		// n8n's own Webhook node keeps the headers of a call with the execution, and with them the password. Odoo hangs up
		// after a second, so the answer does not wait for the work.
		ownStart('leadActivityTrigger', 'Changes in Odoo', at(0), { path: ODOO_PATH, take: 'body' }, OFF),
	],
	record: (place) =>
		crmStep(
			'odoo',
			'Get record',
			place,
			{
				resource: 'opportunity',
				operation: 'get',
				opportunityId: { __rl: true, mode: 'id', value: value('$json.id') },
				options: { fieldsList: ODOO_FIELDS.split(',') },
			},
			READ,
		),
	users: (place) =>
		crmStep(
			'odoo',
			'Get CRM users',
			place,
			{
				resource: 'custom',
				operation: 'getAll',
				customResource: { __rl: true, mode: 'id', value: 'res.users' },
				returnAll: true,
				options: { fieldsList: 'login,email' },
				filters: {},
			},
			READ_ONCE,
		),
};

export const CHANGE_NODES: Readonly<Record<CrmName, ChangeNodes>> = { hubspot, salesforce, pipedrive, odoo };
