import type { Trust } from '../../activity/trust';
import { fault, ok, type Result } from '../../fault';
import { headerOf, type IntakeRequest } from '../request';
import { fitsHmac, secondsToMillis, type Claim, type Scheme } from '../scheme';
import { missingHeader } from './header-faults';

/** `t=<unix seconds>,v1=<hex>[,v1=<hex>]` over `<t>.<body>`, as Stripe, Calendly and many others sign. */
function readHeader(request: IntakeRequest, header: string): Result<Claim> {
	const text = headerOf(request, header);
	if (text === '') return missingHeader(header);
	const parts = text.split(',').map((part): [string, string] => {
		const [, key = '', value = ''] = /^\s*([^=]*)=(.*)$/.exec(part) ?? [];
		return [key, value];
	});
	const times = parts.filter(([key]) => key === 't').map(([, value]) => value);
	const signatures = parts.filter(([key]) => key === 'v1').map(([, value]) => value);
	const at = times.length === 1 ? secondsToMillis(times[0]) : undefined;
	if (at === undefined || signatures.length === 0) {
		return fault(
			`The header “${header}” has not the form t=<unix seconds>,v1=<signature>`,
			'Send both parts, separated by a comma.',
		);
	}
	return ok({ signatures: signatures.slice(0, MOST_SIGNATURES), signed: [times[0], '.', request.body], at });
}

const MOST_SIGNATURES = 5;

const timestamped = (name: string, trust: Trust, label: string, header: string, secretHint: string): Scheme => ({
	name,
	trust,
	label,
	summary: `Time and body, signed in ${header}`,
	secretHint,
	claim: (request) => readHeader(request, header),
	fits: fitsHmac('sha256', 'hex'),
});

export const LEAD_ACTIVITY_SIGNATURE = 'X-Lead-Activity-Signature';

/** Our own: what to use wherever you write the sender. */
export const leadActivity = timestamped(
	'leadActivity',
	'own',
	'Signed by Your Own Code (HMAC)',
	LEAD_ACTIVITY_SIGNATURE,
	'Make up a secret of 30 or more random characters, e.g. in your password manager, and give it to the sender',
);

export const calendly = timestamped(
	'calendly',
	'visitor',
	'Calendly',
	'Calendly-Webhook-Signature',
	'Calendly signs with the signing key that was given when the webhook subscription was made',
);

export const stripe: Scheme = {
	...timestamped(
		'stripe',
		'vendor',
		'Stripe-Like',
		'',
		'In Stripe, the secret is in Developers › Webhooks › Signing secret, e.g. whsec_…',
	),
	summary: 'Time and body, signed in a header such as Stripe-Signature',
	claim: (request, { header }) => readHeader(request, header),
};
