import { createPublicKey, verify, type KeyObject } from 'crypto';
import { ok } from '../../fault';
import { headerOf } from '../request';
import { secondsToMillis, type Scheme } from '../scheme';
import { missingHeader, unreadableTime } from './header-faults';

const SIGNATURE = 'X-Twilio-Email-Event-Webhook-Signature';
const TIME = 'X-Twilio-Email-Event-Webhook-Timestamp';

/** ECDSA on P-256 with SHA-256 over time and body; the secret is SendGrid's public key, as base64 or PEM. */
export const sendgrid: Scheme = {
	name: 'sendgrid',
	trust: 'vendor',
	label: 'SendGrid',
	summary: `Time and body, signed in ${SIGNATURE}`,
	secretHint: 'In SendGrid, the public key is in Settings › Mail Settings › Event Webhook › Signature Verification',
	proof: 'publicKey',
	claim: (request) => {
		const signature = headerOf(request, SIGNATURE);
		if (signature === '') return missingHeader(SIGNATURE);
		const time = headerOf(request, TIME);
		const at = secondsToMillis(time);
		if (at === undefined) return time === '' ? missingHeader(TIME) : unreadableTime(`The header “${TIME}”`);
		return ok({ signatures: [signature], signed: [time, request.body], at });
	},
	fits: (signature, signed, secret) => {
		const bytes = fromBase64(signature);
		const key = bytes && publicKey(secret);
		if (bytes === undefined || key === undefined) return false;
		const message = Buffer.concat(signed.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
		return verify('sha256', message, key, bytes);
	},
	unusable: (secret) =>
		publicKey(secret) === undefined ? 'is not a public key of SendGrid (ECDSA, P-256)' : undefined,
};

/** Only the one spelling of the bytes: a decoder overlooks what is not base64. */
function fromBase64(text: string): Buffer | undefined {
	const bytes = Buffer.from(text, 'base64');
	return bytes.toString('base64') === text ? bytes : undefined;
}

function publicKey(text: string): KeyObject | undefined {
	const der = fromBase64(text.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s+/g, ''));
	if (der === undefined) return undefined;
	try {
		const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
		return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
	} catch {
		return undefined;
	}
}
