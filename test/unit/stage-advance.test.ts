import stage from '../cases/stage.json';
import { STAGES, type LeadRow, type Stage } from '../../lifecycle/lead/row';
import { advance } from '../../lifecycle/stage/advance';
import { DECISIONS, type Cause, type Decision, type DecisionName } from '../../lifecycle/stage/cause';
import { decisionOf, LEAD, policyAt, rowOf, scoreOf, type ScoreOf } from '../support/stage';

const policy = policyAt();

/** A lead in the middle of each stage: scored, and where sales has it handed over two hours ago. */
const STANDING: Readonly<Record<Stage, Partial<LeadRow>>> = {
	new: {},
	nurture: { ...scored('C3'), track: 'education' },
	mql: { ...scored('B1'), handedOffAt: '2026-03-04T10:00:00.000Z', owner: 'ben@sales.example' },
	accepted: {
		...{ ...scored('B1'), handedOffAt: '2026-03-02T10:00:00.000Z', acceptedAt: '2026-03-03T10:00:00.000Z' },
		owner: 'ben@sales.example',
	},
	opportunity: {
		...{ ...scored('B1'), handedOffAt: '2026-03-02T10:00:00.000Z', acceptedAt: '2026-03-03T10:00:00.000Z' },
		owner: 'ben@sales.example',
	},
	won: { ...scored('B1'), handedOffAt: '2026-03-02T10:00:00.000Z', owner: 'ben@sales.example' },
	lost: { ...scored('B1'), handedOffAt: '2026-03-02T10:00:00.000Z', owner: 'ben@sales.example' },
	recycled: {
		...scored('C3'),
		recycles: 1,
		recycledAt: '2026-02-01T10:00:00.000Z',
		retained: 6,
		track: 'stay_in_touch',
	},
	disqualified: { ...scored('C3'), recycles: 1, recycledAt: '2026-02-01T10:00:00.000Z', retained: 0 },
};

function scored(cell: 'B1' | 'C3'): Partial<LeadRow> {
	const isHot = cell === 'B1';
	return {
		...{ cell, label: isHot ? 'Hot' : 'Warm', cellSince: '2026-02-01T10:00:00.000Z' },
		...{ fit: isHot ? 27 : 6, engagement: isHot ? 52 : 12, total: isHot ? 79 : 18 },
		summary: isHot ? 'fit 27, engagement 52' : 'fit 6, engagement 12',
		...{ quality: 0, recent: 0, signal: 'active', activities: 5, logged: 5, version: 4 },
		lastActivityAt: '2026-03-01T10:00:00.000Z',
		leadScore: { reasons: [], dropsBelow: null, told: [] },
	};
}

const standing = (name: Stage): LeadRow => rowOf({ stage: name, ...STANDING[name] });

const REVIEW = { kind: 'review', createdAt: '2025-01-01T00:00:00.000Z', movedAt: null, brokenStage: null } as const;
const SOON = {
	policy: 'First response',
	alert: 'at_risk',
	alertKey: 'First response|at_risk|2026-03-04T10:00:00.000Z',
};
const REASON = { sent_back: 'no budget', lost: 'no budget', owner: '' } as const;

const reasonOf = (decision: DecisionName): string =>
	Object.hasOwn(REASON, decision) ? REASON[decision as 'lost'] : '';

function causeOf(name: string, row: LeadRow): Cause {
	switch (name) {
		case 'score in a sales cell':
			return scoreOf(row, { fit: 27, engagement: 52 }, policy);
		case 'score in another cell':
			return scoreOf(row, { fit: 6, engagement: 12 }, policy);
		case 'excluded':
			return scoreOf(row, { fit: 27, engagement: 52, excluded: 'Competitor' }, policy);
		case 'deadline':
			return { kind: 'deadline', sla: { ...policy.slaOf(row), ...SOON, ...TIMES } as never };
		case 'review':
			return REVIEW;
		default:
			return {
				kind: 'decision',
				decision: decisionOf({
					decision: name as DecisionName,
					reason: reasonOf(name as DecisionName),
					owner: 'eve@sales.example',
				}),
			};
	}
}
const TIMES = { startedAt: '2026-03-04T10:00:00.000Z', dueAt: '2026-03-05T10:00:00.000Z' };

const CAUSES = ['score in a sales cell', 'score in another cell', 'excluded', ...DECISIONS, 'deadline', 'review'];

describe('every stage and every cause', () => {
	it('are in the table, once each', () => {
		const pairs = stage.every.map((row) => `${row.stage}: ${row.cause}`);
		expect(pairs).toEqual(STAGES.flatMap((name) => CAUSES.map((cause) => `${name}: ${cause}`)));
	});

	it.each(stage.every.map((row) => ({ ...row, why: row.why })))(
		'$stage, $cause: $why',
		({ stage: name, cause, after, moves, messages, says }) => {
			const before = standing(name as Stage);
			const advanced = advance(before, [causeOf(cause, before)], policy);
			const news = advanced.after?.news ?? { messages: [], stages: [] };
			expect({
				after: advanced.after?.stage ?? 'unchanged',
				moves: news.stages.map(({ from, to }) => `${from} > ${to}`).join(', '),
				messages: news.messages.map(({ kind, audience }) => `${kind} to ${audience.split('@')[0]}`).join(', '),
				says: [...advanced.answers.map(({ outcome }) => outcome), ...advanced.findings].join(', '),
			}).toEqual({ after, moves, messages, says });
		},
	);
});

interface Special {
	readonly why: string;
	readonly before: Omit<Partial<LeadRow>, 'id'> & { id?: null };
	readonly cause: {
		readonly score?: Omit<ScoreOf, 'decisions'> & { decisions?: ReadonlyArray<Partial<Decision>> };
		readonly decision?: Partial<Decision>;
		readonly deadline?: { readonly policy: string; readonly alert: string | null };
		readonly review?: object;
	};
	/** Columns as they are afterwards; null where nothing is written. */
	readonly changed?: Partial<LeadRow> | null;
	readonly lines?: readonly string[];
	readonly messages?: ReadonlyArray<Record<string, unknown>>;
	readonly answer?: object;
	readonly findings?: readonly string[];
}

function specialCause({ score, decision, deadline, review }: Special['cause'], row: LeadRow): Cause {
	if (score) return scoreOf(row, { ...score, decisions: score.decisions?.map(decisionOf) }, policy);
	if (decision) return { kind: 'decision', decision: decisionOf(decision) };
	if (review) return { ...REVIEW, ...review };
	const alertKey = `${deadline?.policy}|${deadline?.alert}|${TIMES.startedAt}`;
	return { kind: 'deadline', sla: { ...TIMES, ...deadline, alertKey } as never };
}

describe('what is subtle about it', () => {
	it.each(stage.special as unknown as Special[])(
		'$why',
		({ before, cause, changed, lines, messages, answer, findings }) => {
			const row = {
				...rowOf({ ...before, id: 1 }),
				lead: before.lead ?? LEAD,
				...(before.id === null ? { id: undefined } : {}),
			};
			const advanced = advance(row, [specialCause(cause, row)], policy);
			if (changed === null) expect(advanced.after).toBeUndefined();
			else if (changed) expect(advanced.after).toMatchObject(changed);
			if (lines) expect(advanced.after?.news.stages.map(({ why }) => why)).toEqual(lines);
			if (messages) {
				expect(advanced.after?.news.messages).toHaveLength(messages.length);
				expect(advanced.after?.news.messages).toMatchObject(messages);
			}
			if (answer) expect(advanced.answers).toMatchObject([answer]);
			if (findings) expect(advanced.findings).toEqual(findings);
		},
	);
});
