import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../../tables';
import { ownStep, type Place, type Step } from '../canvas';
import { asOf } from '../clock';
import { from, maybe, value } from '../expression';
import { scoredRows } from '../lead-book';
import { SLA_POLICIES } from '../sla-policies';
import {
	deleteRows,
	ensureRow,
	insertRows,
	is,
	readRows,
	splitOut,
	updateRows,
	workOut,
	type Condition,
} from '../steps';
import type { Scored, WhichLeads } from './reading';

type At = (columns: number, row: number) => Place;

/** Up to this many new leads get their row one by one, which keeps rows unique at once; more are inserted in one go. */
const FEW_INSERTS = 5;

/** Columns of the lead book that come of a score; a change in one of them is worth a write. */
const SCORE_COLUMNS =
	'name title company owner cell label total fit engagement quality recent signal summary lastActivityAt activities';

const ROWS = { name: 'Rows of the lead book' };
const ENSURE = { name: 'Make sure of the row' };
const READ_BACK = { name: 'Read what is new in the book' };
const DUE = { name: 'What is due' };

const rowsOf = ({ reads, readLog }: Scored): string => `
	${scoredRows('$input.all()', `${from(readLog)}.all()`)}
	const fresh = scored.filter(({ before }) => before.id === undefined).map(({ row, excluded }) => ({ ...row, stage: excluded ? 'disqualified' : 'nurture', track: excluded ? null : 'welcome' }));
	// A row for each of a few new leads is made sure of one by one; many are inserted whole in one go.
	const isMany = fresh.length > ${FEW_INSERTS};
	return { scored, few: isMany ? [] : fresh.map(({ lead }) => ({ lead })), many: isMany ? fresh : [], newest: ${from(reads)}.first().json.newest.book };
`;

const DIFFERS = `(isBare || ${JSON.stringify(SCORE_COLUMNS.split(' '))}.some((column) => (row[column] ?? null) !== (stored[column] ?? null)))`;

const CURRENT = `const { scored } = ${from(ROWS)}.first().json;
	const asOf = ${asOf};
	// Two calls may both have found no row and inserted one: the lowest id is the lead's row, the others go.
	const back = new Map();
	const doubles = [];
	for (const row of [...${maybe(ENSURE)}, ...${maybe(READ_BACK)}]) {
		if (back.has(row.lead)) doubles.push({ id: row.id });
		else if (row.id !== undefined) back.set(row.lead, row);
	}
	const current = scored.map((lead) => {
		const isNew = lead.before.id === undefined;
		const stored = (isNew ? back.get(lead.row.lead) : lead.before) ?? {};
		const isInserted = isNew && stored.version === lead.row.version;
		// An upsert leaves the numbers empty, and an empty one is less than no number.
		return { ...lead, stored, isInserted, isBare: stored.id !== undefined && stored.activities === null };
	});`;

const dueOf = (which: WhichLeads, isSlice: boolean): string => `
	${CURRENT}
	const known = current.filter(({ stored, isInserted }) => stored.id !== undefined && !isInserted);
	// Given up for its silence, and here again.
	const isBack = ({ row, stored, excluded }) => stored.stage === 'disqualified' && stored.track === 'silent' && !excluded && row.activities > stored.activities;
	const withMarketing = (lead) => !lead.stored.handedOffAt && (isBack(lead) || ['new', 'nurture', 'recycled'].includes(lead.stored.stage || 'new'));
	const coolsOff = ({ stored }) => Boolean(stored.coolOffUntil) && stored.coolOffUntil > asOf;
	const nextStage = (lead) => lead.excluded ? 'disqualified' : lead.stored.stage === 'new' || !lead.stored.stage || isBack(lead) ? 'nurture' : lead.stored.stage;
	const update = ({ row, stored, isBare }) => ({ ...row, id: stored.id, recycles: isBare ? 0 : stored.recycles });
	${
		'slice' in which
			? ''
			: `// What was judged anew is written even where it comes to the same, so that no call that saw less writes after it.
	const judged = new Set(${which.judgedAnew});
	`
	}const hasNews = ({ row, stored, isBare }) => row.logged ${isSlice ? '>=' : '>'} (stored.logged ?? -1) && (${DIFFERS}${isSlice ? '' : ' || judged.has(row.lead)'});
	${
		isSlice
			? `// Handed over, not yet accepted, and no longer in the sales cells: it goes back to marketing.
	const isDemoted = (lead) => lead.stored.stage === 'mql' && lead.transition === 'left' && lead.row.logged >= lead.stored.logged;`
			: ''
	}
	return {
		current,
		doubles,
		starts: known.filter(({ isBare }) => isBare).map((lead) => ({ id: lead.stored.id, stage: nextStage(lead), track: lead.excluded ? null : 'welcome', activities: -1, logged: -1, recycles: 0 })),
		changed: known.filter((lead) => hasNews(lead)${isSlice ? ' && !isDemoted(lead)' : ''}).map(update),
		${
			isSlice
				? `demoted: known.filter(isDemoted).map((lead) => ({ ...update(lead), stage: lead.excluded ? 'disqualified' : 'nurture', track: lead.excluded ? null : 're_engage', handedOffAt: null })),
		versions: Object.fromEntries(known.map(({ stored }) => [stored.id, stored.version])),`
				: ''
		}
		moves: known.filter((lead) => !lead.isBare && withMarketing(lead) && nextStage(lead) !== lead.stored.stage).map((lead) => ({ id: lead.stored.id, stage: nextStage(lead), ...(isBack(lead) ? { track: 're_engage' } : {}) })),
		ready: current.filter((lead) => lead.route === 'sales' && withMarketing(lead) && !coolsOff(lead) && lead.stored.id !== undefined).map(({ row, stored }) => ({ id: stored.id, logged: row.logged, handedOffAt: asOf, acceptedAt: null, stage: 'mql', version: row.version })),
	};
`;

/** A list of {@link DUE}, and what is done with its entries. */
interface Branch {
	readonly list: string;
	readonly title: string;
	readonly write: (place: Place) => Step;
}

const thisRow = is('id', value('$json.id'));
const asRead = is('version', value(`${from(DUE)}.first().json.versions[$json.id]`));
const notHandedOver: Condition = { keyName: 'handedOffAt', condition: 'isEmpty' };
const isLess: Condition = { keyName: 'logged', condition: 'lt', keyValue: value('$json.logged') };
const otherStage: Condition = { keyName: 'stage', condition: 'neq', keyValue: value('$json.stage') };

const update =
	(name: string, ...conditions: Condition[]) =>
	(place: Place): Step =>
		updateRows(name, place, TABLES.leadBook, [thisRow, ...conditions]);

export const START = { name: 'Start the row' };
export const DEMOTE = { name: 'Take back from sales' };
export const MOVE = { name: 'Move the stage' };
export const CLAIM = { name: 'Claim the hand-off' };
/** When the first step with a lead that was just handed over is due. */
export const PROMISE = { name: 'Check SLA' };
export const writeOf = (isSlice: boolean): { name: string } => ({
	name: isSlice ? 'Write where nobody else wrote' : 'Write where the log has grown',
});

/** From top to bottom, which is the order in which n8n runs them. */
const branchesOf = (isSlice: boolean): Branch[] => [
	{
		list: 'doubles',
		title: 'Doubles',
		write: (place) => deleteRows('Delete doubles', place, TABLES.leadBook, [thisRow]),
	},
	{
		list: 'starts',
		title: 'Rows without a score',
		write: update(START.name, { keyName: 'activities', condition: 'isEmpty' }),
	},
	{
		list: 'changed',
		title: isSlice ? 'Leads that changed' : 'Known leads with news',
		write: isSlice
			? update(writeOf(true).name, asRead)
			: update(writeOf(false).name, isLess, is('recycles', value('$json.recycles'))),
	},
	...(isSlice
		? [{ list: 'demoted', title: 'Leads that cooled off', write: update(DEMOTE.name, asRead, is('stage', 'mql')) }]
		: []),
	{ list: 'moves', title: 'Leads that change stage', write: update(MOVE.name, otherStage, notHandedOver) },
	{
		list: 'ready',
		title: 'Ready for sales',
		write: update(CLAIM.name, is('logged', value('$json.logged')), notHandedOver),
	},
];

export interface Written {
	readonly first: Step;
	/** The step that says what is due; it stands below its branches, at `lowest`, and before the step that tells. */
	readonly due: Step;
	readonly lowest: number;
	readonly connect: (flow: WorkflowBuilder, last: Step) => void;
}

/** Writes the lead book, each row by a compare-and-swap, and claims hand-offs. */
export function writeBook(at: At, which: WhichLeads, scored: Scored): Written {
	const isSlice = 'slice' in which;
	const rows = workOut(ROWS.name, at(10.2, 0.5), rowsOf(scored));
	const fewLeads = splitOut('A few new leads', at(11.6, -1), 'few');
	const ensure = ensureRow(ENSURE.name, at(12.6, -1), TABLES.leadBook, [is('lead', value('$json.lead'))]);
	const manyLeads = splitOut('Many new leads', at(11.6, 0), 'many');
	const insertLeads = insertRows('Insert them whole', at(12.6, 0), TABLES.leadBook);
	const isNew = { keyName: 'id', condition: 'gt', keyValue: value(`${from(rows)}.first().json.newest`) };
	const readBack = readRows(READ_BACK.name, at(13.6, 0), TABLES.leadBook, [isNew], { executeOnce: true });
	const lists = branchesOf(isSlice);
	// Below its branches, so that the way on passes under them.
	const lowest = lists.length - 1.2;
	const due = workOut(DUE.name, at(14.8, lowest), dueOf(which, isSlice));
	const branches = lists.map(({ list, title, write }, index) => ({
		each: splitOut(title, at(16.2, index - 1.5), list),
		write: write(at(17.2, index - 1.5)),
	}));
	const promise = ownStep(
		'checkSla',
		PROMISE.name,
		at(18.2, lists.length - 2.5),
		{ policies: SLA_POLICIES, options: { asOf: value(asOf), policyMatch: 'first' } },
		{ onError: 'continueRegularOutput' },
	);

	const connect = (flow: WorkflowBuilder, last: Step): void => {
		flow
			.add(rows.to([fewLeads, manyLeads, due]))
			.add(fewLeads.to(ensure))
			.add(manyLeads.to(insertLeads).to(readBack))
			.add(due.to([...branches.map(({ each }) => each), last]));
		for (const { each, write } of branches) flow.add(each.to(write));
		// Claiming comes last, so that what was written before is what is handed over.
		flow.add(branches[branches.length - 1].write.to(promise));
	};
	return { first: rows, due, lowest, connect };
}
