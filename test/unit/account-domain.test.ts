import fc from 'fast-check';
import { domainReader } from '../../lifecycle/account/domain';
import cases from '../cases/account-domains.json';

describe('domainReader', () => {
	const folded = domainReader({ foldSubdomains: true });
	const unfolded = domainReader({ foldSubdomains: false });

	it.each(cases)('$email', (row) => {
		expect(folded(row.email) ?? null).toBe(row.folded);
		expect(unfolded(row.email) ?? null).toBe(row.host);
		// Once more, from what it remembers.
		expect(folded(row.email) ?? null).toBe(row.folded);
	});

	it('puts every address of a company under one domain, and strangers never together', () => {
		const label = fc.stringMatching(/^[a-z][a-z0-9]{5,11}$/);
		const suffix = fc.constantFrom('com', 'co.uk', 'com.br', 'de', 'co.jp', 'uk.com');
		fc.assert(
			fc.property(label, label, label, suffix, (person, company, subdomain, ending) => {
				const domain = `${company}zz.${ending}`;
				expect(folded(`${person}@${domain}`)).toBe(domain);
				expect(folded(`${person}@${subdomain}.${domain}`)).toBe(domain);
				expect(folded(`${person}@gmail.com`)).toBeUndefined();
			}),
		);
	});
});
