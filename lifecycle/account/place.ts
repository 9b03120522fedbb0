import { isMissing } from '../empty';
import { fault, ok, shown, type Result } from '../fault';
import { memoised } from '../memoised';
import { sameKey } from '../lead/key';
import { asText } from '../text';
import { companyKey } from './company';
import { domainReader } from './domain';
import { calledBy, textOf, type AccountReaders } from './member';
import type { AccountPlan } from './account-plan';

/** Where a lead belongs. */
export interface Place {
	/**
	 * The account's key; a lead that stands alone may have one that looks like an account's, but never shares
	 * it.
	 */
	account: string;
	/** The company's domain that the lead's e-mail address shows, if any. */
	domain: string | undefined;
	company: string | null;
	/** Who else belongs there: leads of the same company, rows of the same person, or nobody. */
	shared: 'company' | 'person' | 'nobody';
}

/**
 * Builds the function that finds a lead's account. Without any address the company's name stands for it. A lead that
 * names none (free mail, an empty field, “self-employed”) stands alone under its own key, so that strangers are never merged; `index` makes do
 * for a lead without a key.
 */
export function placeReader<Lead>(
	{ groupBy, foldSubdomains }: Pick<AccountPlan, 'groupBy' | 'foldSubdomains'>,
	readers: AccountReaders<Lead>,
): (lead: Lead, index: number) => Result<Place> {
	const domainOf = domainReader({ foldSubdomains });
	const companyKeyOf = memoised(companyKey);
	const called = calledBy(readers);
	const accountOf = (lead: Lead, index: number, domain: string | undefined, company: string | null) => {
		if (groupBy === 'field') return readAccountField(readers.account(lead, index), called(lead, index));
		const key = company === null ? undefined : companyKeyOf(company);
		if (groupBy === 'company') return key;
		// Strangers share a free-mail provider, and may name one company; without any address the name is all there is.
		return domain ?? (isMissing(readers.email(lead, index)) ? key : undefined);
	};
	return (lead, index) => {
		const domain = domainOf(asText(readers.email(lead, index)));
		const company = textOf(readers.company(lead, index));
		const account = accountOf(lead, index, domain, company);
		if (typeof account === 'object') return account;
		if (account !== undefined) return ok({ account, domain, company, shared: 'company' });
		const key = sameKey(readers.lead(lead, index));
		if (key !== '') return ok({ account: key, domain, company, shared: 'person' });
		return ok({ account: `item ${index}`, domain, company, shared: 'nobody' });
	};
}

function readAccountField(value: unknown, lead: string): string | undefined | ReturnType<typeof fault> {
	// Odoo links records as [id, name]: the id tells accounts apart, names may differ.
	const own = Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' ? value[0] : value;
	if (typeof own !== 'object' || own === null) return textOf(own) ?? undefined;
	return fault(
		`${lead}: “Account Field” is ${shown(value)}, not a text or a number`,
		'Name the field that holds the account’s name or number itself, e.g. account.id.',
	);
}
