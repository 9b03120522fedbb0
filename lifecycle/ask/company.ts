import type { LeadRow } from '../lead/row';
import { readCompany } from '../page/account';
import { counted, points } from '../page/words';
import type { Fields } from '../path';
import { asText, fold } from '../text';
import { fault, ok, type Result } from '../fault';
import { filled, leadLine, listed, namesOf, type Answer } from './answer';

export interface CompanySources {
	/** Rows of `ll_account_book`. */
	readonly rows: readonly Fields[];
	/** Rows of `ll_lead_book` of its people. */
	readonly people: readonly LeadRow[];
	/** Points at which a company is ready for sales. */
	readonly threshold: number;
}

/** What is known of a company, by the last account roll-up: score, people, roles and activity lately. */
export function companyAnswer({ rows, people, threshold }: CompanySources, asked: string): Result<Answer> {
	const is = (value: unknown): boolean => fold(asText(value)) === fold(asked);
	const row = rows.find(({ account, domain, name }) => is(account) || is(domain) || is(name));
	if (row === undefined)
		return fault(
			'No company has this domain or name',
			'Look for its people with Find leads. 03 Account roll-up adds companies once a day.',
		);
	const company = readCompany(row);
	const members = people
		.filter(({ account, mergedInto }) => mergedInto === null && fold(account ?? '') === fold(company.account))
		.sort((left, right) => (right.total ?? -Infinity) - (left.total ?? -Infinity) || 0);
	const { leads } = listed(members);
	const { name, score, qualified, engaged, completeness, missingRoles, surge } = company;
	return ok({
		answer: `${name} has ${points(score)} points and ${counted(company.members, 'person', 'people')}, ${engaged} of them interested${leads.length > 0 ? `: ${namesOf(leads)}` : ''}. ${qualified ? 'It is ready for sales as a company.' : `${points(threshold)} are needed for sales as a company.`}`,
		found: true,
		...filled({ account: company.account, name, domain: company.domain }),
		...{ score, qualified, threshold, members: company.members, engaged, completeness, missingRoles },
		surging: surge?.surging === true,
		leftOut: Math.max(0, company.members - leads.length),
		leads: leads.map(leadLine),
	});
}
