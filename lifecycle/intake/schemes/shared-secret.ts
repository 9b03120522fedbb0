import { fault, ok } from '../../fault';
import { headerOf } from '../request';
import { isSame, type Scheme } from '../scheme';
import { leadActivity, LEAD_ACTIVITY_SIGNATURE } from './timestamped';

/**
 * The secret itself in a header, which every sender can do: whoever sees one call can send any other. A call without it may
 * be signed with the same secret instead, as {@link leadActivity} signs: n8n keeps nothing of a field that was left at its
 * default, so a credential from when signing was the default reads as one of this scheme.
 */
export const sharedSecret: Scheme = {
	name: 'sharedSecret',
	trust: 'own',
	label: 'Secret in a Header',
	summary: 'The secret itself in a header: the simplest, and all that most tools can send',
	secretHint:
		'Make up a secret of 30 or more random characters, e.g. in your password manager, and have the sender put it into the header below with each call',
	claim: (request, settings) => {
		const secret = headerOf(request, settings.header);
		if (secret !== '') return ok({ signatures: [secret], signed: [] });
		if (headerOf(request, LEAD_ACTIVITY_SIGNATURE) !== '') return leadActivity.claim(request, settings);
		const advice = `Send the header ${settings.header} with the secret of the credential.`;
		return fault(`The header “${settings.header}” is missing`, advice);
	},
	fits: (given, signed, secret, settings) =>
		signed.length === 0 ? isSame(secret, given) : leadActivity.fits(given, signed, secret, settings),
};
