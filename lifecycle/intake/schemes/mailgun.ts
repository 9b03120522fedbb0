import { child, own, textOf } from '../../activity/values';
import { fault, ok } from '../../fault';
import { fieldsOfBody } from '../request';
import { fitsHmac, secondsToMillis, type Scheme } from '../scheme';
import { unreadableTime } from './header-faults';

/**
 * Hex over time and token, which stand in the body: `{ signature: { timestamp, token, signature } }`, and flat in forms.
 * A parent account's signature does as well. The rest of the body is not signed by Mailgun.
 */
export const mailgun: Scheme = {
	name: 'mailgun',
	trust: 'vendor',
	label: 'Mailgun',
	summary: 'Time and a token, signed in the body; the event itself is not',
	secretHint: 'In Mailgun, the secret is the HTTP webhook signing key in API Security',
	claim: ({ body }) => {
		const fields = fieldsOfBody(body) ?? {};
		const place = Object.hasOwn(fields, 'event-data') ? child(fields, 'signature') : fields;
		const signatures = ['signature', 'parent-signature'].map((key) => textOf(own(place, key)));
		const given = signatures.filter((signature) => signature !== '');
		const token = textOf(own(place, 'token'));
		if (given.length === 0 || token === '') {
			return fault('The body carries no signature of Mailgun', 'Choose the scheme that the sender signs with.');
		}
		const time = textOf(own(place, 'timestamp'));
		const at = secondsToMillis(time);
		return at === undefined
			? unreadableTime('“timestamp” in the signature')
			: ok({ signatures: given, signed: [time, token], at });
	},
	fits: fitsHmac('sha256', 'hex'),
};
