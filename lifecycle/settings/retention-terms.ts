import type { DateTime } from 'luxon';
import { fault, ok, shown } from '../fault';
import type { SettingRows, ValueReader } from './setting-rows';

/** A time in calendar units, or for ever. */
export type Keep = 'forever' | { readonly amount: number; readonly unit: 'days' | 'weeks' | 'months' | 'years' };

/** How long rows stay, by what they hold. */
export interface RetentionTerms {
	/** Of `ll_activity_log`, as far as no score needs them. */
	readonly activities: Keep;
	/** Of `ll_outbox`, once they are sent or given up. */
	readonly messages: Keep;
	readonly stageLog: Keep;
	readonly scoreLog: Keep;
}

/** Pages and reports look back so far. */
export const LEAST_KEPT_DAYS = 90;

const PERIOD = /^(\d{1,5}) (day|week|month|year)s?$/;
const LENGTH = { day: 1, week: 7, month: 30, year: 365 } as const;

export function readRetention(rows: SettingRows): RetentionTerms {
	const keep = (name: string) => rows.one<Keep>(name, 'forever', readKeep);
	return {
		activities: keep('keep_activities'),
		messages: keep('keep_messages'),
		stageLog: keep('keep_stage_log'),
		scoreLog: keep('keep_score_log'),
	};
}

const readKeep: ValueReader<Keep> = ({ value }) => {
	const text = value.toLowerCase();
	if (text === 'forever') return ok('forever');
	const [, amount, unit] = PERIOD.exec(text) ?? [];
	if (amount === undefined)
		return fault(`${shown(value)} is not a time`, 'Write a time such as 24 months or 730 days, or forever.');
	const days = Number(amount) * LENGTH[unit as keyof typeof LENGTH];
	if (days < LEAST_KEPT_DAYS)
		return fault(
			`${shown(value)} is shorter than ${LEAST_KEPT_DAYS} days, which pages and reports look back`,
			`Write at least ${LEAST_KEPT_DAYS} days, or forever.`,
		);
	return ok({ amount: Number(amount), unit: `${unit as keyof typeof LENGTH}s` });
};

/** Rows before this instant may go, in ISO 8601; undefined where all stay. */
export const keptSince = (keep: Keep, asOf: DateTime): DateTime | undefined =>
	keep === 'forever' ? undefined : asOf.minus({ [keep.unit]: keep.amount });
