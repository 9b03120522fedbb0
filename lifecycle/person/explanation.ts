import { readMark } from '../crm/mark';
import { pageOfActivity } from '../page/activity-words';
import { pageOf, type Page } from '../page/document';
import { markup, type Content, type Html } from '../page/html';
import { liftCard, whyCard } from '../page/lead';
import type { LeadStory } from '../page/lead-story';
import { counted, dayAndClock, dayText, points, sentence, stageText, zoneText, type Viewing } from '../page/words';
import { asNumber } from '../number';
import { fieldsOfJson, type Fields } from '../path';
import { TABLES } from '../tables';
import { asText } from '../text';
import { asInstant } from '../time';
import { countHeld, OWN_TABLES, type Held, type OwnTable } from './held';
import { keysOf } from './person';

/** What each table holds of somebody, in words. */
const HOLDS: Readonly<Record<OwnTable, string>> = {
	activityLog: 'what they did',
	outbox: 'messages about them',
	stageLog: 'changes of their stage',
	scoreLog: 'changes of their score',
	aliasBook: 'which other keys are theirs',
	leadBook: 'who they are, their score and where they stand',
};

const MENTIONS: Readonly<Record<keyof Held['mentions'], string>> = {
	activityLog: 'activities of others in which they are named',
	outbox: 'messages about several people in which they are named',
	accountBook: 'companies that name them among their people',
};

/** Rows that a page lists; the file of an export has all. */
const LISTED = 100;

/** One plain page: what is held of somebody, what their score is made of, who was told, and what would change it. */
export function explanationPage(held: Held, story: LeadStory | undefined, viewing: Viewing): Page {
	const name = nameOf(held);
	const cards: Content[] = [
		heldCard(held),
		...(story === undefined
			? [notScored(held)]
			: [whyCard(story, viewing), changeCard(story, viewing), liftCard(story)]),
		toldCard(held, viewing),
		stagesCard(held, viewing),
		activitiesCard(held, viewing),
		elsewhereCard(held),
	];
	return pageOf(
		`Held about ${name}`,
		markup`<h1>What is held about <bdi>${name}</bdi></h1><p class="soft">As of ${dayAndClock(viewing.asOf.toISO() ?? '', viewing)}. ${zoneText(viewing)}</p><div class="column">${cards}</div>`,
	);
}

export const nameOf = ({ row, person }: Held): string => row?.name ?? row?.email ?? person.lead;

const card = (title: string, content: Content): Html =>
	markup`<section class="card"><h2>${title}</h2>${content}</section>`;

/** The rows per table, `[what, table, count]`, without tables that hold nothing. */
export function countsOf({ own, mentions }: Held): Array<readonly [what: string, table: string, count: number]> {
	return [
		...OWN_TABLES.map((table) => [HOLDS[table], TABLES[table].name, own[table].length] as const),
		...(Object.keys(MENTIONS) as Array<keyof typeof MENTIONS>).map(
			(table) => [MENTIONS[table], TABLES[table].name, mentions[table].length] as const,
		),
	].filter(([, , count]) => count > 0);
}

function heldCard(held: Held): Html {
	const { row } = held;
	const facts: ReadonlyArray<readonly [string, string | null | undefined]> = [
		['E-mail', row?.email],
		['Job title', row?.title],
		['Company', row?.company ?? row?.account],
		['Stage', row && stageText(row.stage)],
		['Owner', row?.owner],
	];
	const known = facts.flatMap(([name, value]) => (value ? [markup`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`] : []));
	const taught = Object.entries(row?.attributes ?? {})
		.map(([name, value]) => [name, asText(value)])
		.filter(([, value]) => value !== '')
		.map(([name, value]) => markup`<dt>${sentence(name)}</dt><dd><bdi>${value}</bdi></dd>`);
	const rows = countsOf(held).map(
		([what, table, count]) =>
			markup`<tr><th scope="row">${sentence(what)} <span class="soft small">${table}</span></th><td class="number">${counted(count, 'row')}</td></tr>`,
	);
	const sum = markup`<tr class="sum"><th scope="row">All</th><td class="number">${counted(countHeld(held), 'row')}</td></tr>`;
	return card(
		'What is held',
		markup`<dl>${known}${taught}<dt>Known as</dt><dd>${keysList(held)}</dd></dl><table>${rows}${sum}</table>`,
	);
}

const keysList = ({ person }: Held): Content =>
	keysOf(person).map((key, index) => markup`${index > 0 && ', '}<bdi>${key}</bdi>`);

const notScored = ({ row }: Held): Html =>
	card(
		'Score',
		row?.mergedInto
			? 'This key turned out to be another lead.'
			: 'There is no score. Nobody decided anything about this person by rules.',
	);

function changeCard({ score, threshold }: LeadStory, viewing: Viewing): Html {
	const drop =
		score.dropsBelow &&
		markup` With nothing more, the score falls below ${points(score.dropsBelow.threshold)} on ${dayText(score.dropsBelow.at, viewing)}.`;
	return card(
		'What would change it',
		markup`<p>Every rule above can be met again or no longer: what they do, what is known about them, and time. Sales is notified from ${points(threshold)} points on.${drop} Anyone on your team can correct the score in the column scoreAdjustment of ll_lead_book.</p>`,
	);
}

function toldCard({ own, mentions }: Held, viewing: Viewing): Html {
	const messages = newestFirst([...own.outbox, ...mentions.outbox]);
	const items = messages.slice(0, LISTED).map(({ title, audience, status, channel, at }) => {
		const sent = asText(status) === 'sent' ? 'sent' : `not sent (${asText(status) || 'new'})`;
		return markup`<li>${timeOf(at, viewing)}: <bdi>${asText(title)}</bdi> <span class="soft small">to <bdi>${asText(audience)}</bdi> by ${asText(channel)}, ${sent}</span></li>`;
	});
	return card('Who was told, and when', items.length === 0 ? 'Nobody.' : markup`<ul>${items}</ul>${more(messages)}`);
}

function stagesCard({ own }: Held, viewing: Viewing): Html | null {
	const changes = newestFirst(own.stageLog);
	if (changes.length === 0) return null;
	const items = changes
		.slice(0, LISTED)
		.map(
			({ to, at, why, by }) =>
				markup`<li>${timeOf(at, viewing)}: ${stageText(asText(to))} <span class="soft small"><bdi>${asText(why) || asText(by)}</bdi></span></li>`,
		);
	return card('Where they stood', markup`<ul>${items}</ul>${more(changes)}`);
}

function activitiesCard({ own }: Held, viewing: Viewing): Html {
	const activities = newestFirst(own.activityLog);
	const items = activities.slice(0, LISTED).map(({ type, at, properties, source, quarantine, lead }) => {
		const about = pageOfActivity(fieldsOfJson(properties));
		const left = asText(quarantine) !== '' && ', does not count';
		return markup`<li>${timeOf(at, viewing)}: ${sentence(asText(type))} <bdi>${about}</bdi> <span class="soft small">as <bdi>${asText(lead)}</bdi>, from ${asText(source)}${left}</span></li>`;
	});
	return card(
		'What they did',
		items.length === 0 ? 'Nothing is in the log.' : markup`<ul>${items}</ul>${more(activities)}`,
	);
}

const more = (rows: readonly unknown[]): Content =>
	rows.length > LISTED &&
	markup`<p class="soft small">The newest ${LISTED} of ${counted(rows.length, 'row')}; an export has all.</p>`;

function newestFirst(rows: readonly Fields[]): Fields[] {
	return [...rows].sort(
		(left, right) =>
			(asInstant(right.at) ?? 0) - (asInstant(left.at) ?? 0) || (asNumber(right.id) ?? 0) - (asNumber(left.id) ?? 0),
	);
}

const timeOf = (at: unknown, viewing: Viewing): string =>
	asInstant(at) === undefined ? asText(at) : dayAndClock(new Date(asInstant(at) ?? 0).toISOString(), viewing);

function elsewhereCard(held: Held): Html {
	return card('Outside these tables', markup`<ul>${elsewhereOf(held).map((text) => markup`<li>${text}</li>`)}</ul>`);
}

/** What this n8n cannot take back or does not hold in its tables, a sentence each. */
export function elsewhereOf({ row, own }: Held): string[] {
	const id = readMark(row?.crm ?? null).id;
	const tasks = own.outbox.filter(({ kind, status }) => asText(kind) === 'crm' && asText(status) === 'sent').length;
	return [
		...(id === ''
			? []
			: [
					`CRM: record ${id}, in which 16 CRM sync keeps total, fit, engagement, cell, label, stage and summary of the score. Delete the record or empty these fields in the CRM.`,
				]),
		...(tasks === 0
			? []
			: [
					`CRM: ${counted(tasks, 'task')} for the owner. Delete them in the CRM; deleting the record does not delete them everywhere.`,
				]),
		...(row?.listedTrack ? [`E-mail tool: on the list of the track ${row.listedTrack}. Remove the person there.`] : []),
		'Slack, Teams, mailboxes: messages that were sent stay where they arrived.',
		'n8n: saved executions, until n8n prunes them. The page “People’s data” of the documentation says how to end that at once.',
	];
}
