/** What has to hold in queue mode whatever happened: each activity that was taken counts once, each message goes out once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import type { Json } from '../../scripts/host/client.mjs';
import { itemsOf, jsonOf, runNode } from './engine';
import type { Activity, QueueRig } from './queue-rig';

/** A lease, a look for what is left, and the work itself, on a busy machine. */
const DRAINED_WITHIN = 240_000;
const LOOK_EVERY = 1000;
const MOMENT = 'demo_request';

/** Kinds of messages that 10 sends by itself; others wait for the workflow that they are for. */
const SENT = ['hand_off', 'moment'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const repeated = (lines: readonly string[]): string[] => lines.filter((line, index) => lines.indexOf(line) !== index);

/**
 * Waits until the activities are scored and their messages are sent, then looks at everything that the templates wrote.
 *
 * @param taken all that was answered with 202, and nothing else of these leads
 */
export async function expectCountedOnce(rig: QueueRig, taken: readonly Activity[]): Promise<void> {
	await untilDrained(rig, taken);
	const found = await readAbout(rig, [...new Set(taken.map(({ lead }) => lead))].sort());
	expectLog(found, taken);
	await expectFreshScores(rig, found);
	expectLines(found);
	await expectMessages(rig, found, taken);
}

interface Found {
	readonly leads: readonly string[];
	readonly log: readonly Json[];
	readonly book: readonly Json[];
	readonly outbox: readonly Json[];
	readonly stages: readonly Json[];
	readonly scores: readonly Json[];
}

async function readAbout(rig: QueueRig, leads: readonly string[]): Promise<Found> {
	const of = (table: string) => rig.rows(`select * from ${table} where lead = any($1) order by id`, [leads]);
	return {
		leads,
		log: await of('ll_activity_log'),
		book: await of('ll_lead_book'),
		outbox: await of('ll_outbox'),
		stages: await of('ll_stage_log'),
		scores: await of('ll_score_log'),
	};
}

/** Leads that are not scored, or whose news is not told, and messages that no run has taken up. */
async function whatIsLeft(rig: QueueRig, counts: ReadonlyMap<string, number>): Promise<unknown[]> {
	const leads = [...counts.keys()];
	const { book, outbox } = await readAbout(rig, leads);
	const known = new Map(book.map((row) => [text(row.lead), row]));
	const late = leads.filter((lead) => known.get(lead)?.logged !== counts.get(lead) || Boolean(known.get(lead)?.news));
	return [
		...late.map(
			(lead) => `${lead} ${Number(known.get(lead)?.logged ?? 0)} ${text(known.get(lead)?.news).slice(0, 80)}`,
		),
		...outbox.filter(({ kind, status }) => SENT.includes(text(kind)) && status === 'new').map(({ key }) => text(key)),
	];
}

async function untilDrained(rig: QueueRig, taken: readonly Activity[]): Promise<void> {
	const counts = new Map<string, number>();
	for (const { lead } of taken) counts.set(lead, (counts.get(lead) ?? 0) + 1);
	for (const end = Date.now() + DRAINED_WITHIN; ; await sleep(LOOK_EVERY)) {
		const left = await whatIsLeft(rig, counts);
		if (left.length === 0) return;
		if (Date.now() > end)
			throw new Error(`Not done within ${DRAINED_WITHIN / 1000} s: ${JSON.stringify(left.slice(0, 20))}`);
	}
}

/** The log is what was taken; each lead has one row, which has counted all of its log. */
function expectLog({ leads, log, book }: Found, taken: readonly Activity[]): void {
	expect(log.map(({ activity }) => text(activity)).sort()).toEqual(taken.map(({ activity }) => activity).sort());
	expect(log.filter(({ quarantine }) => Boolean(quarantine))).toEqual([]);
	expect(book.map(({ lead }) => text(lead)).sort()).toEqual(leads);
	const inLog = (lead: unknown): number => log.filter((entry) => entry.lead === lead).length;
	for (const { lead, activities } of book) expect([lead, activities]).toEqual([lead, inLog(lead)]);
}

/** Each total is what a look at the log alone gives for the moment of the last score. */
async function expectFreshScores(rig: QueueRig, { book, log, scores }: Found): Promise<void> {
	const rules = await rig.rows('select * from ll_rules order by id');
	for (const { lead, total, fit, engagement } of book) {
		const last = scores.filter((line) => line.lead === lead).at(-1);
		const { outputs } = await runNode(ScoreLead, {
			parameters: {
				leadKeyField: 'lead',
				activitiesSource: 'input',
				judgeMachines: true,
				modelSource: 'input',
				options: { asOf: text(last?.at), faultyRules: 'skip' },
			},
			inputs: [itemsOf([{ lead, email: lead }]), itemsOf(log.filter((entry) => entry.lead === lead)), itemsOf(rules)],
		});
		const [{ leadScore }] = jsonOf(outputs[0]) as unknown as Array<{ leadScore: Json }>;
		expect([lead, total, fit, engagement]).toEqual([lead, leadScore.total, leadScore.fit, leadScore.engagement]);
	}
}

/** No line of the logs twice; a move of a stage once; each line of the score log goes on from the one before. */
function expectLines({ leads, book, stages, scores }: Found): void {
	expect(repeated(stages.map(({ lead, from, to }) => `${lead} ${from} ${to}`))).toEqual([]);
	for (const { lead, stage } of book) {
		const moves = stages.filter((line) => line.lead === lead).map(({ from, to }) => [text(from), text(to)]);
		expect([lead, ...moves.map(([from]) => from), stage]).toEqual([lead, 'new', ...moves.map(([, to]) => to)]);
	}
	for (const lead of leads) {
		const lines = scores.filter((line) => line.lead === lead);
		const before = lines.map(({ previousTotal }): unknown => previousTotal);
		const after = lines.map(({ total }): unknown => total);
		const total: unknown = book.find((each) => each.lead === lead)?.total;
		expect([lead, ...before, total]).toEqual([lead, null, ...after]);
	}
}

/** Who crossed is handed over once, each key moment is told once, and no message reaches Slack twice. */
async function expectMessages(rig: QueueRig, { book, outbox }: Found, taken: readonly Activity[]): Promise<void> {
	const keysOf = (kind: string) => outbox.filter((row) => row.kind === kind).map(({ key }) => text(key));
	const crossed = book.filter(({ handedOffAt }) => Boolean(handedOffAt));
	const handOffs = crossed.map(({ lead, handedOffAt }) => `hand_off:${lead}:${handedOffAt}`);
	expect(keysOf('hand_off').sort()).toEqual(handOffs.sort());
	const moments = taken.filter(({ type }) => type === MOMENT).map(({ activity, lead }) => `moment:${lead}:${activity}`);
	expect(keysOf('moment').sort()).toEqual(moments.sort());
	expect(repeated(outbox.map(({ key }) => text(key)))).toEqual([]);
	await expectSlack(rig, outbox);
}

async function expectSlack(rig: QueueRig, outbox: readonly Json[]): Promise<void> {
	const told = (await rig.services.slack.messages()).map(({ text: said }) => said);
	for (const { lead, kind, status } of outbox.filter(({ kind: each }) => each === 'hand_off')) {
		const times = told.filter((said) => said.startsWith('Ready for sales') && said.includes(text(lead))).length;
		// What a killed run had in hand is not known to have gone out; it is sent again when its 30 minutes are over.
		const right = status === 'sent' ? times === 1 : times <= 1;
		expect({ lead, kind, status, times, right }).toEqual({ lead, kind, status, times, right: true });
	}
}
