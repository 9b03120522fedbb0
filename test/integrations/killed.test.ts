/**
 * n8n is killed again and again while activities come in, and started again. `KILLS=40` kills it more often than the six
 * times of the suite. The templates are as they are, but look for what is left every ten seconds instead of minutes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import type { Json, Template } from '../../scripts/host/client.mjs';
import { ensureCredentials } from '../../scripts/host/demo.mjs';
import { openHost, type OpenHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import {
	bindCredentials,
	importTemplate,
	manualTrigger,
	readTemplates,
	WEBHOOK_HEADER,
	WEBHOOK_PATH,
} from '../../scripts/host/templates.mjs';
import { DIRECTOR } from '../../scripts/welcome.mjs';

jest.setTimeout(3_600_000);

const CHECKOUT = resolve(__dirname, '..', '..');
const KILLS = Number(process.env.KILLS ?? 6);
const LEADS = 40;
const ACTIVITIES = 200;
const AT_ONCE = 5;
/** How long after a round began n8n is killed, in milliseconds: 01 answers within the first, 02 and 10 work in the others. */
const LATEST_KILL = 4000;
/** A lease, a look for what is left, and the work itself, on a busy machine. */
const DRAINED_WITHIN = 180_000;

const progress = createProgress();
let folder: string;
let host: OpenHost;

/** 200 activities over 40 leads: a form that makes a director of each, then visits to the prices. */
const activities = Array.from({ length: ACTIVITIES }, (_, index) => {
	const what =
		index < LEADS
			? { type: 'form_submit', properties: { form: 'contact' }, attributes: DIRECTOR }
			: { type: 'page_view', properties: { path: '/pricing' } };
	const at = new Date(Date.now() - (ACTIVITIES - index) * 60_000).toISOString();
	return { activity: `killed-${index}`, lead: `lead-${index % LEADS}@killed.example`, at, ...what };
});

beforeAll(async () => {
	await buildCheckout(CHECKOUT, progress);
	folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-killed-'));
	host = await openHost({ userFolder: folder, checkout: CHECKOUT, timezone: 'UTC', progress });
	const credentials = await ensureCredentials(host.client, {}, host.secrets);
	const templates = await readTemplates(join(CHECKOUT, 'workflows'));
	const named = (name: string) => {
		const found = templates.find(({ file }) => file === name);
		if (found === undefined) throw new Error(`There is no template ${name}.`);
		return found;
	};
	const setUp = await importTemplate(host.client, named('00-set-up'), undefined);
	await host.client.runWorkflow(setUp.id, manualTrigger(named('00-set-up')));
	for (const name of ['10-deliver', '02-score', '01-capture']) {
		const template = soon(bindCredentials(named(name).template, credentials));
		await host.client.publish(await host.client.createWorkflow(template));
	}
});

afterAll(async () => {
	await host?.server.stop();
	await rm(folder, { recursive: true, force: true });
});

/** A template that looks for what is left every ten seconds. */
function soon(template: Template): Template {
	const text = JSON.stringify(template).replaceAll(
		'{"field":"minutes","minutesInterval":5}',
		'{"field":"seconds","secondsInterval":10}',
	);
	return JSON.parse(text) as Template;
}

/** Whether n8n took an activity. It says so with 202; while it starts, it answers with other things. */
async function isTaken(activity: object): Promise<boolean> {
	try {
		const response = await fetch(host.server.url + WEBHOOK_PATH, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				connection: 'close',
				[WEBHOOK_HEADER]: host.secrets.webhookSecret,
			},
			body: JSON.stringify(activity),
			signal: AbortSignal.timeout(60_000),
		});
		await response.text();
		return response.status === 202;
	} catch {
		return false;
	}
}

/** Posts activities as senders do that try again until they are answered. */
async function post(list: readonly object[]): Promise<void> {
	const queue = [...list];
	const worker = async (): Promise<void> => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift())
			while (!(await isTaken(next))) await sleep(500);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function killAndStart(): Promise<void> {
	process.kill(host.server.process, 'SIGKILL');
	await host.server.exited;
	host = await openHost({ userFolder: folder, port: host.server.port, timezone: 'UTC', progress });
}

/** In rounds, so that each kill finds work under way; some activities are still to come when n8n is gone. */
async function postWhileKilled(): Promise<void> {
	const size = Math.ceil(ACTIVITIES / KILLS);
	for (let round = 0; round < KILLS; round++) {
		const posting = post(activities.slice(round * size, (round + 1) * size));
		await sleep(Math.random() * LATEST_KILL);
		await killAndStart();
		await posting;
	}
}

const rows = async (table: string): Promise<Json[]> => await host.client.rows(table);

/** The row of each lead: of several the first. */
async function book(): Promise<Map<string, Json>> {
	const first = new Map<string, Json>();
	for (const row of [...(await rows('ll_lead_book'))].sort((left, right) => Number(left.id) - Number(right.id)))
		if (!first.has(String(row.lead))) first.set(String(row.lead), row);
	return first;
}

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
	for (const end = Date.now() + DRAINED_WITHIN; Date.now() < end;) {
		if (await isSo().catch(() => false)) return;
		await sleep(1000);
	}
	throw new Error(`${what}: not within ${DRAINED_WITHIN / 1000} seconds.`);
}

describe(`n8n that is killed ${KILLS} times while activities come in`, () => {
	beforeAll(async () => {
		await postWhileKilled();
		await eventually('All is scored and sent', async () => {
			const [leads, outbox] = [[...(await book()).values()], await rows('ll_outbox')];
			const each = ACTIVITIES / LEADS;
			return (
				leads.length === LEADS &&
				leads.every(({ activities: count, news }) => count === each && !news) &&
				outbox.every(({ kind, status }) => kind !== 'hand_off' || !['new', 'sending'].includes(String(status)))
			);
		});
	});

	it('has scored every activity that it said it took, once', async () => {
		const log = await rows('ll_activity_log');
		expect(new Set(log.map(({ activity }) => activity as string)).size).toBe(ACTIVITIES);
		expect([...(await book()).values()].map(({ activities: count }) => Number(count))).toEqual(
			Array.from({ length: LEADS }, () => ACTIVITIES / LEADS),
		);
	});

	it('has handed over each lead, and sends each message once', async () => {
		const leads = [...(await book()).values()];
		expect(leads.filter(({ stage, news }) => stage !== 'mql' || Boolean(news))).toEqual([]);
		const outbox = await rows('ll_outbox');
		const keys = leads.map(({ lead, handedOffAt }) => `hand_off:${lead}:${handedOffAt}`);
		const messages = outbox.filter(({ kind, status }) => kind === 'hand_off' && status !== 'duplicate');
		expect(messages.map(({ key }) => String(key)).sort()).toEqual(keys.sort());
	});

	it('has lost no line of the stage log', async () => {
		const lines = new Set((await rows('ll_stage_log')).map(({ lead, from, to, at }) => `${lead} ${from} ${to} ${at}`));
		const moves = [...lines].map((line) => line.split(' ').slice(0, 3).join(' '));
		const expected = [...(await book()).keys()].flatMap((lead) => [`${lead} new nurture`, `${lead} nurture mql`]);
		expect(moves.sort()).toEqual(expected.sort());
	});
});

it('scores an activity of a lead that does nothing more, though n8n is killed right after it said that it took it', async () => {
	const lead = 'last@killed.example';
	const at = new Date().toISOString();
	expect(await isTaken({ lead, at, type: 'page_view', properties: { path: '/pricing' } })).toBe(true);
	await killAndStart();
	await eventually('The lead is scored', async () => (await book()).get(lead)?.activities === 1);
});
