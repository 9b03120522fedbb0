import { DateTime } from 'luxon';
import type { Fields } from '../../lifecycle/path';
import type { IntakeRequest } from '../../lifecycle/intake/request';
import { SCHEMES } from '../../lifecycle/intake/schemes';
import { checkVerifier, readVerifier, verifyRequest, type Verifier } from '../../lifecycle/intake/verify';
import vectors from '../cases/signatures.json';

/**
 * One case a line of test/cases/signatures.json. `origin` says who worked the signature out: the vendor in print, code
 * that the vendor publishes, a third party, or we, with openssl and not with the code under test.
 */
interface Vector {
	name: string;
	origin: string;
	source: string;
	credential: { scheme: string; secret?: string; publicKey?: string; user?: string; password?: string };
	request: { method: string; uri: string; headers: Record<string, string>; body: string };
	asOf: string;
}

const cases = (vectors as unknown as Vector[]).map((vector): [title: string, vector: Vector] => [
	`${vector.credential.scheme}: ${vector.name}`,
	vector,
]);
const WINDOW = 300;
const TIMED = new Set(['leadActivity', 'calendly', 'hubspot', 'mailgun', 'sendgrid', 'slack', 'stripe']);
const SIGNED_BODY = new Set(
	SCHEMES.map(({ name }) => name).filter((name) => !/^(mailgun|sharedSecret|basicAuth)$/.test(name)),
);

const requestOf = ({ request }: Vector): IntakeRequest => ({ ...request, body: Buffer.from(request.body) });

function verifierOf(credential: Fields): Verifier {
	const verifier = readVerifier(credential);
	if (!verifier.ok) throw new Error(verifier.message);
	return verifier.value;
}

const isAccepted = (
	request: IntakeRequest,
	credential: Fields,
	asOf: string | DateTime,
	windowSeconds = WINDOW,
): boolean => {
	const verifier = readVerifier(credential);
	const moment = typeof asOf === 'string' ? DateTime.fromISO(asOf) : asOf;
	return verifier.ok && verifyRequest(request, verifier.value, windowSeconds, moment).ok;
};

/** The headers that carry signature and time; of Stripe's, what is not of version 0, which nobody checks. */
function signingHeaders({ request: { headers } }: Vector): string[] {
	return Object.keys(headers).filter((name) => name !== 'content-type');
}
const checkedLength = (value: string): number => (value.includes(',v0=') ? value.indexOf(',v0=') : value.length);
/** The word before a password may be in small letters or capitals. */
const checkedFrom = (value: string): number => /^basic /i.exec(value)?.[0].length ?? 0;

/** The fields of a credential that hold what proves the sender. */
const provingFields = ({ credential }: Vector) =>
	(['secret', 'publicKey', 'user', 'password'] as const).filter((field) => credential[field] !== undefined);

/** The positions in the body that the scheme vouches for. */
function signedPositions({ name, credential: { scheme }, request: { body } }: Vector): number[] {
	const bytes = Buffer.from(body);
	if (name.startsWith('a batch')) return [...Buffer.from(body.slice(0, body.indexOf('}') + 1)).keys()];
	if (SIGNED_BODY.has(scheme)) return [...bytes.keys()];
	if (scheme !== 'mailgun') return [];
	const values = [...body.matchAll(/(?:token|timestamp|parent-signature|signature)(?:":"|=)([0-9a-f]+)/g)];
	// With the parent's key, the subaccount's own signature beside it is not looked at.
	const last = values.filter(([text]) => body.includes('parent-signature') === false || !/^signature/.test(text));
	return last.flatMap((match) => {
		const start = match.index + match[0].length - match[1].length;
		return Array.from(match[1], (_, index) => start + index);
	});
}

const flipped = (text: string, at: number, bits = 1): string =>
	text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bits) + text.slice(at + 1);

function withByteFlipped(body: Buffer, at: number, bits = 1): Buffer {
	const copy = Buffer.from(body);
	copy[at] ^= bits;
	return copy;
}

describe('the vectors', () => {
	it('cover every scheme, and say where they come from', () => {
		const covered = new Set(cases.map(([, { credential }]) => credential.scheme));
		expect([...covered].sort()).toEqual(SCHEMES.map(({ name }) => name).sort());
		for (const [, { origin, source }] of cases) {
			expect(['vendor', 'vendor code', 'third party', 'computed', 'none needed']).toContain(origin);
			expect(source.length).toBeGreaterThan(10);
		}
	});
});

describe.each(cases)('%s', (_title, vector) => {
	const { credential, asOf } = vector;
	const request = requestOf(vector);
	const at = DateTime.fromISO(asOf);

	it('is accepted', () => {
		expect(verifyRequest(request, verifierOf(credential), WINDOW, at)).toEqual({ ok: true, value: true });
	});

	it('is refused with one flipped bit in the body', () => {
		for (const position of signedPositions(vector)) {
			const body = withByteFlipped(request.body, position);
			expect([position, isAccepted({ ...request, body }, credential, asOf)]).toEqual([position, false]);
		}
	});

	it('is refused with one flipped bit in a header, or without it', () => {
		for (const name of signingHeaders(vector)) {
			const value = vector.request.headers[name];
			// Where a call carries several signatures, one that is wrong does no harm.
			const start = value.lastIndexOf('v1=') > value.indexOf('v1=') ? value.lastIndexOf('v1=') + 3 : checkedFrom(value);
			for (let position = start; position < checkedLength(value); position++) {
				const headers = { ...vector.request.headers, [name]: flipped(value, position) };
				expect([name, position, isAccepted({ ...request, headers }, credential, asOf)]).toEqual([
					name,
					position,
					false,
				]);
			}
			for (const other of [undefined, '', [value, value]]) {
				const headers = { ...vector.request.headers, [name]: other };
				expect(isAccepted({ ...request, headers }, credential, asOf)).toBe(false);
			}
		}
	});

	it('is refused with one flipped bit in the secret, or without one', () => {
		const fields = provingFields(vector);
		expect(fields).toHaveLength(credential.scheme === 'basicAuth' ? 2 : 1);
		for (const field of fields) {
			const secret = String(credential[field]);
			for (let position = 0; position < secret.length; position++) {
				expect(isAccepted(request, { ...credential, [field]: flipped(secret, position) }, asOf)).toBe(false);
			}
			for (const none of [undefined, null, '', ' ', {}, []]) {
				expect(isAccepted(request, { ...credential, [field]: none }, asOf)).toBe(false);
				expect(readVerifier({ ...credential, [field]: none })).toMatchObject({ ok: false });
			}
		}
	});

	it(TIMED.has(credential.scheme) ? 'is refused outside the time window' : 'has no time', () => {
		const isAcceptedAfter = (seconds: number, window = WINDOW) =>
			isAccepted(request, credential, at.plus({ seconds }), window);
		for (const edge of [-WINDOW, WINDOW]) expect(isAcceptedAfter(edge)).toBe(true);
		const timed = TIMED.has(credential.scheme);
		for (const past of [-WINDOW - 1, WINDOW + 1, 86_400, -86_400]) expect(isAcceptedAfter(past)).toBe(!timed);
		expect(isAcceptedAfter(86_400, 0)).toBe(true);
	});
});

describe('what is signed', () => {
	const caseOf = (title: string): Vector => cases.find(([name]) => name.startsWith(title))?.[1] as Vector;

	it('HubSpot: method and address too', () => {
		const vector = caseOf('hubspot: an address');
		const request = requestOf(vector);
		expect(isAccepted({ ...request, method: 'PUT' }, vector.credential, vector.asOf)).toBe(false);
		for (let position = 0; position < request.uri.length; position++) {
			const uri = flipped(request.uri, position);
			expect(isAccepted({ ...request, uri }, vector.credential, vector.asOf)).toBe(false);
		}
	});

	it('Mailgun: time and token alone, so that the event may be another', () => {
		const vector = caseOf('mailgun: a click');
		const body = Buffer.from(vector.request.body.replace('alice@', 'mallory@'));
		expect(isAccepted({ ...requestOf(vector), body }, vector.credential, vector.asOf)).toBe(true);
	});

	it('Segment: of a batch the first event alone, so that the others may be others', () => {
		const vector = caseOf('segment: a batch');
		const accepts = (body: string) =>
			isAccepted({ ...requestOf(vector), body: Buffer.from(body) }, vector.credential, vector.asOf);
		for (const body of ['[{"cool":false}]', '{"cool":false}', ' [ {"cool": false}, 7 ]'])
			expect(accepts(body)).toBe(true);
		for (const body of [
			'[{"cool":true},{"cool":false}]',
			'[]',
			'[',
			'[[{"cool":false}]]',
			'{"0":{"cool":false}}',
			'',
		]) {
			expect([body, accepts(body)]).toEqual([body, false]);
		}
	});

	it('SendGrid: by the one spelling of the signature, and by a key in PEM too', () => {
		const vector = caseOf('sendgrid');
		const request = requestOf(vector);
		const name = 'x-twilio-email-event-webhook-signature';
		for (const spelling of ['!', '\n', '=', '====']) {
			const headers = { ...vector.request.headers, [name]: `${vector.request.headers[name]}${spelling}x` };
			expect(isAccepted({ ...request, headers }, vector.credential, vector.asOf)).toBe(false);
		}
		const publicKey = `-----BEGIN PUBLIC KEY-----\n${vector.credential.publicKey}\n-----END PUBLIC KEY-----\n`;
		expect(isAccepted(request, { ...vector.credential, publicKey }, vector.asOf)).toBe(true);
	});
});

describe('user and password', () => {
	const credential = { scheme: 'basicAuth', user: 'odoo', password: '3f0c1d8e5b7a49d2860e4c9b7a1f5d33' };
	const base64 = (text: string): string => Buffer.from(text).toString('base64');
	const fitting = base64(`${credential.user}:${credential.password}`);
	const isAcceptedWith = (authorization: unknown, data: Fields = credential): boolean => {
		const request = { method: 'POST', uri: '', headers: { authorization }, body: Buffer.from('{}') };
		return isAccepted(request, data, '2026-03-29T14:05:00Z');
	};

	it.each([
		['as they are', `Basic ${fitting}`, true],
		['behind another word', `Bearer ${fitting}`, false],
		['behind no word', fitting, false],
		['with more behind them', `Basic ${fitting} ${fitting}`, false],
		['in another spelling of the same bytes', `Basic ${fitting.slice(0, -2)}`, false],
		['not in base64', `Basic ${credential.user}:${credential.password}`, false],
		['without a user', `Basic ${base64(`:${credential.password}`)}`, false],
		['without a password', `Basic ${base64(`${credential.user}:`)}`, false],
		['without a colon', `Basic ${base64(credential.user + credential.password)}`, false],
		['the other way round', `Basic ${base64(`${credential.password}:${credential.user}`)}`, false],
		['with nothing in them', `Basic ${base64(':')}`, false],
	])('%s', (_name, header, expected) => expect(isAcceptedWith(header)).toBe(expected));

	it('are never empty, whatever else the credential holds', () => {
		const leftOver = { ...credential, secret: credential.password, previousPassword: credential.password };
		for (const empty of [{ password: '' }, { user: '' }, { user: '', password: '' }]) {
			const data = { ...leftOver, ...empty };
			expect(readVerifier(data)).toMatchObject({ ok: false });
			expect(isAcceptedWith(`Basic ${base64(`${data.user}:${data.password}`)}`, data)).toBe(false);
		}
	});

	it('may be changed: the previous password does as well, for the same user', () => {
		const rotating = { ...credential, password: 'x'.repeat(16), previousPassword: credential.password };
		expect(isAcceptedWith(`Basic ${fitting}`, rotating)).toBe(true);
		expect(isAcceptedWith(`Basic ${fitting}`, { ...rotating, user: 'other' })).toBe(false);
		expect(isAcceptedWith(`Basic ${fitting}`, { ...rotating, previousPassword: '' })).toBe(false);
	});

	it('are asked for, and never told', () => {
		const request = { method: 'POST', uri: '', headers: {}, body: Buffer.from('{}') };
		for (const headers of [{}, { authorization: `Basic ${base64('odoo:wrong')}` }]) {
			const said = JSON.stringify(
				verifyRequest({ ...request, headers }, verifierOf(credential), WINDOW, DateTime.fromMillis(0)),
			);
			expect(said).toContain('"ok":false');
			for (const hidden of [credential.user + ':', credential.password, fitting, 'wrong']) {
				expect(said).not.toContain(hidden);
			}
		}
		const asking = SCHEMES.filter(({ challenge }) => challenge !== undefined);
		expect(asking.map(({ name, challenge }) => [name, challenge])).toEqual([
			['basicAuth', 'Basic realm="Lead Activity Trigger"'],
		]);
	});
});

describe('two secrets at once', () => {
	const [, vector] = cases[0];
	const request = requestOf(vector);
	const { secret } = vector.credential;

	it('let senders change theirs one by one', () => {
		const rotating = { ...vector.credential, secret: 'the new one', previousSecret: secret };
		expect(isAccepted(request, rotating, vector.asOf)).toBe(true);
		expect(isAccepted(request, { ...rotating, previousSecret: '' }, vector.asOf)).toBe(false);
	});

	it('do not stand in for a missing one', () => {
		expect(readVerifier({ ...vector.credential, secret: '', previousSecret: secret })).toMatchObject({ ok: false });
	});
});

describe('a credential', () => {
	const enough = 'x'.repeat(16);

	it.each([
		[{ scheme: 'leadActivity', secret: enough }, 'ok'],
		[{ scheme: 'leadActivity', secret: 'x'.repeat(15) }, 'A secret of the credential is shorter than 16 characters'],
		[
			{ scheme: 'leadActivity', secret: enough, previousSecret: 'short' },
			'A secret of the credential is shorter than 16 characters',
		],
		[{ scheme: 'leadActivity', secret: '   ' }, '“Secret” of the credential is empty'],
		[{ scheme: 'leadActivity' }, '“Secret” of the credential is empty'],
		[{}, '“Scheme” of the credential is not known'],
		[{ scheme: 'none', secret: enough }, '“Scheme” of the credential is not known'],
		[{ scheme: '__proto__', secret: enough }, '“Scheme” of the credential is not known'],
		[{ scheme: 'sendgrid', secret: enough }, '“Public Key” of the credential is empty'],
		[{ scheme: 'sendgrid', publicKey: enough }, '“Public Key” of the credential is not a public key of SendGrid'],
		[{ scheme: 'hmac', secret: enough, signatureHeader: 'X Signature' }, '“Header” of the credential is not the name'],
		[{ scheme: 'hmac', secret: enough }, '“Header” of the credential is not the name'],
		[{ scheme: 'sharedSecret', secret: enough, keyHeader: 'X-Key' }, 'ok'],
		[{ scheme: 'basicAuth', user: 'odoo', password: enough }, 'ok'],
		[
			{ scheme: 'basicAuth', user: 'odoo', password: 'x'.repeat(15) },
			'A password of the credential is shorter than 16 characters',
		],
		[{ scheme: 'basicAuth', user: 'odoo', secret: enough }, '“Password” of the credential is empty'],
		// The second example of RFC 7617: two of its spellings are in use.
		[
			{ scheme: 'basicAuth', user: 'test', password: '123\u00a3' },
			'“Password” of the credential has a character that not all senders write alike',
		],
		[{ scheme: 'basicAuth', password: enough }, '“User” of the credential is not a name that Basic Auth can carry'],
		[
			{ scheme: 'basicAuth', user: 'o:doo', password: enough },
			'“User” of the credential is not a name that Basic Auth can carry',
		],
		[
			{ scheme: 'basicAuth', user: 'zo\u00eb', password: enough },
			'“User” of the credential is not a name that Basic Auth can carry',
		],
	])('%j: %s', (data, expected) => {
		const checked = checkVerifier(data);
		expect(checked.ok ? 'ok' : checked.message).toContain(expected);
		if (!checked.ok) expect(`${checked.message} ${checked.hint}`).not.toContain(enough);
	});

	it('with a key on another curve is refused', () => {
		const p384 =
			'MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEC1uWSXj2czCDwMTLWV5BFmwxdM6PX9p+Pk9Yf9rIf374m5XP1U8q79dBhLSIuaojsvOT39UUcPJROSD1FqYLued0rXiooIii1D3jaW6pmGVJFhodzC31cy5sfOYotrzF';
		expect(checkVerifier({ scheme: 'sendgrid', publicKey: p384 })).toMatchObject({ ok: false });
	});
});

describe('100,000 calls of chance', () => {
	// Each look at a global takes long in jest's sandbox.
	const { imul, floor } = Math;

	/** The generator mulberry32: the same calls in every run. */
	function chance(seed: number): (below: number) => number {
		let state = seed;
		return (below) => {
			state = (state + 0x6d2b79f5) | 0;
			let mixed = imul(state ^ (state >>> 15), 1 | state);
			mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
			return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below;
		};
	}
	const pick = chance(20_260_329);
	const below = (number: number): number => floor(pick(number));
	const characters = 't=1v0,sha256:+/ABCdef0123456789 \u00e9"{}[]\\%&;';
	const times = <T>(count: number, make: () => T): T[] => {
		const made: T[] = [];
		while (made.length < count) made.push(make());
		return made;
	};
	const noise = (): string => times(below(60), () => characters[below(characters.length)]).join('');
	const bytes = (): Buffer => Buffer.from(times(below(90), () => below(256)));

	const senders = cases.map(([, vector]) => ({
		vector,
		verifier: verifierOf(vector.credential),
		asOf: DateTime.fromISO(vector.asOf),
		body: Buffer.from(vector.request.body),
		positions: signedPositions(vector),
		names: signingHeaders(vector),
	}));
	type Sender = (typeof senders)[number];

	/** A call of which nothing is right: noise in every place, or of the wrong kind. */
	function strange({ names }: Sender): IntakeRequest {
		const basic = `Basic ${noise()}`;
		const values = [
			noise(),
			noise(),
			basic,
			undefined,
			'',
			7,
			null,
			[noise()],
			{},
			't=1,v1=',
			'sha256=',
			'v0=',
			'Basic Og==',
		];
		const headers = Object.fromEntries(names.map((name) => [name, values[below(values.length)]]));
		const body = below(3) === 0 ? Buffer.from(noise()) : bytes();
		return { method: 'POST', uri: noise(), headers: { ...headers, 'content-type': noise() }, body };
	}

	/** A right call in which one to three signed places are changed; undefined when the changes took each other back. */
	function forged({ vector, body, positions, ...sender }: Sender): IntakeRequest | undefined {
		const headers: Record<string, string> = { ...vector.request.headers };
		const request: IntakeRequest = { ...vector.request, body };
		const names = sender.names.filter((name) => !headers[name].includes(', v1='));
		for (let change = below(3); change >= 0; change--) {
			const inBody = names.length === 0 || (positions.length > 0 && below(2) === 0);
			if (inBody) request.body = withByteFlipped(request.body, positions[below(positions.length)], 1 << below(8));
			else {
				const name = names[below(names.length)];
				const [from, to] = [checkedFrom, checkedLength].map((edge) => edge(vector.request.headers[name]));
				headers[name] = flipped(headers[name], from + below(to - from), 1 << below(7));
			}
		}
		const isChanged =
			!request.body.equals(body) || names.some((name) => headers[name].trim() !== vector.request.headers[name]);
		return isChanged ? { ...request, headers } : undefined;
	}

	it('never crash and are never accepted', () => {
		const accepted: string[] = [];
		let refused = 0;
		for (let call = 0; refused + accepted.length < 100_000; call++) {
			const sender = senders[call % senders.length];
			const request = below(2) === 0 ? strange(sender) : forged(sender);
			if (request === undefined) continue;
			const { ok } = verifyRequest(request, sender.verifier, 0, sender.asOf);
			if (ok) accepted.push(`${sender.vector.credential.scheme}: ${JSON.stringify(request)}`);
			else refused++;
		}
		expect(accepted).toEqual([]);
		expect(refused).toBe(100_000);
	}, 60_000);
});
