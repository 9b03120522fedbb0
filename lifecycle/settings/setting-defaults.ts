import { DEFAULT_AUDIENCES } from './audiences';
import { DEFAULT_HOURS } from './business-time';
import { DEFAULT_CHANNELS } from './message-channels';
import { DEFAULT_PROMISES } from './promises';
import { DEFAULT_TERMS } from './read-settings';
import { DEFAULT_RETURN_REASONS } from './return-reasons';
import type { MessageKind } from '../message/message';

/** A row of `ll_settings` as 00 loads it. */
export interface SettingCells {
	readonly name: string;
	readonly value: string;
	readonly note: string;
}

const KIND_NOTES: Readonly<Record<MessageKind, string>> = {
	hand_off: 'A lead is ready for sales.',
	moment: 'A lead did something important, such as asking for a demo.',
	demoted: 'A lead that was handed over cooled down before anyone accepted it.',
	sla_at_risk: 'An answer is due soon.',
	sla_breached: 'An answer is overdue.',
	reminder: 'A lead with sales has no owner, or has not moved for weeks.',
	recycled: 'Sales sent a lead back.',
	account_crossed: 'A company as a whole is ready for sales, though no single person is.',
	digest: 'The reports: every morning to sales, once a week to the manager and marketing.',
	fault: 'Something in a table or a setting cannot be read.',
	ask: 'The question to the owner in Slack, with buttons. Only where 17 Ask in Slack is active.',
	crm: 'The task for the owner in the CRM.',
};

const AUDIENCE_NOTES: Readonly<Record<string, string>> = {
	sales:
		'Where hand-offs go that have no owner: an e-mail address and a Slack channel, comma-separated. CHANGE THIS FIRST.',
	manager: 'Who is notified when an answer is overdue. An address alone is looked up in Slack. CHANGE THIS TOO.',
	marketing: 'Who is notified when a lead comes back from sales. CHANGE THIS TOO.',
};

const named = (name: string, value: string, note: string): SettingCells => ({ name, value, note });

const {
	fallbackOwner,
	daysToAccept,
	daysStillAccepted,
	daysStillOpportunity,
	daysSilent,
	daysGone,
	maxRecycles,
	newsDays,
	accountThreshold,
} = DEFAULT_TERMS;

/** Every setting with the value that holds where there is no row, in the order in which people look for them. */
export const SETTING_ROWS: readonly SettingCells[] = [
	...DEFAULT_AUDIENCES.map(([word, value]) => named(`audience_${word}`, value, AUDIENCE_NOTES[word] ?? '')),
	named(
		'sales_cells',
		'A1, A2, A3, B1, B2, C1',
		'Cells whose leads go to sales: fit letter (A best), engagement digit (1 best).',
	),
	named(
		'unqualified_cells',
		'D3, D4',
		'Cells whose leads are not worth a nurture track. All other cells are nurtured.',
	),
	named('fit_bands', '51, 26, 1', 'Minimum fit score for A, B and C, highest first. Anything lower is D.'),
	named(
		'engagement_bands',
		'51, 26, 1',
		'Minimum engagement score for 1, 2 and 3, highest first. Anything lower is 4.',
	),
	named('minimum_total', '0', 'Minimum total score for sales, whatever the cell.'),
	named(
		'hysteresis',
		'0',
		'Points that a score must fall below its band before the lead leaves the cell. Stops leads from jumping to and fro.',
	),
	named(
		'time_zone',
		'',
		'For business hours and for times in messages, such as Europe/Paris. Empty: the time zone of n8n.',
	),
	named(
		'business_hours',
		DEFAULT_HOURS,
		'When promises to leads run. One row per span, or several in one row: Mon-Fri 9:00-12:30; Mon-Fri 13:30-17:00.',
	),
	named('holidays', '', 'Days without business hours: 2026-12-25, 12-25 for every year, 2026-12-24..2027-01-02.'),
	...DEFAULT_PROMISES.map(([key, value]) =>
		named(
			`sla_${key}`,
			value,
			'How soon sales answers. The first row that fits a lead counts. Delete the row to drop the promise.',
		),
	),
	...DEFAULT_CHANNELS.map(([kind, channels]) =>
		named(
			`channels_${kind}`,
			channels.join(', '),
			`${KIND_NOTES[kind]} Where it goes: slack, teams, email, crm. Write none to stop it.`,
		),
	),
	named(
		'redirect_example',
		'',
		'Sends messages to somebody else, for example: hand_off where country is France: marie@example.com.',
	),
	named('language', 'en', 'Language of the messages: en or fr. An audience can have its own: lea@example.com, fr.'),
	...DEFAULT_RETURN_REASONS.map(([key, value]) =>
		named(
			`reason_${key}`,
			value,
			'When sales sends a lead back for this reason. keep: share of its engagement points. rest: days before it can go to sales again.',
		),
	),
	named(
		'max_recycles',
		String(maxRecycles),
		'How often sales may send one lead back. The next time it is disqualified. 0: no limit.',
	),
	named('fallback_owner', fallbackOwner, 'Who gets leads that have no owner: an audience or an e-mail address.'),
	named(
		'days_to_accept',
		String(daysToAccept),
		'Days after which a hand-off that nobody accepted goes back to nurture.',
	),
	named(
		'days_still_accepted',
		String(daysStillAccepted),
		'Days without progress after which the owner of an accepted lead is asked.',
	),
	named(
		'days_still_opportunity',
		String(daysStillOpportunity),
		'Days without progress after which the owner of an opportunity is asked.',
	),
	named('days_silent', String(daysSilent), 'Days without activity after which a lead moves to the track re_engage.'),
	named(
		'days_gone',
		String(daysGone),
		'Days without activity after which a lead is disqualified. It comes back when it does something.',
	),
	named('news_days', String(newsDays), 'Key moments older than this, for example from an import, are not reported.'),
	named(
		'account_threshold',
		String(accountThreshold),
		'Minimum points that the people of a company have together. From there on the company is ready for sales.',
	),
	named(
		'page_address',
		'',
		'Address of the lead page, to which messages and CRM tasks link: https://n8n.example.com/webhook/lead-page. Empty: no links.',
	),
	...(
		[
			['activities', 'Activities that no score needs'],
			['messages', 'Messages in ll_outbox that were sent or given up'],
			['stage_log', 'Changes of stage'],
			['score_log', 'Changes of score'],
		] as const
	).map(([name, what]) =>
		named(`keep_${name}`, 'forever', `${what}: how long 25 Retention keeps them, such as 24 months. At least 90 days.`),
	),
];
