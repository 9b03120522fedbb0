import { fault, ok, shown, type Fault } from '../fault';
import { isLink } from '../message/choices';
import { isAddress } from '../message/reach';
import { fold } from '../text';
import { readAudiences, readLanguage } from './audiences';
import { readBusinessHours, readHolidayDates, readZone } from './business-time';
import { readGridRules } from './grid-rules';
import { readChannels } from './message-channels';
import { readPromises } from './promises';
import { readRedirects } from './redirects';
import { readReturnReasons } from './return-reasons';
import { readRetention } from './retention-terms';
import { daysReader, numberReader, SettingRows, type ValueReader } from './setting-rows';
import type { Audience, ReviewTerms, Settings } from './settings';

export const DEFAULT_TERMS = {
	fallbackOwner: 'sales',
	daysToAccept: 14,
	daysStillAccepted: 30,
	daysStillOpportunity: 60,
	daysSilent: 90,
	daysGone: 365,
	maxRecycles: 3,
	newsDays: 3,
	accountThreshold: 65,
} as const;

/**
 * Reads the rows of `ll_settings`: `name`, `value` in words, `note` for people. Never throws: a setting that is not there
 * has its default; one that cannot be read has it too, and is a fault that names the row and the column.
 */
export function readSettings(rows: readonly unknown[]): { settings: Settings; faults: Fault[] } {
	const named = new SettingRows(rows);
	const language = named.one('language', 'en', readLanguage);
	const audiences = readAudiences(named, language);
	const timeZone = named.one('time_zone', '', readZone);
	const settings: Settings = {
		grid: readGridRules(named),
		audiences,
		redirects: readRedirects(named, audiences),
		channels: readChannels(named),
		sla: {
			policies: readPromises(named),
			policyMatch: 'first',
			timeZone,
			openingHours: readBusinessHours(named),
			holidays: readHolidayDates(named),
			pauses: [],
			...FIELDS_OF_LEAD_BOOK,
		},
		reasons: readReturnReasons(named),
		maxRecycles: named.one('max_recycles', DEFAULT_TERMS.maxRecycles, daysReader(0)),
		review: readReviewTerms(named, audiences),
		timeZone,
		language,
		newsDays: named.one('news_days', DEFAULT_TERMS.newsDays, numberReader(0, 'days')),
		accountThreshold: named.one('account_threshold', DEFAULT_TERMS.accountThreshold, numberReader(0, 'points')),
		pageAddress: named.one('page_address', '', readPageAddress),
		retention: readRetention(named),
	};
	named.nameUnknown();
	return { settings, faults: named.faults };
}

/** Without a query, which links add, and without a password, which everybody would read who gets a message. */
const readPageAddress: ValueReader<string> = ({ value }) =>
	isLink(value) && !/[?#@]/.test(value)
		? ok(value)
		: fault(
				`${shown(value)} is not the address of a page`,
				'Write the address without user, password and question mark, such as https://n8n.example.com/webhook/lead-page.',
			);

/** Where the lead book holds what Check SLA reads. */
const FIELDS_OF_LEAD_BOOK = {
	cellField: 'cell',
	stageField: 'stage',
	alertsField: 'slaAlerts',
	pausesField: '',
	timeZoneField: '',
} as const;

function readReviewTerms(rows: SettingRows, audiences: ReadonlyMap<string, Audience>): ReviewTerms {
	const days = (name: string, usual: number) => rows.one(name, usual, daysReader(1));
	return {
		fallbackOwner: rows.one<string>('fallback_owner', DEFAULT_TERMS.fallbackOwner, ownerReader(audiences)),
		daysToAccept: days('days_to_accept', DEFAULT_TERMS.daysToAccept),
		daysStillAccepted: days('days_still_accepted', DEFAULT_TERMS.daysStillAccepted),
		daysStillOpportunity: days('days_still_opportunity', DEFAULT_TERMS.daysStillOpportunity),
		daysSilent: days('days_silent', DEFAULT_TERMS.daysSilent),
		daysGone: days('days_gone', DEFAULT_TERMS.daysGone),
	};
}

const ownerReader =
	(audiences: ReadonlyMap<string, Audience>): ValueReader<string> =>
	({ value }) => {
		if (audiences.has(fold(value))) return ok(fold(value));
		if (isAddress(value)) return ok(value);
		return fault(
			`${shown(value)} is neither an e-mail address nor an audience`,
			`Write an address, or one of: ${[...audiences.keys()].join(', ')}.`,
		);
	};

/** The settings with n8n's own time zone where they name none. */
export const inZone = (settings: Settings, ownZone: string): Settings => {
	const timeZone = settings.timeZone || ownZone;
	return { ...settings, timeZone, sla: { ...settings.sla, timeZone } };
};
