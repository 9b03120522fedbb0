import type { DateTime } from 'luxon';
import { own } from '../activity/values';
import { fault, ok, type Result } from '../fault';
import type { Fields } from '../path';
import { asText } from '../text';
import type { IntakeRequest } from './request';
import { ALGORITHMS, ENCODINGS, proofOf, type Proof, type Scheme, type SchemeSettings } from './scheme';
import { schemeOf } from './schemes';

/** A credential, read. */
export interface Verifier {
	scheme: Scheme;
	/** The present one and, while it is being changed, the one before. */
	secrets: readonly string[];
	settings: SchemeSettings;
}

export const SHORTEST_SECRET = 16;

/** The fields of the credential with what proves the sender: the present one first, then the one before. */
const PROOFS: Readonly<Record<Proof, { label: string; fields: readonly string[] }>> = {
	secret: { label: 'Secret', fields: ['secret', 'previousSecret'] },
	publicKey: { label: 'Public Key', fields: ['publicKey'] },
	password: { label: 'Password', fields: ['password', 'previousPassword'] },
};

/** The field of the credential that names the header, for the schemes that leave it open. */
const HEADER_FIELDS: ReadonlyMap<string, string> = new Map([
	['stripe', 'timedHeader'],
	['hmac', 'signatureHeader'],
	['sharedSecret', 'keyHeader'],
]);
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** A colon would end it. */
const USER_NAME = /^[\x20-\x39\x3b-\x7e]+$/;

const fieldOf = (data: Fields, field: string): string => asText(own(data, field)).trim();

/** Reads a credential's fields; a fault when nothing could ever be checked with them. */
export function readVerifier(data: Fields): Result<Verifier> {
	const scheme = schemeOf(fieldOf(data, 'scheme'));
	if (scheme === undefined) return fault('“Scheme” of the credential is not known', 'Choose one from the list.');
	const { label, fields } = PROOFS[proofOf(scheme)];
	const [secret, ...others] = fields.map((field) => fieldOf(data, field));
	if (secret === '') return fault(`“${label}” of the credential is empty`, `${scheme.secretHint}.`);
	const unusable = scheme.unusable?.(secret);
	if (unusable !== undefined) return fault(`“${label}” of the credential ${unusable}`, `${scheme.secretHint}.`);
	const settings = readSettings(scheme, data);
	if (!settings.ok) return settings;
	return ok({ scheme, secrets: [secret, ...others.filter((other) => other !== '')], settings: settings.value });
}

function readSettings(scheme: Scheme, data: Fields): Result<SchemeSettings> {
	const headerField = HEADER_FIELDS.get(scheme.name);
	const header = headerField === undefined ? '' : fieldOf(data, headerField);
	if (headerField !== undefined && !HEADER_NAME.test(header)) {
		return fault('“Header” of the credential is not the name of a header', 'Give a name such as X-Signature.');
	}
	const user = fieldOf(data, 'user');
	if (proofOf(scheme) === 'password' && !USER_NAME.test(user)) {
		return fault(
			'“User” of the credential is not a name that Basic Auth can carry',
			'Give a name of letters and digits, such as odoo.',
		);
	}
	return ok({
		header,
		user,
		algorithm: ALGORITHMS.find((name) => name === fieldOf(data, 'algorithm')) ?? 'sha256',
		encoding: ENCODINGS.find((name) => name === fieldOf(data, 'encoding')) ?? 'hex',
		// A space may stand between prefix and signature.
		prefix: asText(own(data, 'prefix')).trimStart(),
	});
}

/** Whether a credential is fit for use: like {@link readVerifier}, and no secret that could be guessed. */
export function checkVerifier(data: Fields): Result<Verifier> {
	const verifier = readVerifier(data);
	if (!verifier.ok) return verifier;
	const proof = proofOf(verifier.value.scheme);
	if (proof === 'publicKey' || verifier.value.secrets.every(({ length }) => length >= SHORTEST_SECRET)) return verifier;
	return fault(
		`A ${proof} of the credential is shorter than ${SHORTEST_SECRET} characters, so it could be guessed`,
		'Use a longer one, e.g. in your password manager.',
	);
}

/**
 * Whether a request is the sender's, unchanged and, where the scheme signs a time, of now: at most `windowSeconds`
 * before or after `asOf`; 0 leaves the time unchecked. What the faults say goes to the caller: no secret, and nothing
 * of what would have fitted.
 */
export function verifyRequest(
	request: IntakeRequest,
	{ scheme, secrets, settings }: Verifier,
	windowSeconds: number,
	asOf: DateTime,
): Result<true> {
	const claim = scheme.claim(request, settings);
	if (!claim.ok) return claim;
	const { signatures, signed, at } = claim.value;
	const isSigned = signatures.some((signature) =>
		secrets.some((secret) => secret !== '' && scheme.fits(signature, signed, secret, settings)),
	);
	if (!isSigned) {
		return fault(
			'The signature or secret does not fit',
			'Check that both sides hold the same secret, and that nothing on the way changes the body.',
		);
	}
	if (at === undefined || windowSeconds === 0) return ok(true);
	return isWithin(at, asOf.toMillis(), windowSeconds);
}

function isWithin(at: number, now: number, windowSeconds: number): Result<true> {
	const seconds = Math.abs(now - at) / 1000;
	if (seconds <= windowSeconds) return ok(true);
	return fault(
		`The call was signed ${Math.ceil(seconds)} seconds ${at < now ? 'ago' : 'ahead of now'}, and ${windowSeconds} are allowed`,
		'Sign each call when it is sent, and set both clocks.',
	);
}
