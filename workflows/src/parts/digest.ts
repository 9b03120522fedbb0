import { asOf } from './clock';
import { from, maybe } from './expression';
import { WORDS } from './words';

/** Steps that a digest is counted from. */
export interface Sources {
	readonly settings: { name: string };
	readonly check: { name: string };
	readonly stages: { name: string };
	readonly accounts: { name: string };
	readonly stuck: { name: string };
	readonly people: { name: string };
}

/** So many names stand in a line. */
const NAMES = 8;

// What SLA says of the leads that are with sales; a run without any leaves the step out.
const checked = (check: { name: string }): string =>
	`(${from(check)}.isExecuted ? [0, 1, 2, 3].flatMap((output) => ${from(check)}.all(output)).map(({ json }) => json) : [])`;

/** Defines `daily` and `weekly`, the periods of a digest, and whether the weekly one is due. */
const PERIODS = (settings: { name: string }): string => `const now = DateTime.fromISO(${asOf});
	const { weeklyOn } = ${from(settings)}.first().json;
	const weekly = { name: 'weekly', since: now.minus({ days: 7 }).toUTC().toISO(), key: now.toFormat("kkkk-'W'WW") };
	const daily = { name: 'daily', since: now.minus({ days: 1 }).toUTC().toISO(), key: now.toISODate() };
	const isDayOfWeekly = now.toFormat('cccc') === weeklyOn;`;

/** The leads that a digest may name, as queries on the lead book: one by one where they are few. */
export const peopleOf = ({ stages }: Pick<Sources, 'stages'>, few: number): string => `
	const keys = [...new Set(${maybe(stages)}.map(({ lead }) => lead).filter((lead) => lead))];
	return { queries: keys.length > ${few} ? [{ condition: 'isNotEmpty', lead: '' }] : [...keys, ''].map((lead) => ({ condition: 'eq', lead })) };
`;

const COUNTS = ({ check, stages, accounts, stuck, people }: Sources): string => `
	const rows = new Map(${maybe(people)}.map((row) => [row.lead, row]));
	const withSales = ${checked(check)}.filter(({ lead }) => lead);
	const nameOf = (lead) => rows.get(lead)?.name ?? withSales.find((row) => row.lead === lead)?.name ?? lead;
	// A line from a stage to itself tells of another owner.
	const lines = ${maybe(stages)}.filter(({ from, to, at }) => to && from !== to && at <= ${asOf});
	const crossed = ${maybe(accounts)}.filter(({ qualified, qualifiedAt }) => qualified && qualifiedAt <= ${asOf});
	const stuck = ${maybe(stuck)}.filter(({ key }) => key);
	const WITH_SALES = ['mql', 'accepted', 'opportunity'];
	const countsOf = ({ since }) => {
		const inTime = lines.filter(({ at }) => at > since);
		const to = (...stages) => inTime.filter((line) => stages.includes(line.to));
		return {
			handedOver: to('mql'),
			accepted: to('accepted'),
			opportunities: to('opportunity'),
			won: to('won'),
			back: to('recycled', 'disqualified').filter((line) => [...WITH_SALES, 'lost'].includes(line.from)),
			cooled: to('nurture').filter((line) => line.from === 'mql'),
			crossed: crossed.filter(({ qualifiedAt }) => qualifiedAt > since),
		};
	};
	const waiting = withSales.filter(({ stage }) => stage === 'mql');
	const overdue = withSales.filter(({ sla }) => sla?.state === 'breached');
	// What 05 writes is “Sent back by …: reason. What it keeps …”.
	const reasonOf = ({ why }) => (why ?? '').split('. ')[0].split(': ').slice(1).join(': ');`;

const LINES = `
	const unique = (list) => [...new Set(list)];
	const named = (names) => names.length === 0 ? '' : ' (' + names.slice(0, ${NAMES}).join(', ') + (names.length > ${NAMES} ? ' and ' + (names.length - ${NAMES}) + ' more' : '') + ')';
	const leadsIn = (list) => named(unique(list.map(({ lead }) => lead)).map(nameOf));
	const line = (label, list, names) => list.length > 0 ? [label + ': ' + list.length + names] : [];
	const oldestFirst = (list, field) => [...list].sort((left, right) => String(left[field]).localeCompare(String(right[field])));
	const linesOf = (counts) => [
		...line('Handed over', counts.handedOver, leadsIn(counts.handedOver)),
		...line('Accepted', counts.accepted, leadsIn(counts.accepted)),
		...line('Opportunities', counts.opportunities, leadsIn(counts.opportunities)),
		...line('Won', counts.won, leadsIn(counts.won)),
		...line('Waiting for an answer', waiting, named(oldestFirst(waiting, 'handedOffAt').map((row) => (row.name ?? row.lead) + ' since ' + dayOf(row.handedOffAt) + ', ' + (row.owner ?? 'nobody')))),
		...line('Overdue', overdue, named(overdue.sort((left, right) => left.sla.dueAt.localeCompare(right.sla.dueAt)).map((row) => (row.name ?? row.lead) + ' since ' + dayOf(row.sla.dueAt) + ', ' + (row.owner ?? 'nobody')))),
		...line('Came back from sales', counts.back, named(counts.back.map((each) => nameOf(each.lead) + (reasonOf(each) ? ', ' + reasonOf(each) : '')))),
		...line('Cooled off', counts.cooled, leadsIn(counts.cooled)),
		...line('Companies that crossed', counts.crossed, named(counts.crossed.map(({ name, account }) => name ?? account))),
		...line('Not delivered yet', stuck, ', see ll_outbox: ' + unique(stuck.map(({ error }) => error || 'no reason given')).slice(0, 2).join(' ')),
	];`;

const MESSAGES = `
	const at = ${asOf};
	const brief = (counts) => [
		counts.handedOver.length + ' handed over',
		...(waiting.length > 0 ? [waiting.length + ' waiting'] : []),
		...(overdue.length > 0 ? [overdue.length + ' overdue'] : []),
		...(counts.back.length > 0 ? [counts.back.length + ' back'] : []),
	].join(', ');
	const nextOf = (counts) => overdue.length > 0
		? 'answer what is overdue first, ' + (overdue.length === 1 ? 'that lead' : 'those leads') + ' cooled down while nobody called.'
		: waiting.length > 0 ? 'accept the leads that wait, or send them back.'
		: counts.back.length > 0 ? 'look at why leads came back.'
		: 'nothing.';
	const digest = (period, audience, channel) => {
		const counts = countsOf(period);
		const found = linesOf(counts);
		const isDaily = period.name === 'daily';
		const title = isDaily ? 'Leads, ' + now.toFormat('ccc d LLL') : 'The week in leads, to ' + now.toFormat('ccc d LLL');
		// A day on which nothing happened and nothing waits is worth no message; a week is, or nobody knows whether this runs.
		if (found.length === 0 && isDaily) return [];
		return [{
			lead: '', kind: 'digest', audience, at, channel, details: {},
			key: 'digest:' + period.name + ':' + period.key + ':' + audience,
			title: title + ': ' + (found.length === 0 ? 'a quiet one' : brief(counts)),
			text: [
				...(found.length === 0 ? ['Nothing was handed over, nothing waits for an answer, and nothing came back.'] : found),
				nextLine(nextOf(counts)),
			].join('\\n'),
		}];
	};
	return { messages: [
		...digest(daily, 'sales', 'slack,teams'),
		...(isDayOfWeekly ? [...digest(weekly, 'manager', 'email'), ...digest(weekly, 'marketing', 'email')] : []),
	] };
`;

/** The digests that are due, as messages. */
export const digestsOf = (sources: Sources): string => `
	${WORDS.trim()}
	${PERIODS(sources.settings)}
	const dayOf = (iso) => iso ? DateTime.fromISO(iso).toFormat('ccc d LLL') : 'no day';
	${COUNTS(sources).trim()}
	${LINES.trim()}
	${MESSAGES.trim()}
`;
