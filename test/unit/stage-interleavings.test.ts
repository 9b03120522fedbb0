/**
 * Two runs that score and one answer of sales work on one lead, in every order in which their steps can meet. Whatever the
 * order, the next run of the schedule leaves one row for the lead, each message once, and a log without a gap.
 */
import { emptyRow, type LeadRow } from '../../lifecycle/lead/row';
import { advance, takeNews } from '../../lifecycle/stage/advance';
import type { Answer, Decision } from '../../lifecycle/stage/cause';
import type { StageLine } from '../../lifecycle/stage/news';
import type { Policy } from '../../lifecycle/stage/policy';
import { unfold } from '../../lifecycle/stage/unfold';
import { rowsByLead } from '../../lifecycle/stage/whose';
import { decisionOf, LEAD, policyAt, rowOf, scoreOf, type ScoreOf } from '../support/stage';

// The words of messages are of no concern here, and would take most of the time.
jest.mock('../../lifecycle/message/outbox', () => ({ outboxRowOf: ({ key }: { key: string }) => ({ key }) }));

/** The tables, each write one transaction as n8n makes it. */
class Store {
	rows: LeadRow[] = [];
	readonly decisions: Decision[] = [];
	readonly outbox: string[] = [];
	readonly stages: StageLine[] = [];
	readonly versions: number[] = [];

	get lead(): LeadRow | undefined {
		return rowsByLead(this.rows).get(LEAD);
	}

	/** Writes only where the version is what was read. */
	update(after: LeadRow): boolean {
		const index = this.rows.findIndex(({ id, version }) => id === after.id && version === after.version - 1);
		if (index < 0) return false;
		this.rows = this.rows.with(index, after);
		this.versions.push(after.version);
		return true;
	}

	insert(row: LeadRow): void {
		this.rows = [...this.rows, { ...row, id: this.rows.length + 1 }];
	}
}

type Step = () => void;

/** A run that scores: what its steps do one after the other. */
function scorer(store: Store, policy: Policy, score: ScoreOf): Step[] {
	let before: LeadRow | undefined;
	let decisions: readonly Decision[] = [];
	return [
		() => {
			before = store.lead;
			decisions = [...store.decisions];
		},
		() => {
			const row = before ?? emptyRow(LEAD);
			const logged = (score.logged ?? 5) + decisions.length;
			const cause = scoreOf(row, { ...score, logged, decisions }, policy);
			const after = advance(row, [cause], policy).after ?? (before && takeNews(before, policy));
			if (after === undefined) return;
			if (before === undefined) store.insert(after);
			else store.update(after);
		},
		() => {
			const { messages, stages } = unfold([...rowsByLead(store.rows).values()], policy.batch, policy.settings);
			store.outbox.push(...messages.map(({ key }) => key));
			store.stages.push(...stages);
		},
		() => {
			store.rows = store.rows.map((row) =>
				row.batch === policy.batch ? { ...row, batch: null, news: { messages: [], stages: [], scores: [] } } : row,
			);
		},
	];
}

/** Sales answers, and looks again until the answer is written or refused. */
function answering(store: Store, policy: Policy, decision: Decision, answers: Answer[]): Step[] {
	let before: LeadRow | undefined;
	const decide = () => {
		if (before === undefined) return undefined;
		const advanced = advance(before, [{ kind: 'decision', decision }], policy);
		answers.splice(0, 1, ...advanced.answers);
		return advanced.after;
	};
	return [
		() => {
			before = store.lead;
		},
		() => {
			if (decide() !== undefined) store.decisions.push(decision);
		},
		// The answer is that of the look that finds nothing left to write.
		() => {
			for (let after = decide(); after !== undefined; after = decide()) {
				store.update(after);
				before = store.lead;
			}
		},
	];
}

/** Every order of the steps in which those of each run keep their own. */
function* interleavings(lengths: readonly number[]): Generator<number[]> {
	if (lengths.every((length) => length === 0)) yield [];
	for (const [index, length] of lengths.entries()) {
		if (length === 0) continue;
		for (const rest of interleavings(lengths.with(index, length - 1))) yield [index, ...rest];
	}
}

interface Scenario {
	readonly name: string;
	readonly row: LeadRow | undefined;
	readonly score: ScoreOf;
	readonly decision: Decision;
	/** Stages that the lead may have in the end. */
	readonly ends: readonly string[];
}

const MQL: Partial<LeadRow> = {
	...{ stage: 'mql', cell: 'B1', label: 'Hot', activities: 5, logged: 5, handedOffAt: '2026-03-04T09:00:00.000Z' },
	...{ owner: 'ben@sales.example', version: 3, fit: 27, engagement: 52, total: 79 },
};
const DEMO = { rule: 'Demo request', activity: 'demo-1', at: '2026-03-04T11:00:00.000Z' };

const SCENARIOS: readonly Scenario[] = [
	{
		name: 'a lead cools off while sales accepts it',
		row: rowOf(MQL),
		score: { fit: 6, engagement: 12 },
		decision: decisionOf({ decision: 'accepted' }),
		ends: ['accepted', 'nurture'],
	},
	{
		name: 'a key moment comes while sales sends the lead back',
		row: rowOf(MQL),
		score: { moments: [DEMO] },
		decision: decisionOf({ decision: 'sent_back', reason: 'no_budget' }),
		ends: ['recycled'],
	},
	{
		name: 'a lead crosses while a CRM names its owner',
		row: rowOf({ stage: 'nurture', activities: 4, logged: 4, version: 1, cell: 'C3', label: 'Warm', track: 'welcome' }),
		score: { moments: [DEMO] },
		decision: decisionOf({ decision: 'owner', owner: 'eve@sales.example', crm: 'Odoo' }),
		ends: ['mql'],
	},
	{
		name: 'two runs find a new lead, and a CRM names its owner',
		row: undefined,
		score: { moments: [DEMO] },
		decision: decisionOf({ decision: 'owner', owner: 'eve@sales.example', crm: 'Odoo' }),
		ends: ['mql'],
	},
];

/** Each run has a moment and a batch of its own; two more runs of the schedule follow. */
const [FIRST, SECOND, SALES, ...NEXT] = ['a', 'b', 's', 'c', 'd'].map((batch, index) =>
	policyAt(`2026-03-04T12:00:0${index}.000Z`, undefined, batch),
);

function outcomeOf({ row, score, decision }: Scenario, order: readonly number[]) {
	const store = new Store();
	if (row !== undefined) store.rows = [row];
	const answers: Answer[] = [];
	const runs = [scorer(store, FIRST, score), scorer(store, SECOND, score), answering(store, SALES, decision, answers)];
	const next = runs.map(() => 0);
	for (const run of order) runs[run][next[run]++]();
	for (const policy of NEXT) for (const step of scorer(store, policy, score)) step();
	return { store, answers };
}

/** The two runs that score are alike, so it is enough that the first one reads first. */
const ORDERS = [...interleavings([4, 4, 3])].filter((order) => order.indexOf(0) < order.indexOf(1));

describe.each(SCENARIOS)('$name', (scenario) => {
	let outcomes: Array<ReturnType<typeof outcomeOf>> = [];
	beforeAll(() => {
		outcomes = ORDERS.map((order) => outcomeOf(scenario, order));
	});

	it('leaves one row for the lead, its news told, in a stage that makes sense', () => {
		const ends = outcomes.map(({ store }) => {
			const waiting = store.lead?.news;
			return `${store.lead?.stage} ${(waiting?.messages.length ?? 0) + (waiting?.stages.length ?? 0)}`;
		});
		expect([...new Set(ends)].sort()).toEqual(scenario.ends.map((stage) => `${stage} 0`).sort());
	});

	it('sends no two hand-offs, and each key moment', () => {
		const wrong = outcomes.filter(({ store: { outbox } }) => {
			const keys = new Set(outbox);
			const handOffs = [...keys].filter((key) => key.startsWith('hand_off:'));
			const hasMoment = keys.has(`moment:${LEAD}:demo-1`);
			return handOffs.length > 1 || hasMoment !== 'moments' in scenario.score;
		});
		expect(wrong.slice(0, 1).map(({ store }) => store.outbox)).toEqual([]);
	});

	it('has a stage log without a gap, from where the lead was to where it is', () => {
		const broken = outcomes.filter(({ store }) => {
			const lines = new Map(store.stages.map((line) => [`${line.at} ${line.from} ${line.to} ${line.why}`, line]));
			const moves = [...lines.values()].filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} ${to}`);
			let stage: string = scenario.row?.stage ?? 'new';
			while (moves.length > 0) {
				const index = moves.findIndex((move) => move.startsWith(`${stage} `));
				if (index < 0) return true;
				[, stage] = moves.splice(index, 1)[0].split(' ');
			}
			return stage !== store.lead?.stage;
		});
		expect(broken.slice(0, 1).map(({ store }) => store.stages)).toEqual([]);
	});

	it('tells sales what is true', () => {
		const wrong = outcomes.filter(({ store, answers: [answer] }) => {
			if (answer === undefined) return false;
			const isDone = store.stages.some(({ why }) => /^(Accepted|Sent back|Owner)/.test(why));
			return (answer.outcome === 'done') !== isDone;
		});
		expect(wrong.slice(0, 1).map(({ store, answers }) => [answers, store.stages])).toEqual([]);
	});

	it('raises the version with each write', () => {
		const fallen = outcomes.filter(({ store: { versions } }) =>
			versions.some((version, index) => index > 0 && version <= versions[index - 1]),
		);
		expect(scenario.row === undefined ? 0 : fallen.length).toBe(0);
	});
});
