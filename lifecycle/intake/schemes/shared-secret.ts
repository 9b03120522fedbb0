import { ok } from '../../fault';
import { headerOf } from '../request';
import { isSame, type Scheme } from '../scheme';
import { missingHeader } from './header-faults';

/** The secret itself in a header, for senders that cannot sign: whoever sees one call can send any other. */
export const sharedSecret: Scheme = {
	name: 'sharedSecret',
	trust: 'own',
	label: 'Shared Secret in a Header',
	summary: 'The secret itself in a header: for senders that cannot sign',
	secretHint: 'Make up a secret, e.g. by openssl rand -hex 32, and give it to the sender',
	claim: (request, { header }) => {
		const secret = headerOf(request, header);
		return secret === '' ? missingHeader(header) : ok({ signatures: [secret], signed: [] });
	},
	fits: (given, _signed, secret) => isSame(secret, given),
};
