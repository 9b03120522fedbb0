import { ok } from '../../fault';
import { headerOf } from '../request';
import { fitsHmac, type Scheme } from '../scheme';
import { missingHeader, unreadableTime } from './header-faults';

const SIGNATURE = 'X-HubSpot-Signature-v3';
const TIME = 'X-HubSpot-Request-Timestamp';

/** The characters that HubSpot writes plainly in the address it signs. */
const WRITTEN_PLAINLY = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** Base64 over method, address, body and epoch milliseconds, without anything between them. */
export const hubspot: Scheme = {
	name: 'hubspot',
	trust: 'crm',
	label: 'HubSpot',
	summary: `Method, address, body and time, signed in ${SIGNATURE}`,
	secretHint: 'In HubSpot, the secret is the client secret in the app’s Auth tab',
	claim: (request) => {
		const signature = headerOf(request, SIGNATURE);
		if (signature === '') return missingHeader(SIGNATURE);
		const time = headerOf(request, TIME);
		if (time === '') return missingHeader(TIME);
		if (!/^\d{1,15}$/.test(time)) return unreadableTime(`The header “${TIME}”`);
		const address = request.uri.replace(WRITTEN_PLAINLY, decodeURIComponent);
		return ok({
			signatures: [signature],
			signed: [request.method.toUpperCase(), address, request.body, time],
			at: Number(time),
		});
	},
	fits: fitsHmac('sha256', 'base64'),
};
