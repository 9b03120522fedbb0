import { ok, type Result } from '../../fault';
import { headerOf, textOfBody, type IntakeRequest } from '../request';
import { fitsHmac, type Claim, type Scheme } from '../scheme';
import { missingHeader } from './header-faults';

/** A signature over the body alone: without a time, a call can be repeated by whoever saw it once. */
function readHeader(request: IntakeRequest, header: string): Result<Claim> {
	const signature = headerOf(request, header);
	return signature === '' ? missingHeader(header) : ok({ signatures: [signature], signed: [request.body] });
}

const fitsSegment = fitsHmac('sha1', 'hex');

/** The first event of a list, as Segment's JSON.stringify wrote it. */
function firstOfBatch(body: string | Buffer): string[] {
	const text = textOfBody(Buffer.from(body)).trim();
	if (!text.startsWith('[')) return [];
	try {
		const events: unknown = JSON.parse(text);
		return Array.isArray(events) && events.length > 0 ? [JSON.stringify(events[0])] : [];
	} catch {
		return [];
	}
}

/** Of a batch, Segment signs the first event and nothing else; whoever signs alike may sign the whole list. */
export const segment: Scheme = {
	name: 'segment',
	trust: 'visitor',
	label: 'Segment',
	summary: 'The body, signed in X-Signature',
	secretHint:
		'In Segment, the shared secret is in the settings of the Webhooks destination; Customer.io’s data pipelines sign alike',
	claim: (request) => readHeader(request, 'X-Signature'),
	fits: (signature, [body], secret, settings) =>
		fitsSegment(signature, [body], secret, settings) ||
		firstOfBatch(body).some((event) => fitsSegment(signature, [event], secret, settings)),
};

export const typeform: Scheme = {
	name: 'typeform',
	trust: 'visitor',
	label: 'Typeform',
	summary: 'The body, signed in Typeform-Signature',
	secretHint: 'In Typeform, the secret is in the form’s Connect › Webhooks › Edit › Secret',
	claim: (request) => readHeader(request, 'Typeform-Signature'),
	fits: fitsHmac('sha256', 'base64', 'sha256='),
};

/** Any other HMAC over the body, e.g. GitHub's or Shopify's. */
export const genericHmac: Scheme = {
	name: 'hmac',
	trust: 'vendor',
	label: 'Other HMAC',
	summary: 'The body, signed in a header of your choice',
	secretHint: 'Take what the sender calls its webhook secret or signing secret',
	claim: (request, { header }) => readHeader(request, header),
	fits: (signature, signed, secret, settings) =>
		fitsHmac(settings.algorithm, settings.encoding, settings.prefix)(signature, signed, secret, settings),
};
