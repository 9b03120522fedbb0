/** The credentials of our own webhooks and form, which need no account anywhere. */
import {
	CALLER_CREDENTIAL,
	FORM_CREDENTIAL,
	FORM_USER,
	WEBHOOK_CREDENTIAL,
	WEBHOOK_HEADER,
} from '../scripts/host/templates.mjs';

/** Fixed ids, so that a run that was killed finds what it made. */
export const OWN_IDS = {
	leadActivityWebhookApi: 'llActivityKey',
	httpHeaderAuth: 'llCallerKey',
	httpBasicAuth: 'llFeedbackForm',
} as const;
export const OWN: ReadonlySet<string> = new Set(Object.values(OWN_IDS));
export type OwnType = keyof typeof OWN_IDS;

export interface Secrets {
	readonly webhookSecret: string;
	readonly formPassword: string;
}

/** Those that a run made; the others are known to nobody. */
export type MadeSecrets = Partial<Secrets>;

export interface OwnCredential {
	readonly id: string;
	readonly name: string;
	readonly type: OwnType;
	readonly data: Readonly<Record<string, string>>;
}

export const ownCredentials = ({ webhookSecret, formPassword }: Secrets): OwnCredential[] => [
	{
		id: OWN_IDS.leadActivityWebhookApi,
		name: WEBHOOK_CREDENTIAL,
		type: 'leadActivityWebhookApi',
		data: { scheme: 'sharedSecret', secret: webhookSecret, keyHeader: WEBHOOK_HEADER },
	},
	{
		id: OWN_IDS.httpHeaderAuth,
		name: CALLER_CREDENTIAL,
		type: 'httpHeaderAuth',
		data: { name: WEBHOOK_HEADER, value: webhookSecret },
	},
	{
		id: OWN_IDS.httpBasicAuth,
		name: FORM_CREDENTIAL,
		type: 'httpBasicAuth',
		data: { user: FORM_USER, password: formPassword },
	},
];
