import type { DateTime } from 'luxon';
import type { IWebhookFunctions } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import type { IntakeRequest } from '../../lifecycle/intake/request';
import { verifyRequest } from '../../lifecycle/intake/verify';
import type { Form } from './form';

/** A request that may be read on, or the answer that turns it away. */
export type Received =
	| { ok: true; request: IntakeRequest }
	| {
			ok: false;
			status: 400 | 401 | 413;
			body: { message: string };
			/** For the header `WWW-Authenticate`. */
			challenge?: string;
	  };

/** Reads the raw body and checks that the sender is who it should be. */
export async function receive(context: IWebhookFunctions, form: Form, asOf: DateTime): Promise<Received> {
	const body = await readRawBody(context);
	if (body === 'too large' || (body !== undefined && body.length > form.largestBody)) {
		const message = 'The body is too large';
		return turnedAway(413, { message, hint: 'Send fewer activities at once.' });
	}
	if (body === undefined) {
		return turnedAway(400, { message: 'The body could not be read', hint: 'Send it again, whole and unharmed.' });
	}
	const { method, headers } = context.getRequestObject();
	const request = {
		method,
		headers,
		body,
		// Only worked out for the schemes that sign it: n8n evaluates an expression for it.
		get uri() {
			return addressOf(context, form.publicUrl);
		},
	};
	if (form.verifier === undefined) return { ok: true, request };
	const verified = verifyRequest(request, form.verifier, form.windowSeconds, asOf);
	if (verified.ok) return { ok: true, request };
	return { ...turnedAway(401, verified), challenge: form.verifier.scheme.challenge };
}

const turnedAway = (status: 400 | 401 | 413, { message, hint }: Fault): Extract<Received, { ok: false }> => ({
	ok: false,
	status,
	body: { message: `Nothing of this call was taken. ${message}. ${hint}` },
});

/** The bytes that were sent, unpacked where the sender packed them; undefined when they did not come through. */
async function readRawBody(context: IWebhookFunctions): Promise<Buffer | 'too large' | undefined> {
	const request = context.getRequestObject();
	try {
		if (!request.rawBody) await request.readRawBody();
	} catch (error) {
		return (error as { status?: unknown }).status === 413 ? 'too large' : undefined;
	}
	// Without a body n8n leaves it undefined.
	const body: unknown = request.rawBody ?? (request.headers['content-length'] === '0' ? Buffer.alloc(0) : undefined);
	return Buffer.isBuffer(body) ? body : undefined;
}

/** The address that the sender called, as far as it can be told from inside: a proxy may stand before n8n. */
function addressOf(context: IWebhookFunctions, publicUrl: string): string {
	const { originalUrl, url } = context.getRequestObject();
	const [, query] = /(\?.*)$/.exec(originalUrl ?? url) ?? [];
	return `${publicUrl || context.getWebhookResourceUrl('default') || ''}${query ?? ''}`;
}
