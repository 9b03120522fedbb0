import { DateTime } from 'luxon';
import {
	classify,
	DEFAULT_BANDS,
	DEFAULT_SALES_CELLS,
	DEFAULT_UNQUALIFIED_CELLS,
	isCell,
	readRoutes,
} from '../../lifecycle/grid/grid';
import { emptyRow, type LeadRow } from '../../lifecycle/lead/row';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import type { LeadScore } from '../../lifecycle/score/score';
import type { Settings } from '../../lifecycle/settings/settings';
import type { Cause, Decision } from '../../lifecycle/stage/cause';
import { policyOf, type Policy } from '../../lifecycle/stage/policy';

export const AS_OF = '2026-03-04T12:00:00.000Z';
export const LEAD = 'ana@acme.example';

const routes = readRoutes(DEFAULT_SALES_CELLS, DEFAULT_UNQUALIFIED_CELLS);
if (!routes.ok) throw new Error(routes.message);

const hours = (name: string, stages: string, startField: string, target: number) => ({
	...{ name, stages, startField, target, cells: '', stopField: '', unit: 'business hours', warnAt: 75 },
	escalations: [{ level: 'manager', after: target, unit: 'business hours' }],
});

export const SETTINGS: Settings = {
	grid: { fit: DEFAULT_BANDS, engagement: DEFAULT_BANDS, routes: routes.value, minimumTotal: 0, hysteresis: 0 },
	audiences: new Map(),
	redirects: [],
	channels: new Map(),
	sla: {
		policies: [
			{ ...hours('Hot lead: first response', 'mql', 'handedOffAt', 4), cells: 'A1, A2, B1' },
			hours('First response', 'mql', 'handedOffAt', 8),
			hours('Accepted lead: next step', 'accepted', 'acceptedAt', 80),
		],
		policyMatch: 'first',
		timeZone: 'UTC',
		openingHours: [{ days: 'Mon, Tue, Wed, Thu, Fri', opens: '9:00', closes: '17:00' }],
		holidays: [],
		pauses: [],
		cellField: 'cell',
		stageField: 'stage',
		alertsField: 'slaAlerts',
		pausesField: '',
		timeZoneField: '',
	},
	reasons: DEFAULT_REASONS.map((reason) => ({ ...reason, also: [] })),
	maxRecycles: 3,
	review: {
		fallbackOwner: 'boss@sales.example',
		daysToAccept: 14,
		daysStillAccepted: 30,
		daysStillOpportunity: 60,
		daysSilent: 90,
		daysGone: 365,
	},
	timeZone: 'UTC',
	language: 'en',
	newsDays: 3,
	accountThreshold: 65,
	retention: { activities: 'forever', messages: 'forever', stageLog: 'forever', scoreLog: 'forever' },
	pageAddress: '',
};

export const policyAt = (asOf = AS_OF, settings: Settings = SETTINGS, batch = 'run-1'): Policy =>
	policyOf(settings, { asOf: DateTime.fromISO(asOf, { zone: 'utc' }), by: 'test', batch, zone: 'UTC' });

export const rowOf = (columns: Partial<LeadRow>): LeadRow => ({ ...emptyRow(LEAD), id: 1, email: LEAD, ...columns });

export interface ScoreOf {
	readonly fit?: number;
	readonly engagement?: number;
	readonly total?: number;
	readonly excluded?: string | null;
	readonly moments?: LeadScore['moments'];
	readonly reasons?: LeadScore['reasons'];
	readonly activities?: number;
	readonly attributes?: Record<string, unknown>;
	readonly lastActivityAt?: string | null;
	readonly summary?: string;
	readonly logged?: number;
	readonly decisions?: readonly Decision[];
}

/** The cause that a score is, classified against the cell that the row has. */
export function scoreOf(
	row: LeadRow,
	{ logged, decisions = [], ...given }: ScoreOf,
	{ settings, asOf }: Pick<Policy, 'settings' | 'asOf'>,
): Extract<Cause, { kind: 'score' }> {
	const { fit = 27, engagement = 52 } = given;
	const score: LeadScore = {
		quality: 0,
		products: {},
		channels: {},
		moments: [],
		recent: 0,
		signal: 'active',
		completeness: 80,
		excluded: null,
		reasons: [],
		summary: `fit ${fit}, engagement ${engagement}`,
		lastActivityAt: row.lastActivityAt,
		activities: row.activities ?? 1,
		dropsBelow: null,
		asOf,
		model: 'test@1',
		...given,
		fit,
		engagement,
		total: given.total ?? fit + engagement,
	};
	const grid = classify(
		{
			fit,
			engagement,
			total: score.total,
			excluded: score.excluded !== null,
			previous: isCell(row.cell) ? row.cell : undefined,
			previousSince: row.cellSince ?? undefined,
		},
		settings.grid,
		asOf,
	);
	return { kind: 'score', score, grid, logged: logged ?? row.logged ?? 1, decisions };
}

export const decisionOf = (said: Partial<Decision>): Decision => ({
	activity: 'answer-1',
	lead: LEAD,
	decision: 'accepted',
	reason: '',
	by: 'ben@sales.example',
	note: '',
	owner: '',
	at: AS_OF,
	crm: '',
	...said,
});
