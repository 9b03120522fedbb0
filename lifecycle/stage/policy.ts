import { DateTime } from 'luxon';
import { fault, ok, type Fault, type Result } from '../fault';
import type { LeadRow } from '../lead/row';
import type { RecycleReason } from '../recycle/reason';
import { leadRecycler, type RecycledLead } from '../recycle/recycle';
import { inZone } from '../settings/read-settings';
import type { Settings } from '../settings/settings';
import { compileSla, type Sla } from '../sla';
import { DAY } from '../time';

/** What is the same for all leads of a run. */
export interface Run {
	readonly asOf: DateTime;
	/** Who writes: the template. */
	readonly by: string;
	/** Names the run on the rows it writes. */
	readonly batch: string;
	/** IANA name of the time zone in which days are written where the settings name none. */
	readonly zone: string;
}

/** The settings, made ready for a run. */
export interface Policy {
	readonly settings: Settings;
	/** ISO 8601 in UTC, and in epoch milliseconds. */
	readonly asOf: string;
	readonly now: number;
	readonly by: string;
	readonly batch: string;
	/** What happened before this instant, in epoch milliseconds, is no news. */
	readonly newsFrom: number;
	/** What the SLA policies say of the lead; null where they cannot be read. */
	readonly slaOf: (row: LeadRow) => Sla | null;
	/** Whether the clock of an SLA policy counts business hours alone. */
	readonly isBusinessTime: (policy: string) => boolean;
	/** Takes the lead back by a reason of sales. */
	readonly sendBack: Recycler;
	/** Takes it back by a reason of the weekly review. */
	readonly takeBack: Recycler;
	/** `20 Feb 2026` */
	readonly day: (iso: string) => string;
	/** What is wrong in the settings. */
	readonly faults: readonly Fault[];
}

type Recycler = (row: LeadRow, reason: string, by: string) => Result<RecycledLead>;

export function policyOf(given: Settings, { asOf, by, batch, zone }: Run): Policy {
	const settings = inZone(given, zone);
	const sla = deadlinesOf(settings, asOf);
	const recycle = (reasons: readonly RecycleReason[], maxRecycles: number): Recycler => {
		const recycler = leadRecycler({ ...RECYCLE_FIELDS, reasons, maxRecycles });
		return (row, reason, person) => recycler({ ...row, engagement: row.engagement ?? 0 }, { reason, by: person }, asOf);
	};
	return {
		settings,
		asOf: asOf.toUTC().toISO() ?? '',
		now: asOf.toMillis(),
		by,
		batch,
		newsFrom: asOf.toMillis() - settings.newsDays * DAY,
		slaOf: (row) => {
			const checked = sla.ok ? sla.value({ ...row }) : undefined;
			return checked?.ok ? checked.value.sla : null;
		},
		isBusinessTime: businessPolicies(settings),
		sendBack: recycle(settings.reasons.filter(isOfSales), settings.maxRecycles),
		takeBack: recycle(reviewReasons(settings), 0),
		day: dayIn(settings.timeZone),
		faults: sla.ok ? [] : sla.faults,
	};
}

/** A team that has switched all deadlines off has none, which is no fault. */
const deadlinesOf = ({ sla }: Settings, asOf: DateTime): ReturnType<typeof compileSla> =>
	sla.policies.length === 0 ? ok(() => fault('There is no deadline', 'Add one.')) : compileSla(sla, asOf);

const RECYCLE_FIELDS = { scoreField: 'engagement', totalField: 'total', outputField: 'recycle' };

/** The reasons for which the weekly review takes leads back; no salesperson gives them. */
const REVIEW_REASONS: readonly RecycleReason[] = [
	{ reason: 'no_follow_up', outcome: 'nurture', keep: 100, coolOffDays: 7, track: 'stay_in_touch', also: [] },
	{ reason: 'lost_deal', outcome: 'nurture', keep: 50, coolOffDays: 90, track: 'stay_in_touch', also: [] },
];

const isOfReview = ({ reason }: RecycleReason): boolean => REVIEW_REASONS.some((own) => own.reason === reason);
const isOfSales = (reason: RecycleReason): boolean => !isOfReview(reason);

/** Those of the settings come before what is here. */
const reviewReasons = ({ reasons }: Settings): RecycleReason[] =>
	REVIEW_REASONS.map((own) => reasons.find(({ reason }) => reason === own.reason) ?? own);

function businessPolicies({ sla }: Settings): (policy: string) => boolean {
	const names = new Set(
		sla.policies.filter(({ unit }) => String(unit).startsWith('business')).map(({ name }) => String(name)),
	);
	return (policy) => names.has(policy);
}

function dayIn(zone: string): (iso: string) => string {
	return (iso) => DateTime.fromISO(iso, { zone }).setLocale('en').toFormat('d LLL yyyy');
}
