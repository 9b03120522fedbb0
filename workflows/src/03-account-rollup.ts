import { finished, note, ownStep, startsWith, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { from, maybe, value } from './parts/expression';
import { stopOnFaults } from './parts/faults';
import { deleteRows, insertRows, is, readNewestRow, readRows, splitOut, updateRows, workOut } from './parts/steps';
import { tell, tellNote } from './parts/tell';
import { WORDS } from './parts/words';
import { TABLES } from './tables';

/** What the surge looks at: its window, the baseline before it and a day to spare; of a busy log the newest entries. */
const LOG = { days: 36, entries: 50_000 };
/** A crossing whose message is missing after so many days was told, and somebody tidied the outbox. */
const RETOLD_DAYS = 3;
/** Columns of the account book that come of the roll-up; a change in one of them is worth a write. */
const COLUMNS = 'account domain name score members engaged completeness missingRoles topLeads surge';

// A person alone with free mail is no company.
const IS_COMPANY = 'const isCompany = ({ domain, members }) => domain !== null || members > 1;';

// --- Roll up -----------------------------------------------------------------------------------------------------------

const daily = startsWith('scheduleTrigger', 'Every morning', [0, 0], {
	rule: { interval: [{ field: 'days', daysInterval: 1, triggerAtHour: 6, triggerAtMinute: 0 }] },
});
const moment = clock([1, 0]);
const newestEntry = readNewestRow('Newest log entry', [2, 0], TABLES.activityLog);
const readAccounts = readRows('Read ll_account_book', [3, -0.5], TABLES.accountBook, [], { executeOnce: true });
const readLeads = readRows(
	'Read ll_lead_book',
	[4, -0.5],
	TABLES.leadBook,
	[{ keyName: 'stage', condition: 'neq', keyValue: 'disqualified' }],
	{ executeOnce: true },
);
const newestId = `(${from(newestEntry)}.first().json.id ?? 0)`;
const readLog = readRows('Read the last weeks of the log', [4, 0.5], TABLES.activityLog, [
	{ keyName: 'id', condition: 'gt', keyValue: value(`${newestId} - ${LOG.entries}`) },
	{ keyName: 'id', condition: 'lte', keyValue: value(newestId) },
	{
		keyName: 'at',
		condition: 'gte',
		keyValue: value(`DateTime.fromISO(${asOf}).minus({ days: ${LOG.days} }).toUTC().toISO()`),
	},
]);

const leads = workOut(
	'Leads with their state',
	[5, -0.5],
	`
	const qualified = new Set(${from(readAccounts)}.all().filter(({ json }) => json.qualified).map(({ json }) => json.account));
	const scored = $input.all().map(({ json }) => json).filter(({ total }) => typeof total === 'number');
	return { leads: scored.map(({ id, lead, name, email, title, company, stage, owner, total, engagement, account, attributes, leadScore }) => ({
		id, lead, name, email, title, company, stage, owner, total, engagement,
		role: JSON.parse(attributes || '{}').role ?? null,
		excluded: JSON.parse(leadScore || '{}').excluded ?? null,
		// The company it was in at the last run; a colleague who is new needs none, one who knows is enough.
		accountBefore: account ?? null,
		wasQualified: qualified.has(account),
	})) };
`,
);
const eachLead = splitOut('One item a lead', [6, -0.5], 'leads');

const aggregate = ownStep(
	'aggregateAccount',
	'Aggregate Account',
	[7.2, 0],
	{
		groupBy: 'domain',
		scoreField: 'total',
		method: 'sum',
		threshold: 65,
		previousField: 'wasQualified',
		activitiesSource: 'input',
		options: {
			asOf: value(asOf),
			engagementField: 'engagement',
			excludedField: 'excluded',
			leadKeyField: 'lead',
		},
	},
	{ onError: 'continueRegularOutput' },
);

// --- Write the account book --------------------------------------------------------------------------------------------

const companies = workOut(
	'Rows of the account book',
	[8.4, -0.5],
	`
	${IS_COMPANY}
	const read = ${from(eachLead)}.all();
	// A company with a lead that cannot be read stays as it is until the lead is put right.
	const unread = new Set(${from(aggregate)}.all(1).flatMap(({ json }, index) => json.error ? [read[index].json.accountBefore] : []));
	const isRead = ({ account }) => !unread.has(account);
	const book = ${from(readAccounts)}.all().map(({ json }) => json).filter(({ id }) => id !== undefined);
	const known = new Set(book.map(({ account }) => account));
	const found = $input.all().map(({ json }) => json).filter((account) => isCompany(account) && isRead(account));
	const present = new Set(found.map(({ account }) => account));
	// Nobody of it is left: it stands with no points until somebody is.
	const empty = book.filter((row) => !present.has(row.account) && isRead(row)).map(({ account, domain, name }) => ({
		account, domain, name, score: 0, members: 0, engaged: 0, completeness: 0, missingRoles: [], topLeads: [], surge: null, qualified: false,
	}));
	const rowOf = ({ account, domain, name, score, members, engaged, completeness, missingRoles, topLeads, surge }) => ({
		account, domain, name, score, members, engaged, completeness,
		missingRoles: JSON.stringify(missingRoles),
		topLeads: JSON.stringify(topLeads),
		surge: surge === null ? null : JSON.stringify(surge),
	});
	const accounts = [...found, ...empty].map((account) => ({ account, row: rowOf(account) }));
	return {
		accounts,
		// Not qualified yet, so that a company that is new crosses like any other.
		fresh: accounts.filter(({ row }) => !known.has(row.account)).map(({ row }) => ({ ...row, qualified: false, transition: 'stayed', qualifiedAt: null })),
		newest: book.reduce((newest, { id }) => Math.max(newest, id), 0),
	};
`,
);
const eachFresh = splitOut('New companies', [9.4, -1.5], 'fresh');
const insertFresh = insertRows('Insert them in one go', [10.4, -1.5], TABLES.accountBook);
const readBack = readRows(
	'Read what is new in the book',
	[11.4, -1.5],
	TABLES.accountBook,
	[{ keyName: 'id', condition: 'gt', keyValue: value(`${from(companies)}.first().json.newest`) }],
	{ executeOnce: true },
);

const due = workOut(
	'What is due',
	[12.6, -0.5],
	`
	const { accounts } = ${from(companies)}.first().json;
	// Two runs may both have inserted a company: the lowest id is its row, the others go.
	const book = new Map();
	const doubles = [];
	for (const row of [...${maybe(readAccounts)}, ...${maybe(readBack)}]) {
		if (book.has(row.account)) doubles.push({ id: row.id });
		else if (row.id !== undefined) book.set(row.account, row);
	}
	const current = accounts.map(({ account, row }) => ({ account, row, stored: book.get(row.account) })).filter(({ stored }) => stored);
	const hasNews = ({ row, stored }) => ${JSON.stringify(COLUMNS.split(' '))}.some((column) => (row[column] ?? null) !== (stored[column] ?? null));
	const enters = ({ account, stored }) => account.qualified && !stored.qualified;
	const leaves = ({ account, stored }) => !account.qualified && stored.qualified;
	return {
		current,
		doubles,
		changed: current.filter((company) => hasNews(company) && !enters(company) && !leaves(company)).map(({ row, stored }) => ({ ...row, id: stored.id })),
		left: current.filter(leaves).map(({ row, stored }) => ({ ...row, id: stored.id, qualified: false, transition: 'left' })),
		entered: current.filter(enters).map(({ row, stored }) => ({ ...row, id: stored.id, qualified: true, transition: 'entered', qualifiedAt: ${asOf} })),
	};
`,
);
const itself = is('id', value('$json.id'));
const branch = (index: number) => [14, index - 2] as const;
const branchEnd = (index: number) => [15, index - 2] as const;
const eachDouble = splitOut('Doubles', branch(0), 'doubles');
const dropDoubles = deleteRows('Delete doubles', branchEnd(0), TABLES.accountBook, [itself]);
const eachChanged = splitOut('Companies with news', branch(1), 'changed');
const write = updateRows('Write the company', branchEnd(1), TABLES.accountBook, [itself]);
const eachLeft = splitOut('Fell below the threshold', branch(2), 'left');
const leave = updateRows('Take it off the list', branchEnd(2), TABLES.accountBook, [
	itself,
	{ keyName: 'qualified', condition: 'isTrue' },
]);
const eachEntered = splitOut('Crossed the threshold', branch(3), 'entered');
const claim = updateRows('Claim the crossing', branchEnd(3), TABLES.accountBook, [
	itself,
	{ keyName: 'qualified', condition: 'isFalse' },
]);

// --- Tell --------------------------------------------------------------------------------------------------------------

const news = workOut(
	'News',
	[16.2, 2],
	`
	${WORDS.trim()}
	const at = ${asOf};
	const { threshold, surgeDays = 7 } = ${from(aggregate)}.params;
	const claimed = new Map(${maybe(claim)}.map((row) => [row.account, row]));
	const isRecent = (iso) => iso && DateTime.fromISO(at).diff(DateTime.fromISO(iso), 'days').days <= ${RETOLD_DAYS};
	// A crossing whose message was cut off by a crash is told by the next run.
	const crossed = ${from(due)}.first().json.current.flatMap(({ account, stored }) => {
		const { qualifiedAt } = claimed.get(account.account) ?? (account.qualified && stored.qualified ? stored : {});
		return isRecent(qualifiedAt) ? [{ ...account, qualifiedAt }] : [];
	});

	const staff = new Map(crossed.map(({ account }) => [account, []]));
	for (const { json } of ${from(aggregate)}.all(1)) staff.get(json.account?.account)?.push(json);
	const withSales = ({ stage }) => ['mql', 'accepted', 'opportunity'].includes(stage);
	const alone = crossed.filter(({ account, topLeads }) => !topLeads[0]?.qualified && !staff.get(account).some(withSales));

	const wanted = new Set(alone.flatMap(({ topLeads }) => topLeads.map(({ lead }) => lead)));
	const rows = new Map(wanted.size === 0 ? [] : ${from(readLeads)}.all().filter(({ json }) => wanted.has(json.lead)).map(({ json }) => [json.lead, json]));
	const count = (number, one, many) => number + ' ' + (number === 1 ? one : many);
	// A visit to just any page, worth a point, is nothing to open with.
	const interest = (row) => reasonsOf(row).find(({ points, count, dimension }) => dimension === 'engagement' && points / (count || 1) >= 2)?.rule;
	const person = (row) => [row.name ?? row.lead, row.title].filter((part) => part).join(', ') + (row.name ? ' (' + address(row) + ')' : '');
	const message = (account) => {
		const people = account.topLeads.map(({ lead }) => rows.get(lead)).filter((row) => row);
		const [first, ...others] = people;
		const owner = people.find((row) => row.owner)?.owner ?? staff.get(account.account).find((row) => row.owner)?.owner;
		const opener = first && interest(first);
		const usual = account.surge?.baseline < 1 ? 'less than one is usual' : points(account.surge?.baseline) + ' are usual';
		const surge = account.surge?.surging ? ' Interest surges: ' + account.surge.recent + ' activities in ' + surgeDays + ' days, where ' + usual + '.' : '';
		const roles = account.missingRoles.length > 0 ? ['Not met yet: ' + account.missingRoles.join(', ')] : [];
		return {
			key: 'account_crossed:' + account.account + ':' + account.qualifiedAt,
			lead: account.account,
			kind: 'account_crossed',
			audience: owner ?? 'sales',
			title: 'A company is ready: ' + account.name + ', ' + points(account.score) + ' points',
			text: [
				'Who: ' + account.name + (account.domain && account.domain !== account.name ? ' (' + account.domain + ')' : '') + ', ' + count(account.members, 'person', 'people') + ', ' + account.engaged + ' of them active',
				'Why now: on ' + day(account.qualifiedAt) + ' they crossed ' + points(threshold) + ' points together. None of them is ready alone, and none is with sales.' + surge,
				'Strongest reasons:',
				...people.map((row) => '- ' + person(row) + ': ' + points(row.total) + ' points, ' + strongest(reasonsOf(row))),
				...roles,
				nextLine(first ? 'get in touch with ' + (first.name ?? first.lead) + (opener ? ' and open with what they looked for: ' + opener : '') + '.' + (others.length > 0 ? ' Then bring in ' + others.map((row) => row.name ?? row.lead).join(' and ') + '.' : '') : 'look at the company in ll_account_book.'),
			].join('\\n'),
			details: { company: account.name, total: account.score },
			at,
		};
	};
	return { messages: alone.map(message) };
`,
);
const telling = tell(news, [17.6, 2]);

// --- Write the company into the lead book ------------------------------------------------------------------------------

const members = workOut(
	'Leads whose company changed',
	[8.4, 3],
	`
	${IS_COMPANY}
	const version = Number($execution.id);
	const read = ${from(eachLead)}.all();
	const leads = $input.all().map(({ json }) => json);
	const accountOf = ({ account }) => isCompany(account) ? account.account : null;
	return {
		moved: leads.filter((lead) => !lead.error && accountOf(lead) !== lead.accountBefore).map((lead) => ({ id: lead.id, account: accountOf(lead), version })),
		faults: leads.flatMap(({ error }, index) => error ? [error.replace(/^Item \\d+/, 'Lead ' + read[index].json.lead)] : []),
	};
`,
);
const eachMember = splitOut('Leads to write', [9.4, 3], 'moved');
const writeMember = updateRows('Write their company', [10.4, 3], TABLES.leadBook, [itself]);
const stopping = stopOnFaults([9.4, 4]);

const flow = template('03-account-rollup', '03 Account roll-up')
	.add(daily.to(moment).to(newestEntry).to([readAccounts, readLog]))
	.add(readAccounts.to(readLeads).to(leads).to(eachLead).to(aggregate.input(0)))
	.add(readLog.to(aggregate.input(1)))
	.add(aggregate.output(0).to(companies))
	.add(aggregate.output(1).to(members))
	.add(companies.to([eachFresh, due]))
	.add(eachFresh.to(insertFresh).to(readBack))
	.add(due.to([eachDouble, eachChanged, eachLeft, eachEntered, news]))
	.add(eachDouble.to(dropDoubles))
	.add(eachChanged.to(write))
	.add(eachLeft.to(leave))
	.add(eachEntered.to(claim))
	.add(news.to(telling.first))
	.add(members.to([eachMember, stopping.first]))
	.add(eachMember.to(writeMember));
telling.connect(flow);
stopping.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 2.2],
			'start',
			`
			# 03 Account roll-up

			Every morning the leads are rolled up to the **companies** they belong to, in **ll_account_book**.

			When a company crosses the threshold **though none of its people does**, sales is told, once a crossing: who they are, the strongest reasons of each of them, and whether their interest surges.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**
			- The threshold, and how points add up: *Aggregate Account*. *Top N* keeps a crowd from outweighing a committee.
			- Roles a buying committee needs: *Required Roles* there, from the attribute **role** of the leads.
			- The hour: *Every morning*, after 02.
		`,
		),
	)
	.add(
		note(
			'1 Roll up',
			[-0.45, -3.6],
			[8.5, 9.1],
			'read',
			`
			# 1 · Roll up
			All leads that are not disqualified, by the domain of their address. Strangers with free mail are never put together; a person alone with free mail is no company and stays out of the book.
			The log of the last five weeks, at most its newest ${LOG.entries.toLocaleString('en-US')} entries, tells whether a company does more than is usual for it.
		`,
		),
	)
	.add(
		note(
			'2 Write',
			[8.1, -3.6],
			[7.9, 9.1],
			'sales',
			`
			# 2 · Write what changed
			New companies are inserted in one go, the others written only when something changed.
			*Claim the crossing*: only the run that finds **qualified** false gets the row back, and it alone tells sales. A company that falls below may cross again.
			Below: each lead is told its company (column **account**).
		`,
		),
	)
	.add(tellNote('3 Tell', [16.1, -3.6], [19.5, 9.1]));

export default finished(flow);
