import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { TABLES } from '../tables';
import { note, ownStep, step, type Step } from './canvas';
import { asOf } from './clock';
import { from, maybe, value } from './expression';
import {
	append,
	deleteRows,
	ensureRow,
	insertRows,
	is,
	readNewestRow,
	readRows,
	splitOut,
	updateRows,
	workOut,
	type Condition,
} from './steps';
import { tell, tellNote } from './tell';
import { WORDS } from './words';

/**
 * A query costs as much as reading this many rows of the log, or of the lead book, whose rows are longer. So for many
 * leads the whole table is read once, unless it is too large for the memory of an execution.
 */
const LOG = { rowsAQuery: 500, mostRows: 100_000 };
const BOOK = { rowsAQuery: 150, mostRows: 20_000 };
/** Up to this many new leads get their row one by one, which keeps rows unique at once; more are inserted in one go. */
const FEW_INSERTS = 5;
/** A hand-off whose message is missing after so many days was told, and somebody tidied the outbox. */
const RETOLD_DAYS = 3;

/** Columns of the lead book that come of a score; a change in one of them is worth a write. */
const SCORE_COLUMNS =
	'name title company owner cell label total fit engagement quality recent signal summary lastActivityAt activities';

export interface Scoring {
	/** The template's name, which stands in the logs as who did it. */
	readonly by: string;
	/**
	 * Which leads are scored: those whose keys an expression gives, written only where their log has grown; or those of
	 * the slice in the item of a step, whatever of them changed with time or with the rules.
	 */
	readonly leads: { readonly keys: string } | { readonly slice: Step };
}

export interface ScoringSteps {
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
	/** The column after its last one. */
	readonly end: number;
}

/** Scores leads from their whole log, writes the lead book, hands over once, and tells. */
export function scoreAndWrite(column: number, { by, leads: which }: Scoring): ScoringSteps {
	const isSlice = 'slice' in which;
	const at = (columns: number, row: number) => [column + columns, row] as const;

	// --- Score -----------------------------------------------------------------------------------------------------------

	const newestEntry = readNewestRow('Newest log entry', at(0, 0.5), TABLES.activityLog);
	const newestRow = readNewestRow('Newest row of the book', at(1, 0.5), TABLES.leadBook);
	const newest = `{ log: ${from(newestEntry)}.first().json.id ?? 0, book: $json.id ?? 0 }`;

	const reads = workOut(
		'What to read',
		at(2, 0.5),
		isSlice
			? `
			const { from, to } = ${from(which.slice)}.first().json;
			const newest = ${newest};
			return { newest, book: [{ from, to, upTo: newest.book }], log: [{ from, to, upTo: newest.log }] };
		`
			: `
			const leads = ${which.keys};
			const newest = ${newest};
			const anything = { condition: 'isNotEmpty', lead: '' };
			const single = (upTo) => leads.map((lead) => ({ from: { condition: 'eq', lead }, to: anything, upTo }));
			const whole = (upTo) => [{ from: anything, to: anything, upTo }];
			// For many leads one look at the whole table is cheaper than one for each.
			const isWhole = (upTo, { rowsAQuery, mostRows }) => leads.length > 1 && upTo <= leads.length * rowsAQuery && upTo <= mostRows;
			return {
				newest,
				book: isWhole(newest.book, ${JSON.stringify(BOOK).replaceAll('"', '')}) ? whole(newest.book) : single(newest.book),
				log: isWhole(newest.log, ${JSON.stringify(LOG).replaceAll('"', '')}) ? whole(newest.log) : single(newest.log),
			};
		`,
	);

	const bound = (side: 'from' | 'to'): Condition => ({
		keyName: 'lead',
		condition: value(`$json.${side}.condition`),
		keyValue: value(`$json.${side}.lead`),
	});
	const range = [bound('from'), bound('to'), { keyName: 'id', condition: 'lte', keyValue: value('$json.upTo') }];
	const logQueries = splitOut('Queries on the log', at(3, -0.5), 'log');
	const readLog = readRows('Read ll_activity_log', at(4, -0.5), TABLES.activityLog, range);
	const bookQueries = splitOut('Queries on the book', at(3, 0.5), 'book');
	const readBook = readRows('Read ll_lead_book', at(4, 0.5), TABLES.leadBook, range);
	const readRules = readRows('Read ll_rules', at(4, 1.5), TABLES.rules, [], { executeOnce: true });

	const leads = workOut(
		'Leads with their state',
		at(5, 0.5),
		`
		const book = new Map();
		for (const { json: row } of $input.all()) if (row.lead && !book.has(row.lead)) book.set(row.lead, row);
		${
			isSlice
				? `// A lead that is in the log alone was being captured when n8n went down.
		const keys = new Set([...$input.all(), ...${from(readLog)}.all()].map(({ json }) => json.lead).filter((lead) => lead));`
				: `const keys = ${which.keys};`
		}
		// What the book holds counts as the lead's own only where no activity taught it; what activities taught is read from the log.
		const own = (row) => {
			const taught = JSON.parse(row.attributes || '{}');
			return Object.fromEntries(['name', 'title', 'company', 'owner'].filter((field) => row[field] && taught[field] === undefined).map((field) => [field, row[field]]));
		};
		const stateOf = ({ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince }) => ({ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince });
		return { leads: [...keys].map((lead) => {
			const row = book.get(lead) ?? {};
			return { lead, ...(lead.includes('@') ? { email: lead } : {}), ...own(row), ...stateOf(row), row };
		}) };
	`,
	);
	const eachLead = splitOut('One item a lead', at(6, 0.5), 'leads');

	const score = ownStep('scoreLead', 'Score Lead', at(7.2, 0.5), {
		leadKeyField: 'lead',
		activitiesSource: 'input',
		modelSource: 'input',
		options: { asOf: value(asOf), unknownLeads: 'ignore' },
	});
	const grid = ownStep('classifyGrid', 'Classify Grid', at(8.2, 0.5), { options: { asOf: value(asOf) } });
	const scored = append('Leads of all cells', at(9.2, 0.5), 3);

	const rows = workOut(
		'Rows of the lead book',
		at(10.2, 0.5),
		`
		const version = Number($execution.id);
		const rowOf = ({ lead, row: before, leadScore, grid }) => {
			const { attributes: taught = {}, ...score } = leadScore;
			const known = (field) => taught[field] ?? before[field] ?? null;
			return {
				lead,
				name: known('name'),
				email: lead.includes('@') ? lead : known('email'),
				title: known('title'),
				company: known('company'),
				owner: known('owner'),
				cell: grid.cell,
				cellSince: grid.since,
				label: grid.label,
				total: score.total,
				fit: score.fit,
				engagement: score.engagement,
				quality: score.quality,
				recent: score.recent,
				signal: score.signal,
				summary: score.summary,
				lastActivityAt: score.lastActivityAt,
				activities: score.activities,
				recycles: before.id === undefined ? 0 : before.recycles,
				attributes: JSON.stringify(taught),
				leadScore: JSON.stringify(score),
				version,
			};
		};
		const scored = $input.all().map(({ json }) => {
			const { excluded, moments, reasons } = json.leadScore;
			return { before: json.row, row: rowOf(json), route: json.grid.route, transition: json.grid.transition, excluded, moments: excluded ? [] : moments, reasons };
		});
		const fresh = scored.filter(({ before }) => before.id === undefined).map(({ row, excluded }) => ({ ...row, stage: excluded ? 'disqualified' : 'nurture', track: excluded ? null : 'welcome' }));
		// A row for each of a few new leads is made sure of one by one; many are inserted whole in one go.
		const isMany = fresh.length > ${FEW_INSERTS};
		return { scored, few: isMany ? [] : fresh.map(({ lead }) => ({ lead })), many: isMany ? fresh : [], newest: ${from(reads)}.first().json.newest.book };
	`,
	);

	// --- Write -----------------------------------------------------------------------------------------------------------

	const fewLeads = splitOut('A few new leads', at(11.6, -1), 'few');
	const ensure = ensureRow('Make sure of the row', at(12.6, -1), TABLES.leadBook, [is('lead', value('$json.lead'))]);
	const manyLeads = splitOut('Many new leads', at(11.6, 0), 'many');
	const insertLeads = insertRows('Insert them whole', at(12.6, 0), TABLES.leadBook);
	const readBack = readRows(
		'Read what is new in the book',
		at(13.6, 0),
		TABLES.leadBook,
		[{ keyName: 'id', condition: 'gt', keyValue: value(`${from(rows)}.first().json.newest`) }],
		{ executeOnce: true },
	);

	const hasNews = isSlice
		? `row.activities >= stored.activities && (isBare || ${JSON.stringify(SCORE_COLUMNS.split(' '))}.some((column) => (row[column] ?? null) !== (stored[column] ?? null)))`
		: 'row.activities > (stored.activities ?? -1)';
	const due = workOut(
		'What is due',
		at(14.8, 1.5),
		`
		const { scored } = ${from(rows)}.first().json;
		const asOf = ${asOf};
		// Two calls may both have found no row and inserted one: the lowest id is the lead's row, the others go.
		const back = new Map();
		const doubles = [];
		for (const row of [...${maybe(ensure)}, ...${maybe(readBack)}]) {
			if (back.has(row.lead)) doubles.push({ id: row.id });
			else if (row.id !== undefined) back.set(row.lead, row);
		}
		const current = scored.map((lead) => {
			const isNew = lead.before.id === undefined;
			const stored = (isNew ? back.get(lead.row.lead) : lead.before) ?? {};
			const isInserted = isNew && stored.version === lead.row.version;
			// An upsert leaves the number of activities empty, which is less than no number.
			return { ...lead, stored, isInserted, isBare: stored.id !== undefined && stored.activities === null };
		});
		const known = current.filter(({ stored, isInserted }) => stored.id !== undefined && !isInserted);
		const withMarketing = ({ stored }) => !stored.handedOffAt && ['new', 'nurture', 'recycled'].includes(stored.stage || 'new');
		const coolsOff = ({ stored }) => Boolean(stored.coolOffUntil) && stored.coolOffUntil > asOf;
		const nextStage = ({ excluded, stored }) => excluded ? 'disqualified' : stored.stage === 'new' || !stored.stage ? 'nurture' : stored.stage;
		const update = ({ row, stored, isBare }) => ({ ...row, id: stored.id, recycles: isBare ? 0 : stored.recycles });
		const hasNews = ({ row, stored, isBare }) => ${hasNews};
		${
			isSlice
				? `// Handed over, not yet accepted, and no longer in the sales cells: it goes back to marketing.
		const isDemoted = (lead) => lead.stored.stage === 'mql' && lead.transition === 'left' && lead.row.activities >= lead.stored.activities;`
				: ''
		}
		return {
			current,
			doubles,
			starts: known.filter(({ isBare }) => isBare).map((lead) => ({ id: lead.stored.id, stage: nextStage(lead), track: lead.excluded ? null : 'welcome', activities: -1, recycles: 0 })),
			changed: known.filter((lead) => hasNews(lead)${isSlice ? ' && !isDemoted(lead)' : ''}).map(update),
			${
				isSlice
					? `demoted: known.filter(isDemoted).map((lead) => ({ ...update(lead), stage: lead.excluded ? 'disqualified' : 'nurture', track: lead.excluded ? null : 're_engage', handedOffAt: null })),
			versions: Object.fromEntries(known.map(({ stored }) => [stored.id, stored.version])),`
					: ''
			}
			moves: known.filter((lead) => !lead.isBare && withMarketing(lead) && nextStage(lead) !== lead.stored.stage).map((lead) => ({ id: lead.stored.id, stage: nextStage(lead) })),
			ready: current.filter((lead) => lead.route === 'sales' && withMarketing(lead) && !coolsOff(lead) && lead.stored.id !== undefined).map(({ row, stored }) => ({ id: stored.id, activities: row.activities, handedOffAt: asOf, acceptedAt: null, stage: 'mql', version: row.version })),
		};
	`,
	);

	const branches = isSlice ? 6 : 5;
	const branch = (index: number) => at(16.2, index - 2.5);
	const branchEnd = (index: number) => at(17.2, index - 2.5);
	const asRead = is('version', value(`${from(due)}.first().json.versions[$json.id]`));
	const eachDouble = splitOut('Doubles', branch(0), 'doubles');
	const dropDoubles = deleteRows('Delete doubles', branchEnd(0), TABLES.leadBook, [is('id', value('$json.id'))]);
	const eachStart = splitOut('Rows without a score', branch(1), 'starts');
	const startRow = updateRows('Start the row', branchEnd(1), TABLES.leadBook, [
		is('id', value('$json.id')),
		{ keyName: 'activities', condition: 'isEmpty' },
	]);
	const eachChanged = splitOut(isSlice ? 'Leads that changed' : 'Known leads with news', branch(2), 'changed');
	const write = isSlice
		? updateRows('Write where nobody else wrote', branchEnd(2), TABLES.leadBook, [is('id', value('$json.id')), asRead])
		: updateRows('Write where the log has grown', branchEnd(2), TABLES.leadBook, [
				is('id', value('$json.id')),
				{ keyName: 'activities', condition: 'lt', keyValue: value('$json.activities') },
				is('recycles', value('$json.recycles')),
			]);
	const eachDemoted = splitOut('Leads that cooled off', branch(3), 'demoted');
	const demote = updateRows('Take back from sales', branchEnd(3), TABLES.leadBook, [
		is('id', value('$json.id')),
		asRead,
		is('stage', 'mql'),
	]);
	const eachMove = splitOut('Leads that change stage', branch(branches - 2), 'moves');
	const move = updateRows('Move the stage', branchEnd(branches - 2), TABLES.leadBook, [
		is('id', value('$json.id')),
		{ keyName: 'stage', condition: 'neq', keyValue: value('$json.stage') },
		{ keyName: 'handedOffAt', condition: 'isEmpty' },
	]);
	const eachReady = splitOut('Ready for sales', branch(branches - 1), 'ready');
	const claim = updateRows('Claim the hand-off', branchEnd(branches - 1), TABLES.leadBook, [
		is('id', value('$json.id')),
		is('activities', value('$json.activities')),
		{ keyName: 'handedOffAt', condition: 'isEmpty' },
	]);

	// --- Tell ------------------------------------------------------------------------------------------------------------

	const news = workOut(
		'News',
		at(18.4, branches - 2.5),
		`
		${WORDS.trim()}
		const started = new Map(${maybe(startRow)}.map(({ id, stage }) => [id, stage]));
		const current = ${from(due)}.first().json.current.map((lead) => {
			const isFirst = lead.isInserted || started.has(lead.stored.id);
			return { ...lead, isFirst, previous: isFirst ? {} : lead.stored, stage: started.get(lead.stored.id) ?? lead.stored.stage };
		});
		const by = '${by}';
		const at = ${asOf};
		const byLead = (rows) => new Map(rows.map((row) => [row.lead, row]));
		const takenBack = ${isSlice ? maybe(demote) : '[]'};
		const demoted = byLead(takenBack);
		const written = byLead([...current.filter(({ isInserted }) => isInserted).map(({ row }) => row), ...${maybe(write)}, ...takenBack]);
		const moved = byLead(${maybe(move)});
		const claimed = byLead(${maybe(claim)});

		const lines = current.filter(({ row }) => written.has(row.lead));
		const scoreLog = lines.filter(({ previous, row }) => previous.total !== row.total || previous.cell !== row.cell).map(({ previous, row }) => ({
			lead: row.lead, at, cell: row.cell, previousCell: previous.cell ?? null, total: row.total, previousTotal: previous.total ?? null, fit: row.fit, engagement: row.engagement, summary: row.summary, by,
		}));
		const why = (row) => row.cell + ', ' + points(row.total) + ' points: ' + row.summary;
		const stageLine = (lead, fromStage, to, reason) => ({ lead: lead.row.lead, from: fromStage || 'new', to, at, by, why: reason + why(lead.row) });
		const stageLog = current.flatMap((lead) => {
			const key = lead.row.lead;
			const first = lead.isFirst ? lead.stage : moved.get(key)?.stage;
			const reason = lead.excluded ? 'Excluded by the rule ' + lead.excluded + ': ' : 'Captured and scored: ';
			return [
				...(first ? [stageLine(lead, lead.previous.stage, first, reason)] : []),
				...(demoted.has(key) ? [stageLine(lead, 'mql', demoted.get(key).stage, lead.excluded ? reason : 'Cooled off before sales accepted it, from ' + lead.stored.cell + ': ')] : []),
				...(claimed.has(key) ? [stageLine(lead, first ?? lead.stage, 'mql', 'Entered the sales cells: ')] : []),
			];
		});

		const opener = (reasons) => latest(reasons)?.rule;
		const form = $execution.resumeUrl.split('/webhook-waiting')[0] + '/form/lead-feedback?lead=';
		const common = (row) => ({ lead: row.lead, audience: row.owner ?? 'sales', at, channel: 'slack,email', status: 'new' });
		const handOff = ({ row, reasons }, { handedOffAt }) => ({
			...common(row),
			key: 'hand_off:' + row.lead + ':' + handedOffAt,
			kind: 'hand_off',
			title: 'Ready for sales: ' + who(row),
			text: [
				whoLine(row),
				'Why now: ' + (latest(reasons) ? latest(reasons).rule + ' on ' + day(latest(reasons).lastAt) : 'the score entered the sales cells') + '. Signal: ' + row.signal + '.',
				standing(row),
				reasonsLine(reasons),
				nextLine('get in touch today' + (opener(reasons) ? ', and open with what they looked for: ' + opener(reasons) : '') + '. Then accept the lead, or send it back with a reason: ' + form + encodeURIComponent(row.lead)),
			].join('\\n'),
		});
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
		});
		const isRecent = ({ handedOffAt }) => DateTime.fromISO(at).diff(DateTime.fromISO(handedOffAt), 'days').days <= ${RETOLD_DAYS};
		const wanted = current.flatMap((lead) => {
			const row = { ...lead.row, ...(claimed.get(lead.row.lead) ?? {}) };
			if (demoted.has(row.lead)) return [coolOff(lead)];
			// A hand-off whose message was cut off by a crash is told by the next run that sees the lead.
			const handed = claimed.get(row.lead) ?? (lead.stored.stage === 'mql' && lead.stored.handedOffAt && isRecent(lead.stored) ? lead.stored : undefined);
			const moments = ${isSlice ? 'lead.isFirst ? lead.moments : []' : 'lead.moments'};
			return [...(handed ? [handOff({ ...lead, row }, handed)] : []), ...moments.map((moment) => keyMoment({ ...lead, row }, moment))];
		});
		return {
			scoreLog,
			stageLog,
			crm: lines.filter(({ row }) => row.email).map((lead) => ({ ...lead.row, stage: claimed.has(lead.row.lead) ? 'mql' : demoted.get(lead.row.lead)?.stage ?? moved.get(lead.row.lead)?.stage ?? lead.stage })),
			messages: wanted.filter(({ key }, index) => wanted.findIndex((other) => other.key === key) === index),
		};
	`,
	);

	const eachScore = splitOut('Score changes', at(20.2, -0.5), 'scoreLog');
	const logScores = insertRows('Append to ll_score_log', at(21.2, -0.5), TABLES.scoreLog);
	const eachContact = splitOut('Leads with a new score', at(20.2, 0.5), 'crm');
	const crm = step(
		'hubspot',
		'Update the contact in HubSpot',
		at(21.2, 0.5),
		{
			authentication: 'appToken',
			resource: 'contact',
			operation: 'upsert',
			email: value('$json.email'),
			additionalFields: {
				customPropertiesUi: {
					customPropertiesValues: [
						{ property: 'lead_total', value: value('$json.total') },
						{ property: 'lead_fit', value: value('$json.fit') },
						{ property: 'lead_engagement', value: value('$json.engagement') },
						{ property: 'lead_cell', value: value('$json.cell') },
						{ property: 'lead_stage', value: value('$json.stage') },
						{ property: 'lead_summary', value: value('$json.summary') },
					],
				},
			},
			options: {},
		},
		{ disabled: true, notes: 'Choose a credential, then press D', notesInFlow: true },
	);
	const eachStage = splitOut('Stage changes', at(20.2, 1.5), 'stageLog');
	const logStages = insertRows('Append to ll_stage_log', at(21.2, 1.5), TABLES.stageLog);
	const telling = tell(news, at(20.2, 2.9));

	const connect = (flow: WorkflowBuilder): void => {
		flow
			.add(newestEntry.to(newestRow).to(reads).to([logQueries, bookQueries, readRules]))
			.add(logQueries.to(readLog))
			.add(bookQueries.to(readBook).to(leads).to(eachLead).to(score.input(0)))
			.add(readLog.to(score.input(1)))
			.add(readRules.to(score.input(2)))
			.add(score.to(grid))
			.add(grid.output(0).to(scored.input(0)))
			.add(grid.output(1).to(scored.input(1)))
			.add(grid.output(2).to(scored.input(2)))
			.add(scored.to(rows).to([fewLeads, manyLeads, due]))
			.add(fewLeads.to(ensure))
			.add(manyLeads.to(insertLeads).to(readBack))
			.add(due.to([eachDouble, eachStart, eachChanged, ...(isSlice ? [eachDemoted] : []), eachMove, eachReady, news]))
			.add(eachDouble.to(dropDoubles))
			.add(eachStart.to(startRow))
			.add(eachChanged.to(write))
			.add(eachMove.to(move))
			.add(eachReady.to(claim))
			.add(news.to([eachScore, eachContact, eachStage, telling.first]))
			.add(eachScore.to(logScores))
			.add(eachContact.to(crm))
			.add(eachStage.to(logStages));
		if (isSlice) flow.add(eachDemoted.to(demote));
		telling.connect(flow);
		addNotes(flow, column, isSlice);
	};
	return { first: newestEntry, connect, end: column + 27.2 };
}

function addNotes(flow: WorkflowBuilder, column: number, isSlice: boolean): void {
	const top = -3.6;
	const height = 9;
	flow
		.add(
			note(
				'2 Score',
				[column - 0.25, top],
				[11.35, height],
				'read',
				`
				## 2 · Score
				The **whole log** of each lead is read and scored afresh, so order, repeats and runs at the same moment make no difference to the result.
				*Rows of the lead book* says which column holds what.
			`,
			),
		)
		.add(
			note(
				'3 Write',
				[column + 11.2, top],
				[8.25, height],
				'sales',
				isSlice
					? `
				## 3 · Write what changed
				*Write where nobody else wrote*: a row that another run has written since it was read is left to that run. Rows that stay the same are not touched.
				*Take back from sales*: handed over, not accepted, and cooled off. **handedOffAt** is emptied, so the lead can cross again.
			`
					: `
				## 3 · Write, and hand off once
				Many calls may work on one lead at a time. *Write where the log has grown*: the call that saw more activities wins, no score is lost.
				*Claim the hand-off*: only the call that finds **handedOffAt** empty gets the row back, and it alone tells sales. Recycling a lead empties the field, so it can cross again.
			`,
			),
		)
		.add(
			tellNote(
				'4 Tell',
				[column + 19.55, top],
				[8.3, height],
				'HubSpot needs the contact properties named in its node. ',
			),
		);
}
