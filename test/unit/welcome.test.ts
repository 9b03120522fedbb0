/** What `npm start` prints: whole lives in the demo, each a page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { welcome, welcomeToScale } from '../../scripts/welcome.mjs';

const URL = 'http://127.0.0.1:5678';
const demo = readFileSync(join(__dirname, '../../workflows/src/demo/leads.ts'), 'utf8');
const host = {
	client: { tables: () => Promise.resolve(new Map()) },
	server: { url: URL },
	secrets: { owner: { email: 'owner@example.com', password: 'p' }, salesPassword: 's', webhookSecret: 'w' },
};
const printed = async (files: readonly string[], isPlayed: boolean): Promise<string> =>
	await welcome(host as never, files.map((file) => ({ file, id: file })) as never, isPlayed);

it('names four stories, each with a link to the page of somebody in the demo', async () => {
	const text = await printed(['02-score', '18-lead-page'], true);
	const links = [...text.matchAll(new RegExp(`${URL}/webhook/lead-page\\?(lead|account)=(\\S+)`, 'g'))];
	expect(links).toHaveLength(4);
	for (const [, , key] of links) expect(demo).toContain(decodeURIComponent(key));
});

it.each([
	['the demo was not played', ['02-score', '18-lead-page'], false],
	['there is no lead page', ['02-score'], true],
])('names none where %s', async (_, files, isPlayed) => {
	expect(await printed(files, isPlayed)).not.toContain('stories');
});

it('says of queue mode where to sign in, what to post, how to read the lead book, where the logs are, and how to end it', () => {
	const postgres = { address: { host: '127.0.0.1', port: 5433, user: 'leads', database: 'leads', password: 'p' } };
	const queue = { main: host, postgres, workers: [{}, {}], logFiles: ['/logs/main', '/logs/worker-1'] };
	const text = welcomeToScale(queue as never, [{ file: '02-score', id: 'score' }] as never);
	for (const part of [
		...[URL, 'owner@example.com', '2 workers', `${URL}/workflow/score`, `curl -X POST ${URL}/webhook/lead-activity`],
		...['PGPASSWORD=p psql -h 127.0.0.1 -p 5433 -U leads leads', '/logs/main', '/logs/worker-1', 'Ctrl-C'],
	])
		expect(text).toContain(part);
});
