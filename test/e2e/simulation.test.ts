import { DateTime } from 'luxon';
import { KEPT_REASONS, readRow } from '../../lifecycle/lead/row';
import type { Reason } from '../../lifecycle/score/reasons';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { Simulation, type Outcome, type Row } from './support/simulation';
import { DOWN, FIRST_DAY, ZONE } from './support/story';

let outcome: Outcome;

beforeAll(async () => {
	outcome = await Simulation.play();
}, 1_800_000);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const grouped = (rows: readonly Row[]): Map<string, Row[]> => {
	const groups = new Map<string, Row[]>();
	for (const row of rows) groups.set(text(row.lead), [...(groups.get(text(row.lead)) ?? []), row]);
	return groups;
};
const repeated = (keys: readonly string[]): string[] => keys.filter((key, index) => keys.indexOf(key) !== index);
const keysOf = (rows: readonly Row[]): string[] => rows.map(({ key }) => text(key)).sort();
const ofKind = (kind: string): readonly Row[] => outcome.tables.outbox.filter((row) => row.kind === kind);

/** A stay of a lead in a stage. */
interface Stay {
	readonly lead: string;
	readonly from: string;
	readonly until: string;
	readonly next: string;
	/** The template that ended it. */
	readonly endedBy: string;
}

const staysIn = (stage: string): Stay[] =>
	[...grouped(outcome.tables.stages)].flatMap(([lead, lines]) =>
		lines.flatMap((line, index) => {
			if (line.to !== stage) return [];
			const next = lines[index + 1];
			const until = next ? text(next.at) : outcome.asOf;
			return [{ lead, from: text(line.at), until, next: text(next?.to), endedBy: text(next?.by) }];
		}),
	);
/** With sales, before anybody accepted. */
const visits = (): Stay[] => staysIn('mql');

describe('sixty days of 500 leads', () => {
	it('run without a fault', () => expect(outcome.faults).toEqual([]));

	it('happen at the time of the story', () => {
		const { stages, scores, outbox } = outcome.tables;
		const first = FIRST_DAY.toUTC().toISO() ?? '';
		const off = [...stages, ...scores, ...outbox].filter(({ at }) => text(at) < first || text(at) > outcome.asOf);
		expect(off.slice(0, 3)).toEqual([]);
	});

	it('have everything in them that the promises are about', () => {
		const { book, stages } = outcome.tables;
		const moves = new Set(stages.map(({ from, to }) => `${text(from)} → ${text(to)}`));
		expect(book).toHaveLength(new Set(outcome.posted.map(({ lead }) => lead)).size);
		expect(book.length).toBeGreaterThan(450);
		for (const move of ['nurture → mql', 'mql → accepted', 'mql → recycled', 'recycled → mql', 'mql → nurture'])
			expect([...moves]).toContain(move);
		for (const kind of [
			'hand_off',
			'moment',
			'demoted',
			'sla_at_risk',
			'sla_breached',
			'recycled',
			'account_crossed',
			'digest',
		])
			expect({ kind, told: ofKind(kind).length > 0 }).toEqual({ kind, told: true });
	});
});

describe('a score', () => {
	interface Fresh {
		readonly leadScore: Record<string, unknown> & {
			readonly total: number;
			readonly reasons: Reason[];
		};
	}
	let fresh: readonly Fresh[];

	// The same lead, scored by the node alone from what was posted, with the state that sales left behind.
	beforeAll(async () => {
		const { book, rules } = outcome.tables;
		const leads = book.map(({ lead, recycledAt, retained }) => ({
			lead,
			...(text(lead).includes('@') ? { email: lead } : {}),
			recycledAt,
			retained,
		}));
		const { outputs } = await runNode(ScoreLead, {
			parameters: {
				leadKeyField: 'lead',
				activitiesSource: 'input',
				modelSource: 'input',
				options: { asOf: outcome.asOf },
			},
			inputs: [itemsOf(leads), itemsOf(outcome.posted), itemsOf(rules)],
		});
		fresh = jsonOf(outputs[0]) as unknown as Fresh[];
	});

	it('is the one that a fresh look at the log gives, for every lead', () => {
		const { book } = outcome.tables;
		const columns = ['total', 'fit', 'engagement', 'quality', 'recent', 'signal', 'summary', 'activities'];
		const shown = (score: Row): unknown[] => columns.map((column) => score[column] ?? null);
		expect(book.map((row) => [row.lead, ...shown(row)])).toEqual(
			fresh.map(({ leadScore }, index) => [book[index].lead, ...shown(leadScore)]),
		);
	});

	it('sums its reasons to the last point', () => {
		const off = fresh.filter(({ leadScore: { reasons, total } }) => {
			const sum = Math.round(100 * reasons.reduce((points, reason) => points + reason.points, 0));
			return sum !== Math.round(100 * total);
		});
		expect(off).toEqual([]);
	});

	it('leaves its strongest reasons on the row, with points and counts, and the others as one', () => {
		const shown = ({ rule, dimension, points, count }: Reason): unknown[] => [rule, dimension, points, count];
		const kept = outcome.tables.book.map((row) => {
			const { reasons } = readRow(row).row.leadScore;
			return [row.lead, reasons.map(shown)];
		});
		const expected = fresh.map(({ leadScore: { reasons } }, index) => {
			const strongest = reasons.slice(0, reasons.length > KEPT_REASONS ? KEPT_REASONS - 1 : KEPT_REASONS);
			const others = reasons.slice(strongest.length);
			const points = Math.round(100 * others.reduce((sum, reason) => sum + reason.points, 0)) / 100;
			const asOne = [`${others.length} more reasons`, 'other', points, others.length];
			return [outcome.tables.book[index].lead, [...strongest.map(shown), ...(others.length > 0 ? [asOne] : [])]];
		});
		expect(kept).toEqual(expected);
	});

	it('stands in the score log as it stands in the book', () => {
		const last = grouped(outcome.tables.scores);
		const off = outcome.tables.book.filter(({ lead, total, cell }) => {
			const line = last.get(text(lead))?.at(-1);
			return line?.total !== total || line?.cell !== cell;
		});
		expect(off.map(({ lead }) => lead)).toEqual([]);
	});
});

describe('a message', () => {
	it('is told once', () => {
		expect(outcome.tables.outbox.filter(({ status }) => !status)).toEqual([]);
		expect(repeated(outcome.tables.outbox.map(({ key }) => text(key)))).toEqual([]);
	});

	it('of a hand-off is told for every crossing, and for no other', () => {
		const crossings = visits().map(({ lead, from }) => `hand_off:${lead}:${from}`);
		expect(
			ofKind('hand_off')
				.map(({ key }) => text(key))
				.sort(),
		).toEqual(crossings.sort());
		expect(repeated(crossings)).toEqual([]);
	});

	it('of a lead that cooled off is told for every one that was taken back from sales, and for no other', () => {
		const cooled = visits().filter(({ endedBy }) => endedBy === '02-score');
		expect(cooled.length).toBeGreaterThan(0);
		const expected = cooled.map(({ lead, from }) => `demoted:${lead}:${from}`);
		expect(keysOf(ofKind('demoted'))).toEqual(expected.sort());
	});

	it('of a lead that came back is told to marketing for every return, and for no other', () => {
		const isReturn = ({ to, by }: Row): boolean => to === 'recycled' || (to === 'disqualified' && by === '05-feedback');
		const returns = outcome.tables.stages.filter(isReturn);
		expect(returns.length).toBeGreaterThan(10);
		const expected = returns.map(({ lead, at }) => `recycled:${text(lead)}:${text(at)}`);
		const told = ofKind('recycled').filter(({ audience }) => audience === 'marketing');
		expect(keysOf(told)).toEqual(expected.sort());
	});
});

/** Apart from the code under test, day by day: office hours 9 to 17, Monday to Friday. */
function afterOfficeHours(start: string, hours: number): string {
	let now = DateTime.fromISO(start, { zone: ZONE });
	if (!now.isValid) throw new Error(`“${start}” is not a time.`);
	let minutes = hours * 60;
	for (;;) {
		const opens = now.startOf('day').set({ hour: 9 });
		const closes = now.startOf('day').set({ hour: 17 });
		const from = now > opens ? now : opens;
		const left = now.weekday > 5 ? 0 : Math.max(0, closes.diff(from, 'minutes').minutes);
		if (left >= minutes) return from.plus({ minutes }).toUTC().toISO() ?? '';
		minutes -= left;
		now = now.startOf('day').plus({ days: 1 });
	}
}

describe('the SLA of a hand-off', () => {
	/** Whom an alert of one level was told to, for one visit. */
	const audiencesOf = ({ lead, from }: Stay, level: string): string[] => {
		const start = `sla:${lead}:${level}:${from}:`;
		const keys = outcome.tables.outbox.map(({ key }) => text(key)).filter((key) => key.startsWith(start));
		return keys.map((key) => key.slice(start.length));
	};
	const watched = (after: string, before: string): boolean => outcome.watches.some((at) => at > after && at < before);

	it('is told to owner and manager, once each, when nobody accepts in a day of office hours, and not before', () => {
		const late = visits().filter(({ from, until }) => watched(afterOfficeHours(from, 9), until));
		const soon = visits().filter(({ from, until }) => until < afterOfficeHours(from, 4));
		expect(late.length).toBeGreaterThan(10);
		expect(soon.length).toBeGreaterThan(10);
		const toldTo = late.map((visit) => audiencesOf(visit, 'breached').map((who) => who === 'manager'));
		expect(toldTo.map((told) => told.sort())).toEqual(late.map(() => [false, true]));
		expect(soon.filter((visit) => audiencesOf(visit, 'breached').length > 0)).toEqual([]);
	});

	it('warns the owner alone, before the time is over', () => {
		const warned = visits().filter((visit) => audiencesOf(visit, 'at_risk').length > 0);
		expect(warned.length).toBeGreaterThan(0);
		for (const visit of warned) {
			const key = `sla:${visit.lead}:at_risk:${visit.from}:`;
			const [alert, ...others] = ofKind('sla_at_risk').filter((row) => text(row.key).startsWith(key));
			expect(others).toEqual([]);
			expect(alert.audience).not.toBe('manager');
			expect(text(alert.at) >= afterOfficeHours(visit.from, 3)).toBe(true);
			expect(text(alert.at) <= afterOfficeHours(visit.from, 8)).toBe(true);
		}
	});

	it('is silent about who is not with sales', () => {
		const stays = [...visits(), ...staysIn('accepted')];
		const alerts = [...ofKind('sla_at_risk'), ...ofKind('sla_breached')];
		const isAbout = (row: Row, { lead, from, until }: Stay): boolean =>
			row.lead === lead && text(row.key).includes(`:${from}:`) && text(row.at) >= from && text(row.at) <= until;
		expect(keysOf(alerts.filter((row) => !stays.some((stay) => isAbout(row, stay))))).toEqual([]);
	});
});

describe('the stage of a lead', () => {
	it('moves in an unbroken line', () => {
		const broken = [...grouped(outcome.tables.stages)].filter(([, lines]) =>
			lines.some((line, index) => index > 0 && line.from !== lines[index - 1].to),
		);
		expect(broken.map(([lead]) => lead)).toEqual([]);
	});

	it('is the last line of the stage log', () => {
		const last = grouped(outcome.tables.stages);
		const off = outcome.tables.book.filter(({ lead, stage }) => last.get(text(lead))?.at(-1)?.to !== stage);
		expect(off.map(({ lead, stage }) => `${text(lead)} ${text(stage)}`)).toEqual([]);
	});

	it('is never a dead end', () => {
		const isOnAPath = ({ stage, handedOffAt, acceptedAt, track, owner }: Row): boolean => {
			if (stage === 'mql') return Boolean(handedOffAt) && Boolean(owner);
			if (stage === 'accepted') return Boolean(acceptedAt) && Boolean(owner);
			if (stage === 'nurture' || stage === 'recycled') return Boolean(track) && !handedOffAt;
			return ['opportunity', 'won'].includes(text(stage));
		};
		const why = grouped(outcome.tables.stages);
		const isOut = ({ stage, lead }: Row): boolean =>
			stage === 'disqualified' && text(why.get(text(lead))?.at(-1)?.why).length > 10;
		const lost = outcome.tables.book.filter((row) => !isOnAPath(row) && !isOut(row));
		expect(lost.map(({ lead, stage, track, owner }) => ({ lead, stage, track, owner }))).toEqual([]);
	});
});

describe('an account', () => {
	it('has one row, and is told about once a crossing', () => {
		const { accounts } = outcome.tables;
		expect(repeated(accounts.map(({ account }) => text(account)))).toEqual([]);
		expect(accounts.filter(({ account }) => text(account).endsWith('-sim.example'))).toHaveLength(40);
		const told = ofKind('account_crossed').map(({ key }) => text(key));
		expect(repeated(told)).toEqual([]);
		const qualified = new Set(accounts.filter((row) => row.qualified === true).map(({ account }) => text(account)));
		expect(told.length).toBeGreaterThan(0);
		expect(qualified.size).toBeGreaterThan(0);
	});

	it('is told about when it crosses and none of its people is ready or with sales, and only then', () => {
		const { accounts, book, stages, scores } = outcome.tables;
		const [stagesOf, scoresOf] = [grouped(stages), grouped(scores)];
		const ended = new Map(
			outcome.runs.filter(({ file }) => file === '03-account-rollup').map((run) => [run.asOf, run]),
		);
		// What was captured later may have happened earlier, so what the run could know goes by when it was written.
		const knownTo = (lines: readonly Row[] | undefined, moment: string): Row | undefined =>
			lines?.filter(({ createdAt }) => text(createdAt) <= (ended.get(moment)?.endedAt ?? '')).at(-1);
		const isExplained = ({ lead }: Row, moment: string): boolean => {
			const stage = text(knownTo(stagesOf.get(text(lead)), moment)?.to);
			const total = Number(knownTo(scoresOf.get(text(lead)), moment)?.total ?? 0);
			return ['mql', 'accepted', 'opportunity'].includes(stage) || (stage !== 'disqualified' && total >= 65);
		};
		const isQuiet = (account: unknown, moment: string): boolean =>
			!book.some((row) => row.account === account && isExplained(row, moment));

		const told = ofKind('account_crossed');
		expect(keysOf(told.filter(({ lead, at }) => !isQuiet(lead, text(at))))).toEqual([]);
		const quiet = accounts.filter((row) => row.qualified === true && isQuiet(row.account, text(row.qualifiedAt)));
		const keys = new Set(keysOf(told));
		const keyOf = ({ account, crossings }: Row): string => `account_crossed:${text(account)}:${Number(crossings)}`;
		expect(quiet.map(keyOf).filter((key) => !keys.has(key))).toEqual([]);
	});
});

describe('the week in which n8n was down', () => {
	it('left no trace in what was captured', () => {
		const from = FIRST_DAY.plus({ days: DOWN.from }).toUTC().toISO() ?? '';
		const until = FIRST_DAY.plus({ days: DOWN.until }).toUTC().toISO() ?? '';
		const during = outcome.posted.filter(({ at }) => at > from && at < until);
		expect(during.length).toBeGreaterThan(100);
		const logged = new Set(outcome.tables.log.map(({ activity }) => text(activity)));
		expect(outcome.posted.filter(({ activity }) => !logged.has(activity))).toEqual([]);
	});
});
