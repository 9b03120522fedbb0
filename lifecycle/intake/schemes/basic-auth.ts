import { fault, ok } from '../../fault';
import { headerOf } from '../request';
import { isSame, type Scheme } from '../scheme';

/**
 * User and password in base64 (RFC 7617), as senders make it of `user:password@` in an address: for those that can be given
 * nothing but an address. Whoever sees one call can send any other.
 */
export const basicAuth: Scheme = {
	name: 'basicAuth',
	trust: 'own',
	label: 'Basic Auth',
	summary: 'User and password: for senders that can only be given an address, like Odoo’s automation rules',
	secretHint:
		'Make up a user and a long password of letters and digits, e.g. in your password manager, and put user:password@ before the host in the address that you give to the sender',
	proof: 'password',
	challenge: 'Basic realm="Lead Activity Trigger"',
	claim: (request) => {
		const [, given] = /^basic +(\S+)$/i.exec(headerOf(request, 'Authorization')) ?? [];
		return given === undefined
			? fault('The call brings no user and password', 'Put user:password@ before the host in the address.')
			: ok({ signatures: [given], signed: [] });
	},
	fits: (given, _signed, password, { user }) => isSame(Buffer.from(`${user}:${password}`).toString('base64'), given),
	unusable: (password) =>
		/^[\x20-\x7e]*$/.test(password) ? undefined : 'has a character that not all senders write alike',
};
