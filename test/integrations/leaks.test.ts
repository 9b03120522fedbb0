/** The search for secrets finds them in every dress; without n8n. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { secretsOf } from '../services/credentials.mjs';
import { findLeaks } from '../services/leaks.mjs';

const SECRET = 'pat-eu1/secret+12345';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

it.each([
	['as it is', `Authorization: Bearer ${SECRET}`],
	['in a URL', `https://api.example/?token=${encodeURIComponent(SECRET)}&x=1`],
	['in base64', base64(SECRET)],
	['in base64 after one byte', base64(`:${SECRET}`)],
	['in base64 among others', `Basic ${base64(`sales:${SECRET}:more`)}`],
	['in base64 after five bytes', base64(`12345${SECRET}9`)],
])('finds a secret %s', async (_dress, text) => {
	const found = await findLeaks([SECRET], [['here', text]]);
	expect(found).toEqual([expect.stringMatching(/^here: pat-eu/)]);
	expect(found.join()).not.toContain(SECRET);
});

it('finds nothing where nothing is', async () => {
	expect(await findLeaks([SECRET], [['here', `pat-eu1 ${base64('sales:password')}`]])).toEqual([]);
});

it('finds a key by any of its lines, and reads files as bytes', async () => {
	const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ';
	const key = `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----`;
	const folder = await mkdtemp(join(tmpdir(), 'leaks-'));
	try {
		await writeFile(join(folder, 'database'), Buffer.concat([Buffer.from([0, 255]), Buffer.from(`"${line}\\n"`)]));
		expect(await findLeaks([key], [], [join(folder, 'database'), join(folder, 'missing')])).toHaveLength(1);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});

it('knows which parts of a credential are secret', () => {
	const credentials = {
		smtp: { host: '127.0.0.1', user: 'alerts', password: 'a-password' },
		salesforceJwtApi: { clientId: 'public-client', privateKey: 'a-private-key' },
		slackApi: { accessToken: 'an-access-token', signatureSecret: 'a-signature' },
	};
	expect(secretsOf(credentials)).toEqual(['a-password', 'a-private-key', 'an-access-token', 'a-signature']);
});
