import { createHmac, hash, timingSafeEqual } from 'crypto';
import type { Trust } from '../activity/trust';
import type { Result } from '../fault';
import type { IntakeRequest } from './request';

/** What a call says about itself, in the way of its scheme. */
export interface Claim {
	/** One that fits is enough: senders that change their secret sign with both. */
	signatures: readonly string[];
	/** What was signed, piece after piece. */
	signed: readonly (string | Buffer)[];
	/** When it was signed, in epoch milliseconds; undefined where the scheme has no time. */
	at?: number;
}

/** What a scheme needs to know beside the secret. */
export interface SchemeSettings {
	/** Name of the header that carries the signature or secret, where the user may choose it. */
	header: string;
	algorithm: Algorithm;
	encoding: Encoding;
	/** Stands before the signature in the header, e.g. `sha256=`. */
	prefix: string;
	/** Goes with the password, where that is what proves the sender. */
	user: string;
}

/** What proves the sender. A public key is for checking; signing cannot be done with it. */
export type Proof = 'secret' | 'publicKey' | 'password';

export interface Scheme {
	name: string;
	label: string;
	/** The most that whoever signs so may say about a lead. */
	trust: Trust;
	/** What is signed and where the signature stands, for the form. */
	summary: string;
	/** Where the secret comes from, as a sentence for the form. */
	secretHint: string;
	/** A secret, where nothing is said. */
	proof?: Proof;
	/** What a refused caller is asked for, in `WWW-Authenticate`; some send nothing before they are. */
	challenge?: string;
	/** Reads the claim out of a request; a fault when the call carries none. */
	claim(request: IntakeRequest, settings: SchemeSettings): Result<Claim>;
	/** Whether a signature is the secret's over what was signed. Never throws. */
	fits(signature: string, signed: Claim['signed'], secret: string, settings: SchemeSettings): boolean;
	/** Why a secret can never fit, e.g. a key that cannot be read; undefined when it can. */
	unusable?(secret: string): string | undefined;
}

export const proofOf = ({ proof = 'secret' }: Scheme): Proof => proof;

export const ALGORITHMS = ['sha1', 'sha256', 'sha512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export const ENCODINGS = ['hex', 'hexUpper', 'base64', 'base64url'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The HMAC of pieces, as text. */
export function hmacOf(algorithm: Algorithm, encoding: Encoding, secret: string, signed: Claim['signed']): string {
	const hmac = createHmac(algorithm, secret);
	for (const piece of signed) hmac.update(piece);
	return encoding === 'hexUpper' ? hmac.digest('hex').toUpperCase() : hmac.digest(encoding);
}

/** The check of a scheme that signs by HMAC; `prefix` stands before the signature. */
export const fitsHmac =
	(algorithm: Algorithm, encoding: Encoding, prefix = ''): Scheme['fits'] =>
	(signature, signed, secret) =>
		isSame(`${prefix}${hmacOf(algorithm, encoding, secret, signed)}`, signature);

/**
 * Compares in a time that tells nothing about either text: their hashes are of one length, whatever theirs is. Text is
 * compared rather than bytes, since one signature has many spellings that decode to the same bytes.
 */
export const isSame = (expected: string, given: string): boolean =>
	timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', given, 'buffer'));

/** Epoch milliseconds of a time written in whole seconds; undefined for anything else. */
export const secondsToMillis = (text: string): number | undefined =>
	/^\d{1,12}$/.test(text) ? Number(text) * 1000 : undefined;
