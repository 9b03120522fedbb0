import type { Step } from '../canvas';
import { asOf } from '../clock';
import { from, maybe } from '../expression';
import { HAND_OFF } from '../lead-book';
import { WORDS } from '../words';
import { CLAIM, DEMOTE, MOVE, START, writeOf } from './writing';

/** A hand-off whose message is missing after so many days was told, and somebody tidied the outbox. */
const RETOLD_DAYS = 3;

const current = (due: Step): string => `
	${WORDS.trim()}
	const started = new Map(${maybe(START)}.map(({ id, stage }) => [id, stage]));
	const current = ${from(due)}.first().json.current.map((lead) => {
		const isFirst = lead.isInserted || started.has(lead.stored.id);
		return { ...lead, isFirst, previous: isFirst ? {} : lead.stored, stage: started.get(lead.stored.id) ?? lead.stored.stage };
	});`;

const written = (isSlice: boolean, by: string): string => `
	const by = '${by}';
	const at = ${asOf};
	const byLead = (rows) => new Map(rows.map((row) => [row.lead, row]));
	const takenBack = ${isSlice ? maybe(DEMOTE) : '[]'};
	const demoted = byLead(takenBack);
	const written = byLead([...current.filter(({ isInserted }) => isInserted).map(({ row }) => row), ...${maybe(writeOf(isSlice))}, ...takenBack]);
	const moved = byLead(${maybe(MOVE)});
	const claimed = byLead(${maybe(CLAIM)});

	const lines = current.filter(({ row }) => written.has(row.lead));`;

const LOGS = `
	const scoreLog = lines.filter(({ previous, row }) => previous.total !== row.total || previous.cell !== row.cell).map(({ previous, row }) => ({
		lead: row.lead, at, cell: row.cell, previousCell: previous.cell ?? null, total: row.total, previousTotal: previous.total ?? null, fit: row.fit, engagement: row.engagement, summary: row.summary, by,
	}));
	const why = (row) => row.cell + ', ' + points(row.total) + ' points: ' + row.summary;
	const stageLine = (lead, fromStage, to, reason) => ({ lead: lead.row.lead, from: fromStage || 'new', to, at, by, why: reason + why(lead.row) });
	const stageLog = current.flatMap((lead) => {
		const key = lead.row.lead;
		const first = lead.isFirst ? lead.stage : moved.get(key)?.stage;
		const reason = lead.excluded ? 'Excluded by the rule ' + lead.excluded + ': ' : lead.stored.stage === 'disqualified' ? 'Back after a long silence: ' : 'Captured and scored: ';
		return [
			...(first ? [stageLine(lead, lead.previous.stage, first, reason)] : []),
			...(demoted.has(key) ? [stageLine(lead, 'mql', demoted.get(key).stage, lead.excluded ? reason : 'Cooled off before sales accepted it, from ' + lead.stored.cell + ': ')] : []),
			...(claimed.has(key) ? [stageLine(lead, first ?? lead.stage, 'mql', 'Entered the sales cells: ')] : []),
		];
	});`;

const MESSAGES = `
	${HAND_OFF}
	const keyMoment = ({ row, reasons }, moment) => ({
		...common(row),
		key: 'moment:' + row.lead + ':' + moment.activity,
		kind: 'moment',
		title: moment.rule + ': ' + who(row),
		text: [
			whoLine(row),
			'Why now: ' + moment.rule + ' on ' + day(moment.at) + ', a key moment whatever the score.',
			'Cell ' + row.cell + ' (' + row.label + '), ' + points(row.total) + ' points. ' + reasonsLine(reasons),
			nextLine('answer it today, while it is fresh.'),
		].join('\\n'),
		details: { ...detailsOf(row, reasons), last: { what: moment.rule, at: moment.at }, link: undefined },
	});
	const coolOff = ({ row, stored, reasons }) => ({
		...common(row),
		key: 'demoted:' + row.lead + ':' + stored.handedOffAt,
		kind: 'demoted',
		title: 'Cooled off: ' + who(row),
		text: [
			whoLine(row),
			'Why now: it was handed over on ' + day(stored.handedOffAt) + ', nobody accepted it, and it fell from cell ' + stored.cell + ' (' + points(stored.total) + ' points) to ' + row.cell + ' (' + points(row.total) + ' points). Last seen on ' + (row.lastActivityAt ? day(row.lastActivityAt) : 'no day') + '.',
			'What is left: ' + strongest(reasons),
			nextLine('nothing. Marketing goes on with it, and it is handed over again when its score is back.'),
		].join('\\n'),
		details: { ...detailsOf(row, reasons), link: undefined },
	});`;

const wanted = (isSlice: boolean): string => `
	const isRecent = ({ handedOffAt }) => DateTime.fromISO(at).diff(DateTime.fromISO(handedOffAt), 'days').days <= ${RETOLD_DAYS};
	const wanted = current.flatMap((lead) => {
		const row = { ...lead.row, ...(claimed.get(lead.row.lead) ?? {}) };
		if (demoted.has(row.lead)) return [coolOff(lead)];
		// A hand-off whose message was cut off by a crash is told by the next run that sees the lead.
		const handed = claimed.get(row.lead) ?? (lead.stored.stage === 'mql' && lead.stored.handedOffAt && isRecent(lead.stored) ? lead.stored : undefined);
		const moments = ${isSlice ? 'lead.isFirst ? lead.moments : []' : 'lead.moments'};
		return [...(handed ? [handOff({ ...lead, row }, handed)] : []), ...moments.map((moment) => keyMoment({ ...lead, row }, moment))];
	});`;

const RESULT = `
	return {
		scoreLog,
		stageLog,
		crm: lines.filter(({ row }) => row.email).map((lead) => ({ ...lead.row, stage: claimed.has(lead.row.lead) ? 'mql' : demoted.get(lead.row.lead)?.stage ?? moved.get(lead.row.lead)?.stage ?? lead.stage })),
		messages: wanted.filter(({ key }, index) => wanted.findIndex((other) => other.key === key) === index),
	};
`;

/** What the run did, as lines of the logs, contacts for the CRM, and messages. */
export const newsOf = (due: Step, isSlice: boolean, by: string): string =>
	[current(due), written(isSlice, by), LOGS, MESSAGES, wanted(isSlice), RESULT].join('\n');
