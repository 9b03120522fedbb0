import { step } from '../canvas';
import { value } from '../expression';
import type { Crm } from './crm';

const contactProperty = (property: string) => ({
	property: `lead_${property}`,
	value: value(`$json.${property}`),
});

export const hubspot: Crm = {
	title: 'HubSpot',
	write: (place) =>
		step(
			'hubspot',
			'Update the contact in HubSpot',
			place,
			{
				authentication: 'appToken',
				resource: 'contact',
				operation: 'upsert',
				email: value('$json.email'),
				additionalFields: {
					customPropertiesUi: {
						customPropertiesValues: ['total', 'fit', 'engagement', 'cell', 'stage', 'summary'].map(contactProperty),
					},
				},
				options: {},
			},
			{ disabled: true, notes: 'Choose a credential, then press D', notesInFlow: true },
		),
};
