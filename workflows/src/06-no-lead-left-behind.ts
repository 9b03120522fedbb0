import { finished, note, ownStep, startsWith, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { from, maybe, value } from './parts/expression';
import { HAND_OFF } from './parts/lead-book';
import { rowOfRecycled } from './parts/recycling';
import { given, insertRows, is, readRows, splitOut, updateRows, workOut } from './parts/steps';
import { tell, tellNote } from './parts/tell';
import { WORDS } from './parts/words';
import { TABLES } from './tables';

const BY = '06-no-lead-left-behind';

// --- Look --------------------------------------------------------------------------------------------------------------

const weekly = startsWith('scheduleTrigger', 'Every Monday', [0, 0], {
	rule: {
		interval: [{ field: 'weeks', weeksInterval: 1, triggerAtDay: [1], triggerAtHour: 7, triggerAtMinute: 0 }],
	},
});
const moment = clock([1, 0]);
const settings = given('Settings', [2, 0], {
	fallbackOwner: 'sales@example.com',
	daysToAccept: 14,
	daysStillAccepted: 30,
	daysStillOpportunity: 60,
	daysSilent: 90,
	daysGone: 365,
	daysRetold: 8,
});
const setting = (name: string): string => `${from(settings)}.first().json.${name}`;
const readBook = readRows('Read ll_lead_book', [3, 0], TABLES.leadBook, [], { executeOnce: true });
const readStages = readRows(
	'When deals opened and leads came back',
	[4, 0],
	TABLES.stageLog,
	[is('to', 'opportunity'), is('to', 'recycled')],
	{ any: true, executeOnce: true },
);
const readOutbox = readRows(
	'Messages of the last days',
	[5, 0],
	TABLES.outbox,
	[
		{
			keyName: 'at',
			condition: 'gte',
			keyValue: value(`DateTime.fromISO(${asOf}).minus({ days: ${setting('daysRetold')} + 1 }).toUTC().toISO()`),
		},
	],
	{ executeOnce: true },
);

const deadEnds = workOut(
	'Dead ends',
	[6, 0],
	`
	const settings = ${from(settings)}.first().json;
	const asOf = ${asOf};
	const now = DateTime.fromISO(asOf);
	const version = Number($execution.id);
	const daysSince = (iso) => now.diff(DateTime.fromISO(iso ?? ''), 'days').days;
	const latest = (...times) => times.filter((iso) => iso && DateTime.fromISO(iso).isValid).sort((left, right) => DateTime.fromISO(left) - DateTime.fromISO(right)).at(-1);
	const firstOf = new Map();
	for (const { json: row } of ${from(readBook)}.all()) if (row.lead && !firstOf.has(row.lead)) firstOf.set(row.lead, row);
	// A line from a stage to itself tells of another owner.
	const lines = ${from(readStages)}.all().map(({ json }) => json).filter((line) => line.id !== undefined && !(line.from && line.from === line.to));
	const lastLine = new Map(lines.map((line) => [line.to + ' ' + line.lead, line]));
	const told = new Set(${from(readOutbox)}.all().map(({ json }) => json).filter(({ status }) => status).map(({ key }) => key));

	const STAGES = ['nurture', 'mql', 'accepted', 'opportunity', 'won', 'lost', 'recycled', 'disqualified'];
	const lookAt = (row) => {
		const change = {};
		const found = [];
		const put = (finding, columns) => { found.push(finding); Object.assign(change, columns); };
		const stage = () => change.stage ?? row.stage;
		const isLong = (iso, days) => daysSince(iso) >= days;

		if (!STAGES.includes(row.stage)) put('no_stage', { stage: 'nurture' });
		if (stage() === 'lost') return { found: ['lost'], change, reason: 'lost_deal' };
		if (stage() === 'mql' && row.handedOffAt && isLong(row.handedOffAt, settings.daysToAccept)) return { found: ['no_follow_up'], change, reason: 'no_follow_up' };
		if (['mql', 'accepted', 'opportunity'].includes(stage())) {
			if (!row.owner) put('no_owner', { owner: settings.fallbackOwner });
			if (stage() === 'mql' && !row.handedOffAt) put('no_hand_off', { handedOffAt: asOf });
			if (stage() !== 'mql' && !row.acceptedAt) put('no_acceptance', { acceptedAt: asOf });
			if (stage() === 'mql' && row.handedOffAt && !isLong(row.handedOffAt, settings.daysRetold) && !told.has('hand_off:' + row.lead + ':' + row.handedOffAt)) found.push('not_told');
		}
		if (['accepted', 'opportunity'].includes(stage()) && row.acceptedAt) {
			const since = latest(row.acceptedAt, row.lastActivityAt, stage() === 'opportunity' ? lastLine.get('opportunity ' + row.lead)?.at : undefined);
			const period = stage() === 'accepted' ? settings.daysStillAccepted : settings.daysStillOpportunity;
			if (isLong(since, period)) return { found: [...found, 'still'], change, still: { since, times: Math.floor(daysSince(since) / period) } };
		}
		if (['nurture', 'recycled'].includes(stage())) {
			if (row.handedOffAt) put('still_marked', { handedOffAt: null, acceptedAt: null });
			// A lead at rest is not silent, one that was never scored is not known to be, and one without any activity counts from the day it came in.
			const isScored = (row.activities ?? -1) >= 0;
			const since = isScored ? latest(row.lastActivityAt, row.recycledAt, row.coolOffUntil) ?? row.createdAt : asOf;
			if (isLong(since, settings.daysGone)) put('gone', { stage: 'disqualified', track: 'silent' });
			else if (isLong(since, settings.daysSilent) && row.track !== 're_engage') put('silent', { track: 're_engage' });
			else if (!row.track) put('no_track', { track: stage() === 'recycled' ? 'stay_in_touch' : found.includes('no_stage') ? 'welcome' : 'education' });
			if (stage() === 'recycled' && row.recycledAt && !isLong(row.recycledAt, settings.daysRetold) && !told.has('recycled:' + row.lead + ':' + row.recycledAt)) found.push('return_not_told');
		}
		if (stage() === 'disqualified' && row.track === 'silent' && row.lastActivityAt && !isLong(row.lastActivityAt, settings.daysGone)) put('awake', { stage: 'nurture', track: 're_engage' });
		return { found, change };
	};

	const rows = [...firstOf].map(([, row]) => row);
	const looked = rows.map((row) => ({ row, ...lookAt(row) })).filter(({ found }) => found.length > 0);
	const gone = new Set(looked.filter(({ found }) => found.includes('gone')).map(({ row }) => row.id));
	const isChanged = ({ change }) => Object.keys(change).length > 0;
	const count = (list) => list.reduce((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {});
	return {
		looked: looked.map(({ row, ...rest }) => ({ ...rest, row, line: lastLine.get('recycled ' + row.lead) })),
		stages: count(rows.map(({ stage }) => stage || 'new')),
		rested: rows.filter(({ id, stage, coolOffUntil }) => stage === 'recycled' && (!coolOffUntil || coolOffUntil <= asOf) && !gone.has(id)).length,
		versions: Object.fromEntries(looked.map(({ row }) => [row.id, row.version])),
		changes: looked.filter((lead) => isChanged(lead) && !lead.reason).map(({ row, change }) => ({ id: row.id, ...change, version })),
		returns: looked.filter(({ reason }) => reason).map(({ row, reason }) => ({ id: row.id, lead: row.lead, stage: row.stage, handedOffAt: row.handedOffAt, recycles: row.recycles, leadScore: JSON.parse(row.leadScore || '{}'), reason, by: '' })),
	};
`,
);

// --- Put back on a path ------------------------------------------------------------------------------------------------

const asRead = is('version', value(`${from(deadEnds)}.first().json.versions[$json.id]`));
const eachChange = splitOut('Leads to put right', [7.4, -1.5], 'changes');
const putRight = updateRows('Put right where nobody else wrote', [8.4, -1.5], TABLES.leadBook, [
	is('id', value('$json.id')),
	asRead,
]);
const eachReturn = splitOut('Leads nobody works on', [7.4, 0], 'returns');
const keep = (reason: string, share: number, coolOffDays: number) => ({
	reason,
	outcome: 'nurture',
	keep: share,
	coolOffDays,
	track: 'stay_in_touch',
	also: '',
});
const recycle = ownStep(
	'recycleLead',
	'Recycle Lead',
	[8.4, 0],
	{
		reasons: { reason: [keep('no_follow_up', 100, 7), keep('lost_deal', 50, 90)] },
		maxRecycles: 0,
		options: { asOf: value(asOf) },
	},
	{ onError: 'continueErrorOutput' },
);
const toNurture = rowOfRecycled('Row of a recycled lead', [9.4, -0.5]);
const takeBack = updateRows('Take it back where nobody else wrote', [10.4, -0.5], TABLES.leadBook, [
	is('id', value('$json.id')),
	asRead,
]);

// --- Tell --------------------------------------------------------------------------------------------------------------

const done = workOut(
	'What was done',
	[11.8, 1.5],
	`
	${WORDS.trim()}
	const at = ${asOf};
	const by = '${BY}';
	const settings = ${from(settings)}.first().json;
	const { looked, stages, rested } = ${from(deadEnds)}.first().json;
	${HAND_OFF}
	const rowById = (rows) => new Map(rows.map((row) => [row.id, row]));
	const right = rowById(${maybe(putRight)});
	const back = rowById(${maybe(takeBack)});
	const faults = ${from(recycle)}.isExecuted ? ${from(recycle)}.all(2).map(({ json }) => ({ lead: json.lead, fault: String(json.error).replace(/^Item \\d+: /, '') })) : [];
	// What another run wrote since it was read is left to the next sweep.
	const leads = looked.map(({ row: before, ...lead }) => ({ ...lead, before, row: right.get(before.id) ?? back.get(before.id) ?? before, isWritten: right.has(before.id) || back.has(before.id) }))
		.filter(({ isWritten, change, reason }) => isWritten || (!reason && Object.keys(change).length === 0));
	const withFinding = (name) => leads.filter(({ found }) => found.includes(name));
	const date = (iso) => DateTime.fromISO(iso).toFormat('d LLL yyyy');
	const days = (iso) => Math.floor(DateTime.fromISO(at).diff(DateTime.fromISO(iso), 'days').days);

	const silentSince = ({ lastActivityAt, recycledAt, createdAt }) => lastActivityAt ? 'last seen on ' + date(lastActivityAt) : 'never seen since ' + date(recycledAt ?? createdAt);
	const whyOf = ({ found, before, row }) => {
		if (found.includes('no_follow_up')) return 'Handed over on ' + date(before.handedOffAt) + ' and not accepted in ' + days(before.handedOffAt) + ' days: back to nurture, keeps its points, not to be handed over before ' + date(row.coolOffUntil) + '.';
		if (found.includes('lost')) return 'A lost deal that nobody sent back: to nurture, not to be handed over before ' + date(row.coolOffUntil) + '.';
		if (found.includes('gone')) return 'Silent for ' + settings.daysGone + ' days or more: ' + silentSince(before) + '.';
		if (found.includes('awake')) return 'It was given up as silent and is active again: last seen on ' + date(before.lastActivityAt) + '.';
		return 'It had ' + (before.stage ? 'the stage “' + before.stage + '”, which is none of the lifecycle.' : 'no stage.');
	};
	const stageLog = leads.filter(({ before, row }) => (before.stage || 'new') !== row.stage).map((lead) => ({ lead: lead.row.lead, from: lead.before.stage || 'new', to: lead.row.stage, at, by, why: whyOf(lead) }));

	const lowered = (sentence) => sentence[0].toLowerCase() + sentence.slice(1);
	const answerAt = (row) => form + encodeURIComponent(row.lead);
	const message = (row, kind, audience, key, title, why, next) => ({
		...common(row), kind, audience, key, title: title + who(row),
		text: [whoLine(row), 'Why now: ' + why, standing(row), reasonsLine(reasonsOf(row)), nextLine(next)].join('\\n'),
		details: { ...detailsOf(row, reasonsOf(row)), link: kind === 'reminder' ? form + encodeURIComponent(row.lead) : undefined },
	});
	const STAGE_WORDS = { mql: 'handed over', accepted: 'accepted', opportunity: 'an opportunity' };
	const messagesOf = ({ found, before, row, still, line }) => {
		const reminder = (audience, key, title, why, next) => message(row, 'reminder', audience, key, title, why, next);
		const isReturned = found.includes('no_follow_up') || found.includes('lost');
		const isHandedOff = found.includes('no_hand_off') || found.includes('not_told');
		const returnKey = 'recycled:' + row.lead + ':' + row.recycledAt;
		const rest = 'put it on the track ' + String(row.track).replaceAll('_', ' ') + '. It is handed over again after ' + day(row.coolOffUntil ?? at) + ', as soon as its score is in the sales cells.';
		const stillWhy = still ? 'it is ' + STAGE_WORDS[row.stage] + ', and nothing has moved since ' + date(still.since) + ', for ' + days(still.since) + ' days.' : '';
		return [
			...(isHandedOff ? [handOff({ row, reasons: reasonsOf(row) }, row)] : []),
			...(found.includes('no_owner') && !isHandedOff ? [reminder(row.owner, 'owner:' + row.lead + ':' + (row.acceptedAt ?? row.handedOffAt), 'Yours now: ', 'it is ' + STAGE_WORDS[row.stage] + ' and had no owner. Whoever has no owner goes to you.', 'see where it stands, and say so or pass it on: ' + answerAt(row))] : []),
			...(isReturned ? [message(row, 'recycled', 'marketing', returnKey, 'Back from sales: ', lowered(whyOf({ found, before, row })), rest)] : []),
			...(found.includes('no_follow_up') ? [message(row, 'recycled', 'manager', returnKey + ':manager', 'Nobody followed up: ', lowered(whyOf({ found, before, row })), 'find out why ' + (before.owner ?? 'nobody') + ' did not accept it in time. Marketing goes on with it, and it is handed over again.')] : []),
			...(found.includes('return_not_told') ? [message(row, 'recycled', 'marketing', returnKey, 'Back from sales: ', 'it came back on ' + day(row.recycledAt) + '. ' + (line && line.at >= row.recycledAt ? line.why : 'The log does not say why.'), rest)] : []),
			...(still ? [
				reminder(row.owner ?? 'sales', 'still:' + row.lead + ':' + still.since + ':' + still.times, 'Still there? ', stillWhy, 'get in touch, or say what became of it: ' + answerAt(row)),
				reminder('manager', 'still:' + row.lead + ':' + still.since + ':' + still.times + ':manager', 'No movement: ', stillWhy + ' Its owner is ' + (row.owner ?? 'not known') + '.', 'ask whether it is still alive. If not: ' + answerAt(row)),
			] : []),
		];
	};

	const plural = (number) => number + (number === 1 ? ' lead' : ' leads');
	const some = (list) => list.slice(0, 10).map(({ row }) => row.name ?? row.lead).join(', ') + (list.length > 10 ? ' and ' + (list.length - 10) + ' more' : '');
	const REPORT = {
		no_stage: 'without a stage of the lifecycle: in nurture now',
		no_owner: 'with sales and without an owner: ' + settings.fallbackOwner + ' has them now',
		no_hand_off: 'with sales and without a hand-off: handed over now, so that the time to accept runs',
		no_acceptance: 'accepted without a date: counted from now',
		no_follow_up: 'handed over and not accepted in ' + settings.daysToAccept + ' days: back in nurture, to be handed over again',
		lost: 'lost and not sent back: back in nurture',
		not_told: 'handed over without a message: told now',
		return_not_told: 'sent back without a message: told now',
		still: 'with sales and without movement: their owners are asked',
		still_marked: 'in nurture and marked as handed over: can be handed over again',
		no_track: 'without a nurture track: on one now',
		silent: 'silent for ' + settings.daysSilent + ' days: to be woken up, on the track re_engage',
		gone: 'silent for ' + settings.daysGone + ' days: disqualified; one that does something again comes back',
		awake: 'given up as silent and active again: back in nurture',
	};
	const report = Object.keys(REPORT).map((name) => ({ name, list: withFinding(name) })).filter(({ list }) => list.length > 0);
	const counts = { ...stages };
	for (const { before, row } of leads) {
		counts[before.stage || 'new'] -= 1;
		counts[row.stage || 'new'] = (counts[row.stage || 'new'] ?? 0) + 1;
	}
	const STANDS = { new: 'new', nurture: 'in nurture', recycled: 'back from sales', mql: 'handed over', accepted: 'accepted', opportunity: 'an opportunity', won: 'won', lost: 'lost', disqualified: 'disqualified' };
	const order = [...Object.keys(STANDS), ...Object.keys(counts).filter((stage) => !(stage in STANDS))];
	const isQuiet = report.length === 0 && faults.length === 0;
	const toAsk = ['no_follow_up', 'still'].filter((name) => withFinding(name).length > 0).length > 0;
	const digest = {
		lead: '', audience: 'manager', at, kind: 'digest',
		key: 'digest:no-lead-left-behind:' + DateTime.fromISO(at).toFormat("kkkk-'W'WW"),
		title: isQuiet ? 'Every lead is on a path' : 'No lead left behind: ' + plural(new Set(leads.map(({ row }) => row.lead)).size) + ' seen to',
		text: [
			'Where the leads stand: ' + (order.filter((stage) => counts[stage] > 0).map((stage) => counts[stage] + ' ' + (STANDS[stage] ?? stage)).join(', ') || 'there is none yet') + '.',
			...(rested > 0 ? [plural(rested) + ' back from sales ' + (rested === 1 ? 'has' : 'have') + ' rested long enough; the nightly run hands over those whose score calls for it.'] : []),
			isQuiet ? 'Every lead is on a path: with sales and its clock running, in nurture on a track, or out with a reason. Nothing had to be done.' : 'Found, and seen to:',
			...report.map(({ name, list }) => '- ' + plural(list.length) + ' ' + REPORT[name] + ' (' + some(list) + ')'),
			...faults.map(({ lead, fault }) => '- ' + lead + ' could not be sent back to nurture: ' + fault),
			nextLine(faults.length > 0 ? 'look at the rows that could not be put right.' : toAsk ? 'talk to the owners of the leads that nobody works on.' : 'nothing.'),
		].join('\\n'),
	};
	return { stageLog, messages: [...leads.flatMap(messagesOf), digest] };
`,
);

const eachLine = splitOut('Stage changes', [13.2, 0], 'stageLog');
const logStages = insertRows('Append to ll_stage_log', [14.2, 0], TABLES.stageLog);
const telling = tell(done, [13.2, 1.5]);

const flow = template('06-no-lead-left-behind', '06 No lead left behind')
	.add(
		weekly
			.to(moment)
			.to(settings)
			.to(readBook)
			.to(readStages)
			.to(readOutbox)
			.to(deadEnds)
			.to([eachChange, eachReturn, done]),
	)
	.add(eachChange.to(putRight))
	.add(eachReturn.to(recycle))
	.add(recycle.output(0).to(toNurture))
	.add(toNurture.to(takeBack))
	.add(done.to([eachLine, telling.first]))
	.add(eachLine.to(logStages));
telling.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -2.6],
			[3.3, 1.8],
			'start',
			`
			# 06 No lead left behind

			Every Monday it looks at **each lead** and finds those that nobody works on: without an owner, without a running clock, without a nurture track, without movement. Each is put back on a path, and the manager gets **one digest**, also when all is well.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**
			- Who gets leads without an owner, and after how many days something counts as a dead end: *Settings*.
			- What a lead keeps that sales did not follow up, and how long it rests: *Recycle Lead*.
			- The words: *What was done*.
		`,
		),
	)
	.add(
		note(
			'1 Look',
			[-0.45, -2.6],
			[7.45, 4],
			'read',
			`
			# 1 · Look at every lead
			The lead book is read whole. *Dead ends* holds the list of what counts as one, and the path back.
			A lead at rest after a recycling is not silent: silence counts from the end of its cool-off.
		`,
		),
	)
	.add(
		note(
			'2 Put right',
			[7.1, -2.6],
			[5.75, 7.5],
			'sales',
			`
			# 2 · Put back on a path
			Only rows with a finding are written, and only where no other run has written since. A second run finds nothing left to do.
			*Recycle Lead*: handed over and never accepted, or lost and not sent back. They return to nurture and can be handed over again.
		`,
		),
	)
	.add(tellNote('3 Tell', [12.95, -2.6], [17.8, 7.5]));

export default finished(flow);
