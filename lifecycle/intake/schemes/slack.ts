import { ok } from '../../fault';
import { headerOf } from '../request';
import { fitsHmac, secondsToMillis, type Scheme } from '../scheme';
import { missingHeader, unreadableTime } from './header-faults';

const SIGNATURE = 'X-Slack-Signature';
const TIME = 'X-Slack-Request-Timestamp';

/** `v0=<hex>` over `v0:<unix seconds>:<body>`. */
export const slack: Scheme = {
	name: 'slack',
	trust: 'vendor',
	label: 'Slack',
	summary: `Time and body, signed in ${SIGNATURE}`,
	secretHint: 'In Slack, the secret is in the app’s Basic Information › App Credentials › Signing Secret',
	claim: (request) => {
		const signature = headerOf(request, SIGNATURE);
		if (signature === '') return missingHeader(SIGNATURE);
		const time = headerOf(request, TIME);
		const at = secondsToMillis(time);
		if (at === undefined) return time === '' ? missingHeader(TIME) : unreadableTime(`The header “${TIME}”`);
		return ok({ signatures: [signature], signed: ['v0:', time, ':', request.body], at });
	},
	fits: fitsHmac('sha256', 'hex', 'v0='),
};
