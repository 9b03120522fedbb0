import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { ALGORITHMS, proofOf, type Proof } from '../lifecycle/intake/scheme';
import { SCHEMES } from '../lifecycle/intake/schemes';

const onlyFor = (...scheme: string[]) => ({ show: { scheme } });
const onlyWith = (proof: Proof) =>
	onlyFor(...SCHEMES.filter((scheme) => proofOf(scheme) === proof).map(({ name }) => name));

/** What a call to the Lead Activity Trigger must be signed with. */
export class LeadActivityWebhookApi implements ICredentialType {
	name = 'leadActivityWebhookApi';

	displayName = 'Lead Activity Webhook API';

	icon: Icon = { light: 'file:leadActivityWebhook.svg', dark: 'file:leadActivityWebhook.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-lead-lifecycle/n8n-nodes-lead-lifecycle/blob/main/docs/lead-activity-trigger.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Scheme',
			name: 'scheme',
			type: 'options',
			noDataExpression: true,
			default: 'sharedSecret',
			description: 'How the sender proves who it is',
			options: SCHEMES.map(({ name, label, summary }) => ({ name: label, value: name, description: summary })),
		},
		...SCHEMES.map(({ name, secretHint }): INodeProperties => {
			return {
				displayName: secretHint,
				name: `${name}Notice`,
				type: 'notice',
				default: '',
				displayOptions: onlyFor(name),
			};
		}),
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: onlyWith('secret'),
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'odoo',
			displayOptions: onlyWith('password'),
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: onlyWith('password'),
		},
		{
			displayName: 'Public Key',
			name: 'publicKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
			displayOptions: onlyWith('publicKey'),
		},
		{
			displayName: 'Header',
			name: 'keyHeader',
			type: 'string',
			default: 'X-Lead-Activity-Key',
			required: true,
			description: 'Name of the header that carries the secret',
			displayOptions: onlyFor('sharedSecret'),
		},
		{
			displayName: 'Header',
			name: 'timedHeader',
			type: 'string',
			default: 'Stripe-Signature',
			required: true,
			description: 'Name of the header with time and signature, e.g. t=1492774577,v1=5257a869…',
			displayOptions: onlyFor('stripe'),
		},
		{
			displayName: 'Header',
			name: 'signatureHeader',
			type: 'string',
			default: 'X-Signature',
			required: true,
			placeholder: 'X-Hub-Signature-256',
			description: 'Name of the header with the signature',
			displayOptions: onlyFor('hmac'),
		},
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'sha256=',
			description: 'What stands before the signature in the header',
			displayOptions: onlyFor('hmac'),
		},
		{
			displayName: 'Algorithm',
			name: 'algorithm',
			type: 'options',
			default: 'sha256',
			options: ALGORITHMS.map((name) => ({ name: name.replace('sha', 'SHA-'), value: name })),
			displayOptions: onlyFor('hmac'),
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			default: 'hex',
			options: [
				{ name: 'Base64', value: 'base64' },
				{ name: 'Base64 for URLs', value: 'base64url' },
				{ name: 'Hex', value: 'hex' },
				{ name: 'Hex in Capitals', value: 'hexUpper' },
			],
			displayOptions: onlyFor('hmac'),
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Taken as well while the secret is being changed; empty it once all senders have the new one',
			displayOptions: onlyWith('secret'),
		},
		{
			displayName: 'Previous Password',
			name: 'previousPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Taken as well while the password is being changed; empty it once all senders have the new one',
			displayOptions: onlyWith('password'),
		},
	];
}
