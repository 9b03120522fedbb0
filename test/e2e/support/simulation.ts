/**
 * Plays the story through the real templates on an n8n of its own, day by day, at the story's own time. n8n is stopped
 * for a week in the middle, and for the last word everything is scored as of the last evening.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DateTime } from 'luxon';

import { ensureCredentials } from '../../../scripts/host/demo.mjs';
import { openHost, type OpenHost } from '../../../scripts/host/host.mjs';
import { createProgress } from '../../../scripts/host/progress.mjs';
import { Replay } from '../../../scripts/host/replay.mjs';
import { importTemplate, manualTrigger, readTemplates } from '../../../scripts/host/templates.mjs';
import { allActivities, answerTo, DAYS, DOWN, FIRST_DAY, ZONE, type Activity } from './story';

const CHECKOUT = resolve(__dirname, '..', '..', '..');
const CAPTURE = '01-capture';
const SCORE = '02-score';
/** Rules that let points expire, so that leads cool off within the story. */
const FADING: Readonly<Record<string, string>> = {
	'Pricing page': 'expire 14d',
	'Demo request': 'expire 21d',
	"Buyer's guide": 'linear 50% per 14d',
};
const MOST_IN_A_CALL = 200;

export type Row = Readonly<Record<string, unknown>>;

interface Reply {
	readonly due: DateTime;
	readonly body: Readonly<Record<string, string>>;
}

/** A run of a template as of a moment of the story, and when it ended by the clock of the machine. */
export interface Run {
	readonly file: string;
	readonly asOf: string;
	readonly endedAt: string;
}

/** Everything the tables hold at the end. */
export interface Outcome {
	readonly asOf: string;
	readonly posted: readonly Activity[];
	readonly tables: Readonly<Record<'rules' | 'log' | 'book' | 'accounts' | 'outbox' | 'stages' | 'scores', Row[]>>;
	/** Moments at which 04 looked. */
	readonly watches: readonly string[];
	readonly runs: readonly Run[];
	/** What each run that was refused or failed said. */
	readonly faults: readonly string[];
}

export class Simulation {
	private readonly posted: Activity[] = [];
	private readonly watches: string[] = [];
	private readonly runs: Run[] = [];
	private readonly faults: string[] = [];
	private replies: Reply[] = [];
	private readonly answered = new Set<string>();
	private waiting = allActivities();
	private host!: OpenHost;
	private replay!: Replay;
	private readonly lastEvening = FIRST_DAY.plus({ days: DAYS, hours: -1 });

	private constructor(private readonly folder: string) {}

	static async play(): Promise<Outcome> {
		const simulation = new Simulation(await mkdtemp(join(tmpdir(), 'lead-lifecycle-simulation-')));
		try {
			simulation.host = await simulation.start();
			await simulation.setUp();
			await simulation.live();
			return await simulation.outcome();
		} finally {
			await simulation.host?.server.stop();
			await rm(simulation.folder, { recursive: true, force: true });
		}
	}

	private async start(): Promise<OpenHost> {
		const progress = createProgress();
		return await openHost({
			userFolder: this.folder,
			checkout: CHECKOUT,
			progress,
			timezone: ZONE,
			// Nobody looks at hundreds of runs that went well, and keeping them takes half of the time.
			environment: { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' },
		});
	}

	private async setUp(): Promise<void> {
		const { client, secrets } = this.host;
		const credentials = await ensureCredentials(client, {}, secrets);
		const templates = await readTemplates(join(CHECKOUT, 'workflows'));
		const setUp = templates.find(({ file }) => file === '00-set-up');
		if (setUp === undefined) throw new Error('There is no template 00-set-up.');
		const { id } = await importTemplate(client, setUp, undefined);
		await client.runWorkflow(id, manualTrigger(setUp));
		await this.letPointsFade();
		this.replay = new Replay(client, secrets.webhookSecret);
		await this.replay.open(templates, credentials);
	}

	private async letPointsFade(): Promise<void> {
		const { client } = this.host;
		const table = (await client.tables()).get('ll_rules') as { id: string };
		for (const [rule, decay] of Object.entries(FADING)) {
			const filter = { type: 'and', filters: [{ columnName: 'rule', condition: 'eq', value: rule }] };
			await client.api('PATCH', `/data-tables/${table.id}/rows/update`, { filter, data: { decay }, returnData: true });
		}
	}

	private async live(): Promise<void> {
		for (let day = 0; day < DAYS; day++) {
			if (day === DOWN.from) await this.host.server.stop();
			if (day >= DOWN.from && day < DOWN.until) continue;
			if (day === DOWN.until) await this.comeBack();
			await this.day(FIRST_DAY.plus({ days: day }));
		}
		await this.rescore(this.lastEvening);
		await this.run('06-no-lead-left-behind', this.lastEvening);
		// What 06 took back from sales is scored with what it keeps.
		await this.rescore(this.lastEvening);
	}

	/** Scores all leads at a moment, whether or not they were scored that night. */
	private async rescore(moment: DateTime): Promise<void> {
		const { client } = this.host;
		const table = (await client.tables()).get('ll_state') as { id: string };
		const filter = { type: 'and', filters: [{ columnName: 'name', condition: 'eq', value: 'scoring' }] };
		await client.api('PATCH', `/data-tables/${table.id}/rows/update`, {
			filter,
			data: { sweep: '' },
			returnData: true,
		});
		await this.night(moment);
	}

	/** The first run of a night begins the rescore, the next one does it: all leads are one slice. */
	private async night(moment: DateTime): Promise<void> {
		await this.run(SCORE, moment);
		await this.run(SCORE, moment);
	}

	private async comeBack(): Promise<void> {
		this.host = await this.start();
		await this.replay.reattach(this.host.client);
	}

	private async day(morning: DateTime): Promise<void> {
		await this.night(morning.set({ hour: 3 }));
		if (morning.weekday % 2 === 1) await this.run('03-account-rollup', morning.set({ hour: 6 }));
		if (morning.weekday === 1) await this.run('06-no-lead-left-behind', morning.set({ hour: 7 }));
		for (const hour of [12, 18]) {
			const moment = morning.set({ hour });
			await this.capture(moment);
			// Nobody answers in the very moment in which a lead is handed over.
			await this.answer(moment.plus({ minutes: 1 }));
			const later = moment.plus({ minutes: 2 });
			await this.run('04-sla-watch', later);
			this.watches.push(later.toUTC().toISO() ?? '');
		}
	}

	/** Posts what happened until now; some of it twice at the same time, as senders do that got no answer. */
	private async capture(moment: DateTime): Promise<void> {
		const asOf = moment.toUTC().toISO() ?? '';
		const happened = this.waiting.filter(({ at }) => at <= asOf);
		this.waiting = this.waiting.slice(happened.length);
		for (let from = 0; from < happened.length; from += MOST_IN_A_CALL) {
			const call = happened.slice(from, from + MOST_IN_A_CALL);
			const again = moment.day % 7 === 0 ? [this.run(CAPTURE, moment, call)] : [];
			await Promise.all([this.run(CAPTURE, moment, call), ...again]);
			this.posted.push(...call);
			await this.run(SCORE, moment);
		}
	}

	/** The salespeople read what was handed to them, and answer in their own time. */
	private async answer(moment: DateTime): Promise<void> {
		const filter = {
			type: 'and' as const,
			filters: [{ columnName: 'kind', condition: 'eq' as const, value: 'hand_off' }],
		};
		for (const { key, lead } of await this.host.client.rows('ll_outbox', { filter })) {
			if (this.answered.has(String(key))) continue;
			this.answered.add(String(key));
			this.replies.push(...repliesTo(String(key), String(lead), moment));
		}
		const due = this.replies.filter((reply) => reply.due <= moment);
		this.replies = this.replies.filter((reply) => reply.due > moment);
		if (due.length > 0)
			await this.run(
				'05-feedback',
				moment,
				due.map(({ body }) => body),
			);
	}

	private async run(file: string, moment: DateTime, body?: unknown): Promise<void> {
		const asOf = moment.toUTC().toISO() ?? '';
		const { status, body: answer } = await this.replay.run(file, asOf, body);
		this.runs.push({ file, asOf, endedAt: new Date().toISOString() });
		if (status >= 400) this.faults.push(`${file} at ${moment.toISO()}: ${status} ${answer}`);
	}

	private async outcome(): Promise<Outcome> {
		const { client } = this.host;
		const { data } = (await client.api('GET', '/executions?status=error&limit=20')) as { data: { id: string }[] };
		this.faults.push(...data.map(({ id }) => `execution ${id} ended with an error`));
		const names = {
			rules: 'll_rules',
			log: 'll_activity_log',
			book: 'll_lead_book',
			accounts: 'll_account_book',
			outbox: 'll_outbox',
			stages: 'll_stage_log',
			scores: 'll_score_log',
		} as const;
		const entries = Object.entries(names).map(async ([key, name]) => [key, await client.rows(name)] as const);
		const tables = Object.fromEntries(await Promise.all(entries)) as Outcome['tables'];
		const asOf = this.lastEvening.toUTC().toISO() ?? '';
		const { posted, watches, runs, faults } = this;
		return { asOf, posted, tables, watches, runs, faults };
	}
}

function repliesTo(key: string, lead: string, moment: DateTime): Reply[] {
	const by = 'rep@sales.example';
	const { answer, reason } = answerTo(key);
	if (answer === 'none') return [];
	if (answer === 'accept') return [{ due: moment, body: { lead, decision: 'accepted', by } }];
	// In a hurry, and twice.
	const body = { lead, decision: 'sent_back', reason, by };
	return [
		{ due: moment.plus({ days: 1 }), body },
		{ due: moment.plus({ days: 1 }), body },
	];
}
