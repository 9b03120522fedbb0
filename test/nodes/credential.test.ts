/** The form of the credential, and what n8n keeps of it: nothing of a field that was left at its default. */
import { DateTime } from 'luxon';
import { NodeHelpers, type ICredentialDataDecryptedObject, type INodeParameters } from 'n8n-workflow';
import { LeadActivityWebhookApi } from '../../credentials/LeadActivityWebhookApi.credentials';
import { readVerifier, verifyRequest } from '../../lifecycle/intake/verify';
import vectors from '../cases/signatures.json';

const { properties } = new LeadActivityWebhookApi();

/** As the editor saves it. */
const stored = (data: object) =>
	NodeHelpers.getNodeParameters(properties, data as INodeParameters, false, false, null, null) ?? {};

/** As a node gets it, with the defaults of today. */
const resolved = (data: object) =>
	NodeHelpers.getNodeParameters(
		properties,
		data as INodeParameters,
		true,
		false,
		null,
		null,
	) as ICredentialDataDecryptedObject;

const WINDOW_SECONDS = 300;

function isAccepted(data: object, { request, asOf }: (typeof vectors)[number]): boolean {
	const verifier = readVerifier(resolved(data));
	if (!verifier.ok) throw new Error(verifier.message);
	const call = { ...request, headers: { ...request.headers }, body: Buffer.from(request.body) };
	return verifyRequest(call, verifier.value, WINDOW_SECONDS, DateTime.fromISO(asOf)).ok;
}

it('opens on the simplest: a secret in a header', () => {
	const [scheme] = properties;
	expect(scheme).toMatchObject({ name: 'scheme', default: 'sharedSecret' });
	expect(scheme.options?.[0]).toMatchObject({ name: 'Secret in a Header', value: 'sharedSecret' });
	expect(resolved({ secret: 'x'.repeat(32) })).toMatchObject({ keyHeader: 'X-Lead-Activity-Key' });
});

it.each(
	vectors.map((vector): [string, (typeof vectors)[number]] => [`${vector.credential.scheme}: ${vector.name}`, vector]),
)('works after the editor saved it: %s', (_name, vector) =>
	expect(isAccepted(stored(vector.credential), vector)).toBe(true),
);

describe('a credential from when calls were signed by default, of which n8n kept the secret alone', () => {
	const [signed] = vectors;
	const { secret } = signed.credential;
	const withHeaders = (headers: Record<string, string>, body = signed.request.body) =>
		({ ...signed, request: { ...signed.request, headers, body } }) as unknown as typeof signed;

	it('takes calls signed as before', () => expect(isAccepted({ secret }, signed)).toBe(true));

	it('takes none with another body, another secret or an old time', () => {
		expect(isAccepted({ secret }, withHeaders(signed.request.headers as never, '{}'))).toBe(false);
		expect(isAccepted({ secret: 'x'.repeat(32) }, signed)).toBe(false);
		expect(isAccepted({ secret }, { ...signed, asOf: '2026-03-29T14:10:01Z' })).toBe(false);
	});

	it('takes none whose header holds a wrong secret, signed or not', () => {
		const headers = { ...signed.request.headers, 'x-lead-activity-key': 'wrong' } as never;
		expect(isAccepted({ secret }, withHeaders(headers))).toBe(false);
	});

	it('asks for the header, without naming the secret', () => {
		const verifier = readVerifier(resolved({ secret }));
		if (!verifier.ok) throw new Error(verifier.message);
		const call = { method: 'POST', uri: '', headers: {}, body: Buffer.from('{}') };
		expect(verifyRequest(call, verifier.value, WINDOW_SECONDS, DateTime.fromISO(signed.asOf))).toEqual({
			ok: false,
			message: 'The header “X-Lead-Activity-Key” is missing',
			hint: 'Send the header X-Lead-Activity-Key with the secret of the credential.',
		});
	});
});
