import { WITH_SALES, type LeadRow } from '../lead/row';
import type { AccountCrossed } from '../message/message';
import { factsOf } from '../stage/news';
import type { AccountState } from './account-row';
import { strongestOf, type Company } from './lead-rollup';

/** The audience where nobody of the company has an owner. */
const SALES = 'sales';

/**
 * Whether one person explains that the company crossed, so that there is nothing to tell: somebody there reaches the threshold
 * alone, or is with sales already.
 */
export const isExplained = ({ account: { topLeads }, people }: Company): boolean =>
	topLeads[0]?.qualified === true || people.some(({ stage }) => WITH_SALES.has(stage));

/** Names one crossing of a company, whichever run notices it. */
export const crossingKey = (account: string, { crossings }: Pick<AccountState, 'crossings'>): string =>
	`account_crossed:${account}:${crossings}`;

/** @param state after the crossing */
export function crossedMessage(
	company: Company,
	state: AccountState,
	{ asOf, threshold, surgeDays }: { asOf: string; threshold: number; surgeDays: number },
): AccountCrossed {
	const { account, domain, name, score, members, engaged, missingRoles, surge } = company.account;
	const strongest = strongestOf(company);
	return {
		kind: 'account_crossed',
		key: crossingKey(account, state),
		audience: ownerOf(strongest) ?? ownerOf(company.people) ?? SALES,
		at: asOf,
		account: {
			...{ account, name, domain, score, threshold, members, engaged, missingRoles },
			crossedAt: state.qualifiedAt ?? asOf,
			surge: surge?.surging ? { recent: surge.recent, baseline: surge.baseline, days: surgeDays } : null,
		},
		people: strongest.map((row) => factsOf(row)),
	};
}

const ownerOf = (people: readonly LeadRow[]): string | undefined =>
	people.find(({ owner }) => owner !== null)?.owner ?? undefined;
