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
} from './parts/steps';
import { finished, note, ownStep, startsWith, step, template } from './parts/canvas';
import { from, maybe, value } from './parts/expression';
import { TABLES } from './tables';

/**
 * A query costs as much as reading this many rows of the log, or of the lead book, whose rows are longer. So for many
 * leads the whole table is read once, unless it is too large for the memory of an execution.
 */
const LOG = { rowsAQuery: 500, mostRows: 100_000 };
const BOOK = { rowsAQuery: 150, mostRows: 20_000 };
/** Up to this many leads are looked up one by one where the size of the table is not known. */
const FEW_QUERIES = 50;
/** Up to this many new leads get their row one by one, which keeps rows unique at once; more are inserted in one go. */
const FEW_INSERTS = 5;

// --- Receive -----------------------------------------------------------------------------------------------------------

const webhook = startsWith(
	'webhook',
	'Lead activity',
	[0, 0],
	{
		httpMethod: 'POST',
		path: 'lead-activity',
		authentication: 'headerAuth',
		responseMode: 'responseNode',
		options: {},
	},
	{ webhookId: '5f0b7c1e-1ead-4ac7-8c1e-1ead4ac7f1e0', notes: 'Choose a Header Auth credential', notesInFlow: true },
);

const events = workOut(
	'Events of the call',
	[1, 0],
	`
	const { body } = $input.first().json;
	const events = Array.isArray(body) ? body : [body];
	const isObject = (event) => typeof event === 'object' && event !== null && !Array.isArray(event);
	// Whoever says “email” where we say “lead” is understood.
	const named = (event) => event.lead === undefined && event.email && event.type && event.at ? { ...event, lead: event.email } : event;
	return { events: events.map((event) => isObject(event) && Object.keys(event).length > 0 ? named(event) : { event }) };
`,
);

const eachEvent = splitOut('One item an event', [2, 0], 'events', { alwaysOutputData: true });

const normalize = ownStep(
	'normalizeActivity',
	'Normalize Activity',
	[3, 0],
	{ options: { objectsAsText: true } },
	{ onError: 'continueRegularOutput', alwaysOutputData: true },
);

const all = append('Counted and quarantined', [4, 0], 2);

const receipt = workOut(
	'Receipt',
	[5, 0],
	`
	const events = ${from(events)}.first().json.events;
	const read = $input.all().map((item) => item.json).filter((item) => Object.keys(item).length > 0);
	const isBlank = (value) => value === undefined || value === null || String(value).trim() === '';
	const isTime = (value) => typeof value === 'number' || !Number.isNaN(Date.parse(value)) || DateTime.fromISO(String(value)).isValid;
	const shown = (value) => JSON.stringify(value).slice(0, 60);
	const example = 'An activity is an object like {"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z"}.';

	const faultOf = (event, item) => {
		if ('event' in event && Object.keys(event).length === 1) return { item, field: '', message: 'Item ' + item + ' is ' + shown(event.event ?? null) + ', not an activity. ' + example };
		if (isBlank(event.lead)) return { item, field: 'lead', message: 'Item ' + item + ': “lead” is missing. Name the lead by e-mail address or by your own key. ' + example };
		if (typeof event.type !== 'string' || isBlank(event.type)) return { item, field: 'type', message: 'Item ' + item + ': “type” is ' + (isBlank(event.type) ? 'missing' : shown(event.type)) + '. Say what happened, e.g. page_view, form_submit or demo_request. ' + example };
		if (isBlank(event.at) || !isTime(event.at)) return { item, field: 'at', message: 'Item ' + item + ': “at” is ' + (isBlank(event.at) ? 'missing' : shown(event.at) + ', which is not a time') + '. Give the time of the activity in ISO 8601; by it a repeated call is told from a second visit. ' + example };
	};
	const refused = read.filter((item) => item.error !== undefined).map((item) => Number(/^Item (\\d+)/.exec(item.error)?.[1] ?? 0));
	const suspects = events.map((event, item) => ({ event, item })).filter(({ event, item }) => refused.includes(item) || 'lead' in event || 'event' in event);
	const faults = suspects.map(({ event, item }) => faultOf(event, item) ?? (refused.includes(item) ? { item, field: '', message: 'Item ' + item + ' cannot be read. ' + example } : undefined)).filter((fault) => fault);
	if (events.length === 0) faults.push({ item: 0, field: '', message: 'The body is an empty list. ' + example });

	const activities = read.filter((item) => item.error === undefined).map((item) => ({ ...item, lead: item.lead.trim().toLowerCase() }));
	const leads = [...new Set(activities.map((activity) => activity.lead))];
	const quarantined = activities.filter((activity) => activity.quarantine !== '').length;
	if (faults.length > 0) return { verdict: 'refused', answer: { message: 'Nothing of this call was stored: ' + faults.length + ' of ' + events.length + ' items cannot be read.', faults: faults.slice(0, 20) } };
	return { verdict: activities.length > 0 ? 'accepted' : 'empty', answer: { accepted: activities.length - quarantined, quarantined, leads: leads.length }, activities, leads };
`,
);

const verdictIs = (verdict: string, name: string) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: verdict,
				leftValue: value('$json.verdict'),
				rightValue: verdict,
				operator: { type: 'string', operation: 'equals' },
			},
		],
	},
	renameOutput: true,
	outputKey: name,
});

const verdict = step('switch', 'Can all be read?', [6, 0], {
	mode: 'rules',
	rules: { values: [verdictIs('refused', 'No'), verdictIs('empty', 'Nothing in it'), verdictIs('accepted', 'Yes')] },
	options: {},
});

const answer = (name: string, row: number, column: number, responseCode: number, source: string) =>
	step('respondToWebhook', name, [column, row], {
		respondWith: 'json',
		responseBody: value(source),
		options: { responseCode },
	});

const refuse = answer('Refuse with 400', -1.5, 7, 400, '$json.answer');
const nothingIn = answer('Answer 202, nothing to do', -0.5, 7, 202, '$json.answer');
const eachActivity = splitOut('One item an activity', [7, 0.5], 'activities');
const log = insertRows('Append to ll_activity_log', [8, 0.5], TABLES.activityLog);
const accept = answer('Answer 202', -0.5, 9, 202, `${from(receipt)}.first().json.answer`);

// --- Score -------------------------------------------------------------------------------------------------------------

const newestEntry = readNewestRow('Newest log entry', [10.4, 0.5], TABLES.activityLog);
const newestRow = readNewestRow('Newest row of the book', [11.4, 0.5], TABLES.leadBook);

const reads = workOut(
	'What to read',
	[12.4, 0.5],
	`
	const leads = ${from(receipt)}.first().json.leads;
	const newest = { log: ${from(newestEntry)}.first().json.id ?? 0, book: $json.id ?? 0 };
	const single = (upTo) => leads.map((lead) => ({ condition: 'eq', lead, upTo }));
	const whole = (upTo) => [{ condition: 'isNotEmpty', lead: '', upTo }];
	// For many leads one look at the whole table is cheaper than one for each.
	const isWhole = (upTo, { rowsAQuery, mostRows }) => leads.length > 1 && upTo <= leads.length * rowsAQuery && upTo <= mostRows;
	return {
		newest,
		book: isWhole(newest.book, ${JSON.stringify(BOOK).replaceAll('"', '')}) ? whole(newest.book) : single(newest.book),
		log: isWhole(newest.log, ${JSON.stringify(LOG).replaceAll('"', '')}) ? whole(newest.log) : single(newest.log),
	};
`,
);

const thisLead = { keyName: 'lead', condition: value('$json.condition'), keyValue: value('$json.lead') };
const upTo = { keyName: 'id', condition: 'lte', keyValue: value('$json.upTo') };
const bookQueries = splitOut('Queries on the book', [13.4, -0.5], 'book');
const readBook = readRows('Read ll_lead_book', [14.4, -0.5], TABLES.leadBook, [thisLead, upTo]);
const logQueries = splitOut('Queries on the log', [13.4, 0.5], 'log');
const readLog = readRows('Read ll_activity_log', [14.4, 0.5], TABLES.activityLog, [thisLead, upTo]);
const readRules = readRows('Read ll_rules', [14.4, 1.5], TABLES.rules, [], { executeOnce: true });

const leads = workOut(
	'Leads of the call',
	[15.4, -0.5],
	`
	const book = new Map();
	for (const { json: row } of $input.all()) if (row.lead && !book.has(row.lead)) book.set(row.lead, row);
	// What the book holds counts as the lead's own only where no activity taught it; what activities taught is read from the log.
	const own = (row) => {
		const taught = JSON.parse(row.attributes || '{}');
		return Object.fromEntries(['name', 'title', 'company', 'owner'].filter((field) => row[field] && taught[field] === undefined).map((field) => [field, row[field]]));
	};
	const stateOf = ({ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince }) => ({ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince });
	return { leads: ${from(receipt)}.first().json.leads.map((lead) => {
		const row = book.get(lead) ?? {};
		return { lead, ...(lead.includes('@') ? { email: lead } : {}), ...own(row), ...stateOf(row), row };
	}) };
`,
);
const eachLead = splitOut('One item a lead', [16.4, -0.5], 'leads');

const score = ownStep('scoreLead', 'Score Lead', [17.6, 0.5], {
	leadKeyField: 'lead',
	activitiesSource: 'input',
	modelSource: 'input',
	options: { unknownLeads: 'ignore' },
});

const grid = ownStep('classifyGrid', 'Classify Grid', [18.6, 0.5], {});
const scored = append('Leads of all cells', [19.6, 0.5], 3);

const rows = workOut(
	'Rows of the lead book',
	[20.6, 0.5],
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
		return { before: json.row, row: rowOf(json), route: json.grid.route, excluded, moments: excluded ? [] : moments, reasons };
	});
	const fresh = scored.filter(({ before }) => before.id === undefined).map(({ row, excluded }) => ({ ...row, stage: excluded ? 'disqualified' : 'nurture' }));
	// A row for each of a few new leads is made sure of one by one; many are inserted whole in one go.
	const isMany = fresh.length > ${FEW_INSERTS};
	return { scored, few: isMany ? [] : fresh.map(({ lead }) => ({ lead })), many: isMany ? fresh : [], newest: ${from(reads)}.first().json.newest.book };
`,
);

// --- Write -------------------------------------------------------------------------------------------------------------

const fewLeads = splitOut('A few new leads', [22, -1], 'few');
const ensure = ensureRow('Make sure of the row', [23, -1], TABLES.leadBook, [is('lead', value('$json.lead'))]);
const manyLeads = splitOut('Many new leads', [22, 0], 'many');
const insertLeads = insertRows('Insert them whole', [23, 0], TABLES.leadBook);
const readBack = readRows(
	'Read what is new in the book',
	[24, 0],
	TABLES.leadBook,
	[{ keyName: 'id', condition: 'gt', keyValue: value(`${from(rows)}.first().json.newest`) }],
	{ executeOnce: true },
);

const due = workOut(
	'What is due',
	[25.2, 1.5],
	`
	const { scored } = ${from(rows)}.first().json;
	// Two calls may both have found no row and inserted one: the lowest id is the lead's row, the others go.
	const back = new Map();
	const doubles = [];
	for (const row of [...${maybe(ensure)}, ...${maybe(readBack)}]) {
		if (back.has(row.lead)) doubles.push({ id: row.id });
		else if (row.id !== undefined) back.set(row.lead, row);
	}
	const now = $now.toUTC().toISO();
	const current = scored.map((lead) => {
		const isNew = lead.before.id === undefined;
		const stored = (isNew ? back.get(lead.row.lead) : lead.before) ?? {};
		const isInserted = isNew && stored.version === lead.row.version;
		// An upsert leaves the number of activities empty, which is less than no number.
		return { ...lead, stored, isInserted, isBare: stored.id !== undefined && stored.activities === null };
	});
	const known = current.filter(({ stored, isInserted }) => stored.id !== undefined && !isInserted);
	const withMarketing = ({ stored }) => !stored.handedOffAt && ['new', 'nurture', 'recycled'].includes(stored.stage || 'new');
	const nextStage = ({ excluded, stored }) => excluded ? 'disqualified' : stored.stage === 'new' || !stored.stage ? 'nurture' : stored.stage;
	return {
		current,
		doubles,
		starts: known.filter(({ isBare }) => isBare).map((lead) => ({ id: lead.stored.id, stage: nextStage(lead), activities: -1, recycles: 0 })),
		changed: known.filter(({ row, stored }) => row.activities > (stored.activities ?? -1)).map(({ row, stored, isBare }) => ({ ...row, id: stored.id, recycles: isBare ? 0 : stored.recycles })),
		moves: known.filter((lead) => !lead.isBare && withMarketing(lead) && nextStage(lead) !== lead.stored.stage).map((lead) => ({ id: lead.stored.id, stage: nextStage(lead) })),
		ready: current.filter((lead) => lead.route === 'sales' && withMarketing(lead) && lead.stored.id !== undefined).map(({ row, stored }) => ({ id: stored.id, activities: row.activities, handedOffAt: now, stage: 'mql', version: row.version })),
	};
`,
);

const eachDouble = splitOut('Doubles', [26.6, -2.5], 'doubles');
const dropDoubles = deleteRows('Delete doubles', [27.6, -2.5], TABLES.leadBook, [is('id', value('$json.id'))]);
const eachStart = splitOut('Rows without a score', [26.6, -1.5], 'starts');
const startRow = updateRows('Start the row', [27.6, -1.5], TABLES.leadBook, [
	is('id', value('$json.id')),
	{ keyName: 'activities', condition: 'isEmpty' },
]);
const eachChanged = splitOut('Known leads with news', [26.6, -0.5], 'changed');
const write = updateRows('Write where the log has grown', [27.6, -0.5], TABLES.leadBook, [
	is('id', value('$json.id')),
	{ keyName: 'activities', condition: 'lt', keyValue: value('$json.activities') },
	is('recycles', value('$json.recycles')),
]);
const eachMove = splitOut('Leads that change stage', [26.6, 0.5], 'moves');
const move = updateRows('Move the stage', [27.6, 0.5], TABLES.leadBook, [
	is('id', value('$json.id')),
	{ keyName: 'stage', condition: 'neq', keyValue: value('$json.stage') },
	{ keyName: 'handedOffAt', condition: 'isEmpty' },
]);
const eachReady = splitOut('Ready for sales', [26.6, 1.5], 'ready');
const claim = updateRows('Claim the hand-off', [27.6, 1.5], TABLES.leadBook, [
	is('id', value('$json.id')),
	is('activities', value('$json.activities')),
	{ keyName: 'handedOffAt', condition: 'isEmpty' },
]);

// --- Tell --------------------------------------------------------------------------------------------------------------

const news = workOut(
	'News',
	[28.8, 2.5],
	`
	const started = new Map(${maybe(startRow)}.map(({ id, stage }) => [id, stage]));
	const current = ${from(due)}.first().json.current.map((lead) => {
		const isFirst = lead.isInserted || started.has(lead.stored.id);
		return { ...lead, isFirst, previous: isFirst ? {} : lead.stored, stage: started.get(lead.stored.id) ?? lead.stored.stage };
	});
	const by = '01-capture-and-score';
	const at = $now.toUTC().toISO();
	const byLead = (rows) => new Map(rows.map((row) => [row.lead, row]));
	const written = byLead([...current.filter(({ isInserted }) => isInserted).map(({ row }) => row), ...${maybe(write)}]);
	const moved = byLead(${maybe(move)});
	const claimed = byLead(${maybe(claim)});
	const points = (number) => (Math.round(number * 100) / 100).toString();

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
			...(claimed.has(key) ? [stageLine(lead, first ?? lead.stage, 'mql', 'Entered the sales cells: ')] : []),
		];
	});

	const who = (row) => [row.name ?? row.email ?? row.lead, [row.title, row.company].filter((part) => part).join(' at ')].filter((part) => part).join(', ');
	const address = (row) => row.email && row.email !== row.name ? row.email : row.lead;
	const day = (iso) => DateTime.fromISO(iso).toFormat('d LLL yyyy HH:mm ZZZZ');
	const strongest = (reasons) => reasons.filter((reason) => reason.points > 0 && !['limit'].includes(reason.dimension)).slice(0, 3).map((reason) => reason.text).join(' · ');
	const latest = (reasons) => reasons.filter((reason) => reason.lastAt && reason.points > 0).sort((left, right) => right.lastAt.localeCompare(left.lastAt))[0];
	const opener = (reasons) => latest(reasons)?.rule;
	const common = (row) => ({ lead: row.lead, audience: row.owner ?? 'sales', at, channel: 'slack,email', status: 'new' });
	const handOff = ({ row, reasons }, { handedOffAt }) => ({
		...common(row),
		key: 'hand_off:' + row.lead + ':' + handedOffAt,
		kind: 'hand_off',
		title: 'Ready for sales: ' + who(row),
		text: [
			'Who: ' + who(row) + ' (' + address(row) + ')',
			'Why now: ' + (latest(reasons) ? latest(reasons).rule + ' on ' + day(latest(reasons).lastAt) : 'the score entered the sales cells') + '. Signal: ' + row.signal + '.',
			'Cell ' + row.cell + ' (' + row.label + '), ' + points(row.total) + ' points: fit ' + points(row.fit) + ', engagement ' + points(row.engagement),
			'Strongest reasons: ' + strongest(reasons),
			'What to do next: get in touch today' + (opener(reasons) ? ', and open with what they looked for: ' + opener(reasons) : '') + '. Then accept the lead, or send it back with a reason.',
		].join('\\n'),
	});
	const keyMoment = ({ row, reasons }, moment) => ({
		...common(row),
		key: 'moment:' + row.lead + ':' + moment.activity,
		kind: 'moment',
		title: moment.rule + ': ' + who(row),
		text: [
			'Who: ' + who(row) + ' (' + address(row) + ')',
			'Why now: ' + moment.rule + ' on ' + day(moment.at) + ', a key moment whatever the score.',
			'Cell ' + row.cell + ' (' + row.label + '), ' + points(row.total) + ' points. Strongest reasons: ' + strongest(reasons),
			'What to do next: answer it today, while it is fresh.',
		].join('\\n'),
	});
	const wanted = current.flatMap((lead) => {
		const row = { ...lead.row, ...(claimed.get(lead.row.lead) ?? {}) };
		// A hand-off whose message was cut off by a crash is told on the lead's next activity.
		const handed = claimed.get(row.lead) ?? (lead.stored.stage === 'mql' && lead.stored.handedOffAt ? lead.stored : undefined);
		return [...(handed ? [handOff({ ...lead, row }, handed)] : []), ...lead.moments.map((moment) => keyMoment({ ...lead, row }, moment))];
	});
	const messages = wanted.filter(({ key }, index) => wanted.findIndex((other) => other.key === key) === index);
	const leads = [...new Set(messages.map(({ lead }) => lead))];
	return {
		scoreLog,
		stageLog,
		crm: lines.filter(({ row }) => row.email).map((lead) => ({ ...lead.row, stage: claimed.has(lead.row.lead) ? 'mql' : moved.get(lead.row.lead)?.stage ?? lead.stage })),
		messages,
		lookups: leads.length > ${FEW_QUERIES} ? [{ condition: 'isNotEmpty', lead: '' }] : leads.map((lead) => ({ condition: 'eq', lead })),
	};
`,
);

const eachScore = splitOut('Score changes', [30.6, -0.5], 'scoreLog');
const logScores = insertRows('Append to ll_score_log', [31.6, -0.5], TABLES.scoreLog);
const eachStage = splitOut('Stage changes', [30.6, 1.5], 'stageLog');
const logStages = insertRows('Append to ll_stage_log', [31.6, 1.5], TABLES.stageLog);

const tellLookups = splitOut('Leads with messages', [30.6, 2.9], 'lookups');
const readOutbox = readRows('Read ll_outbox', [31.6, 2.9], TABLES.outbox, [thisLead]);
const untold = workOut(
	'Not told yet',
	[32.6, 2.9],
	`
	const told = new Set($input.all().filter(({ json }) => json.status).map(({ json }) => json.key));
	const messages = ${from(news)}.first().json.messages.filter(({ key }) => !told.has(key));
	return { keys: messages.map(({ key }) => ({ key })), messages };
`,
);
const eachKey = splitOut('Keys of new messages', [33.6, 2.4], 'keys');
const ensureMessage = ensureRow("Make sure of the message's row", [34.6, 2.4], TABLES.outbox, [
	is('key', value('$json.key')),
]);
const eachMessage = splitOut('New messages', [33.6, 3.4], 'messages');
const claimMessage = updateRows('Claim the message', [34.6, 3.4], TABLES.outbox, [
	is('key', value('$json.key')),
	{ keyName: 'status', condition: 'isEmpty' },
]);

const slack = step(
	'slack',
	'Tell the owner in Slack',
	[35.8, 2.9],
	{
		authentication: 'accessToken',
		resource: 'message',
		operation: 'post',
		select: 'channel',
		channelId: { __rl: true, mode: 'name', value: '#sales-leads' },
		messageType: 'text',
		text: value('"*" + $json.title + "*\\n" + $json.text'),
		otherOptions: {},
	},
	{ disabled: true, notes: 'Choose a credential, then press D', notesInFlow: true },
);

const mail = step(
	'emailSend',
	'Tell the owner by e-mail',
	[35.8, 3.9],
	{
		resource: 'email',
		operation: 'send',
		fromEmail: 'leads@example.com',
		toEmail: value('$json.audience.includes("@") ? $json.audience : "sales@example.com"'),
		subject: value('$json.title'),
		emailFormat: 'text',
		text: value('$json.text'),
		options: { appendAttribution: false },
	},
	{ disabled: true, notes: 'Choose a credential, then press D', notesInFlow: true },
);

const eachContact = splitOut('Leads with a new score', [30.6, 0.5], 'crm');
const crm = step(
	'hubspot',
	'Update the contact in HubSpot',
	[31.6, 0.5],
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

const flow = template('01-capture-and-score', '01 Capture and score')
	.add(webhook.to(events).to(eachEvent).to(normalize))
	.add(normalize.output(0).to(all.input(0)))
	.add(normalize.output(1).to(all.input(1)))
	.add(all.to(receipt).to(verdict))
	.add(verdict.output(0).to(refuse))
	.add(verdict.output(1).to(nothingIn))
	.add(verdict.output(2).to(eachActivity))
	.add(eachActivity.to(log))
	.add(log.to([accept, newestEntry]))
	.add(newestEntry.to(newestRow).to(reads).to([bookQueries, logQueries, readRules]))
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
	.add(eachStart.to(startRow))
	.add(manyLeads.to(insertLeads).to(readBack))
	.add(due.to([eachDouble, eachStart, eachChanged, eachMove, eachReady, news]))
	.add(eachDouble.to(dropDoubles))
	.add(eachChanged.to(write))
	.add(eachMove.to(move))
	.add(eachReady.to(claim))
	.add(news.to([eachScore, eachContact, eachStage, tellLookups]))
	.add(eachScore.to(logScores))
	.add(eachContact.to(crm))
	.add(eachStage.to(logStages))
	.add(tellLookups.to(readOutbox).to(untold).to([eachKey, eachMessage]))
	.add(eachKey.to(ensureMessage))
	.add(eachMessage.to(claimMessage))
	.add(claimMessage.to([slack, mail]));

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 3.3],
			'start',
			`
			## 01 Capture and score

			Every activity that is posted here is written to the log, scored with the rules of **ll_rules**, and shows in **ll_lead_book**. A lead that enters the sales cells is handed over **once**.

			**Before the first call**
			1. Run **00 Set up**: it makes the tables and loads starter rules.
			2. Open *Lead activity* and choose a Header Auth credential: its secret is what senders must know.
			3. Publish this workflow.

			**Change first**
			- Rules: rows of **ll_rules**, no editing here.
			- Sales cells and thresholds: *Classify Grid*.
			- The words of the messages: *News*.

			**Switch on when you have the credential**
			- *Update the contact in HubSpot*
			- *Tell the owner in Slack*
			- *Tell the owner by e-mail*

			Until then every message waits to be read in **ll_outbox**.
		`,
		),
	)
	.add(
		note(
			'1 Receive',
			[-0.45, -3.6],
			[10.5, 8.4],
			'read',
			`
			## 1 · Receive
			One activity or a list of them: \`{"lead": "ana@example.com", "type": "page_view", "at": "2026-03-29T14:05:00Z", "properties": {…}, "attributes": {…}}\`. Events of the tools that *Normalize Activity* knows are taken as they are.
			A call is stored whole or not at all. **202** is answered only once everything is in the log; **400** names the item and the field, and nothing was stored.
		`,
		),
	)
	.add(
		note(
			'2 Score',
			[10.15, -3.6],
			[11.35, 8.4],
			'read',
			`
			## 2 · Score
			The **whole log** of each lead is read and scored afresh, so order, repeats and calls at the same moment make no difference to the result.
			*Rows of the lead book* says which column holds what.
		`,
		),
	)
	.add(
		note(
			'3 Write',
			[21.6, -3.6],
			[8.25, 8.4],
			'sales',
			`
			## 3 · Write, and hand off once
			Many calls may work on one lead at a time. *Write where the log has grown*: the call that saw more activities wins, no score is lost.
			*Claim the hand-off*: only the call that finds **handedOffAt** empty gets the row back, and it alone tells sales. Recycling a lead empties the field, so it can cross again.
		`,
		),
	)
	.add(
		note(
			'4 Tell',
			[29.95, -3.6],
			[7.2, 8.4],
			'off',
			`
			## 4 · Tell
			Every message has a key of its own, and only the call that claims the key sends it: a hand-off and each key moment are told **once**.
			Grey nodes are switched off. Choose their credential, then switch them on (press **D**). HubSpot needs the contact properties named in it.
		`,
		),
	);

export default finished(flow);
