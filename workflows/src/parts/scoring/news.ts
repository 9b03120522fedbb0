import type { Step } from '../canvas';
import { asOf } from '../clock';
import { FOR_CRM, TASK } from '../crm/lead';
import { from, maybe } from '../expression';
import { HAND_OFF } from '../lead-book';
import { WORDS } from '../words';
import { CLAIM, DEMOTE, MOVE, PROMISE, START, writeOf } from './writing';

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
	const promised = ${from(PROMISE)}.isExecuted ? [0, 1, 2, 3].flatMap((output) => ${from(PROMISE)}.all(output)).map(({ json }) => json) : [];
	const dueOf = new Map(promised.map(({ lead, sla }) => [lead, sla?.dueAt ?? undefined]));
	const claimed = byLead(${maybe(CLAIM)}.map((row) => ({ ...row, due: dueOf.get(row.lead) })));

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
	const rowOf = (lead) => ({ ...lead.row, ...(claimed.get(lead.row.lead) ?? {}) });
	// A hand-off whose message was cut off by a crash is told by the next run that sees the lead.
	const handedOf = ({ row, stored }) => demoted.has(row.lead) ? undefined : claimed.get(row.lead) ?? (stored.stage === 'mql' && stored.handedOffAt && isRecent(stored) ? stored : undefined);
	const wanted = current.flatMap((lead) => {
		const row = rowOf(lead);
		if (demoted.has(row.lead)) return [coolOff(lead)];
		const handed = handedOf(lead);
		const moments = ${isSlice ? 'lead.isFirst ? lead.moments : []' : 'lead.moments'};
		return [...(handed ? [handOff({ ...lead, row }, handed)] : []), ...moments.map((moment) => keyMoment({ ...lead, row }, moment))];
	});`;

const CRM = `
	${FOR_CRM}
	${TASK}
	const crm = current.flatMap((lead) => {
		const { lead: key, email } = lead.row;
		const handed = handedOf(lead);
		const isWritten = written.has(key) || claimed.has(key);
		const isChanged = isWritten || moved.has(key);
		if (!email || !(isChanged || handed)) return [];
		const stage = claimed.has(key) ? 'mql' : demoted.get(key)?.stage ?? moved.get(key)?.stage ?? lead.stage;
		const row = { ...lead.row, stage };
		const again = handed && !claimed.has(key) ? { unlessTold: 'hand_off:' + key + ':' + handed.handedOffAt, isChanged } : {};
		return [forCrm(row, handed ? [taskOf({ row, reasons: lead.reasons }, handed)] : [], { mayCreate: handed !== undefined, version: isWritten ? row.version : lead.stored.version, ...again })];
	});`;

const RESULT = `
	return {
		scoreLog,
		stageLog,
		crm,
		retold: crm.flatMap(({ unlessTold }) => unlessTold ? [{ key: unlessTold }] : []),
		messages: wanted.filter(({ key }, index) => wanted.findIndex((other) => other.key === key) === index),
	};
`;

/** What the run did, as lines of the logs, leads for the CRM, and messages. */
export const newsOf = (due: Step, isSlice: boolean, by: string): string =>
	[current(due), written(isSlice, by), LOGS, MESSAGES, wanted(isSlice), CRM, RESULT].join('\n');
