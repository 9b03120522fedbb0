/**
 * n8n is killed again and again while activities come in, and started again. `KILLS=40` kills it more often than the six
 * times of the suite. The templates are as they are, but look for what is left every ten seconds instead of minutes.
 *
 * All the time `ll_rules` holds a rule that never worked, and one that worked and is being edited: the one is skipped, the
 * other applies as it was.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildCheckout } from '../../scripts/host/checkout.mjs';
import type { Json } from '../../scripts/host/client.mjs';
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
import { soon } from '../support/soon';

jest.setTimeout(3_600_000);

const CHECKOUT = resolve(__dirname, '..', '..');
const KILLS = Number(process.env.KILLS ?? 6);
const LEADS = 40;
const ACTIVITIES = 200;
const VISITS = 3;
const AT_ONCE = 5;
/** How long after a round began n8n is killed, in milliseconds: 01 answers within the first, 02 and 10 work in the others. */
const LATEST_KILL = 4000;
/** A lease, a look for what is left, and the work itself, on a busy machine. */
const DRAINED_WITHIN = 180_000;

const progress = createProgress();
let folder: string;
let host: OpenHost;

/** 200 activities over 40 leads: a form that makes a director of each, a request for a demo, then visits to the prices. */
const activities = Array.from({ length: ACTIVITIES }, (_, index) => {
	const at = new Date(Date.now() - (ACTIVITIES - index) * 60_000).toISOString();
	return { activity: `killed-${index}`, lead: `lead-${index % LEADS}@killed.example`, at, ...whatIsDone(index) };
});

function whatIsDone(index: number): object {
	if (index < LEADS) return { type: 'form_submit', properties: { form: 'contact' }, attributes: DIRECTOR };
	if (index < 2 * LEADS) return { type: 'demo_request' };
	return { type: 'page_view', properties: { path: '/pricing' } };
}

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
	await eventually('The rules are remembered', async () => {
		const [state] = (await rows('ll_state')).filter(({ name: each }) => each === 'scoring');
		return String(state?.rules ?? '').includes(EDITED_RULE);
	});
	await breakRules();
});

const EDITED_RULE = 'Pricing page';
const NEW_RULE = 'Half typed';

/** As somebody who edits rules in n8n's table leaves them. */
async function breakRules(): Promise<void> {
	const table = (await host.client.tables()).get('ll_rules');
	const at = `/data-tables/${String(table?.id)}/rows`;
	await host.client.api('POST', at, {
		data: [{ rule: NEW_RULE, dimension: 'engagment', event: 'page_view', points: 500 }],
	});
	const filter = { type: 'and', filters: [{ columnName: 'rule', condition: 'eq', value: EDITED_RULE }] };
	await host.client.api('PATCH', `${at}/update`, { filter, data: { dimension: 'engagement or', points: 0 } });
	const edited = (await rows('ll_rules')).filter(({ rule }) => rule === EDITED_RULE || rule === NEW_RULE);
	expect(edited.map(({ dimension }) => dimension as string).sort()).toEqual(['engagement or', 'engagment']);
}

afterAll(async () => {
	await host?.server.stop();
	await rm(folder, { recursive: true, force: true });
});

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
	host = await startAgain(host.server.port);
}

/** As whatever keeps a service running does: where n8n gives up while it starts, it is started once more. */
async function startAgain(port: number, times = 3): Promise<OpenHost> {
	try {
		return await openHost({ userFolder: folder, port, timezone: 'UTC', progress });
	} catch (error) {
		if (times === 1) throw error;
		console.warn((error as Error).message, (error as { tail?: string }).tail ?? '');
		return await startAgain(port, times - 1);
	}
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
		await eventually('All is scored and sent', async () => (await whatIsLeft()).length === 0).catch(async (error) => {
			throw new Error(`${(error as Error).message} Left: ${JSON.stringify((await whatIsLeft()).slice(0, 20))}`);
		});
	});

	/** Leads that are not scored, or whose news is not told, and messages that no run has taken up. */
	async function whatIsLeft(): Promise<Json[]> {
		const of = ACTIVITIES / LEADS;
		const leads = [...(await book()).values()].map(({ lead, activities: count, news }) => ({ lead, count, news }));
		// One that a killed run had taken up is sent again when its 30 minutes are over.
		const isWaiting = ({ kind, status }: Json) => (kind === 'hand_off' || kind === 'moment') && status === 'new';
		return [
			...(leads.length === LEADS ? [] : [{ leads: leads.length }]),
			...leads.filter(({ count, news }) => count !== of || Boolean(news)),
			...(await rows('ll_outbox')).filter(isWaiting).map(({ key, status }) => ({ key, status })),
		];
	}

	it('has scored every activity that it said it took, once', async () => {
		const log = await rows('ll_activity_log');
		expect(new Set(log.map(({ activity }) => activity as string)).size).toBe(ACTIVITIES);
		expect([...(await book()).values()].map(({ activities: count }) => Number(count))).toEqual(
			Array.from({ length: LEADS }, () => ACTIVITIES / LEADS),
		);
	});

	it('has one row for each lead', async () => {
		expect((await rows('ll_lead_book')).map(({ lead }) => String(lead)).sort()).toEqual(
			[...(await book()).keys()].sort(),
		);
	});

	it('has scored by the rule that is being edited as it was, and not by the one that never worked', async () => {
		for (const { leadScore } of (await book()).values()) {
			const { reasons } = JSON.parse(String(leadScore)) as { reasons: Array<[rule: string, ...Json[]]> };
			const counts = new Map(reasons.map(([rule, , , count]) => [rule, count]));
			expect([counts.get(EDITED_RULE), counts.has(NEW_RULE)]).toEqual([VISITS, false]);
		}
	});

	/** Keys of the messages of a kind that are sent; a copy that a kill left is marked and sent to nobody. */
	const messagesOf = async (of: string) =>
		(await rows('ll_outbox'))
			.filter(({ kind, status }) => kind === of && status !== 'duplicate')
			.map(({ key }) => String(key))
			.sort();

	it('has handed over each lead, and sends each message once', async () => {
		const leads = [...(await book()).values()];
		expect(leads.filter(({ stage, news }) => stage !== 'mql' || Boolean(news))).toEqual([]);
		const keys = leads.map(({ lead, handedOffAt }) => `hand_off:${lead}:${handedOffAt}`);
		expect(await messagesOf('hand_off')).toEqual(keys.sort());
	});

	it('tells each key moment once', async () => {
		const demos = activities.slice(LEADS, 2 * LEADS).map(({ activity, lead }) => `moment:${lead}:${activity}`);
		expect(await messagesOf('moment')).toEqual(demos.sort());
	});

	it('has lost no line of the stage log', async () => {
		const lines = new Set((await rows('ll_stage_log')).map(({ lead, from, to, at }) => `${lead} ${from} ${to} ${at}`));
		const moves = [...lines].map((line) => line.split(' ').slice(0, 3).join(' '));
		const expected = [...(await book()).keys()].flatMap((lead) => [`${lead} new nurture`, `${lead} nurture mql`]);
		expect(moves.sort()).toEqual(expected.sort());
	});

	it('has lost no line of the score log: each goes on from the one before, to the score that stands in the lead book', async () => {
		const log = await rows('ll_score_log');
		for (const { lead, total } of (await book()).values()) {
			const own = log.filter((line) => line.lead === lead);
			own.sort((left, right) => String(left.at).localeCompare(String(right.at)) || Number(left.id) - Number(right.id));
			const lines = own.filter(({ at }, index) => at !== own[index - 1]?.at);
			const before = lines.map(({ previousTotal }) => previousTotal as number | null);
			const after = lines.map(({ total: next }) => next as number);
			expect([lead, ...before, total]).toEqual([lead, null, ...after]);
		}
	});
});

it('scores an activity of a lead that does nothing more, though n8n is killed right after it said that it took it', async () => {
	const lead = 'last@killed.example';
	const at = new Date().toISOString();
	expect(await isTaken({ lead, at, type: 'page_view', properties: { path: '/pricing' } })).toBe(true);
	await killAndStart();
	await eventually('The lead is scored', async () => (await book()).get(lead)?.activities === 1);
});
