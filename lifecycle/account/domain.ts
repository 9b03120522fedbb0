import { registeredBy } from '../lead/domain';
import { isFreeMail, readEmail } from '../lead/email';
import { memoised } from '../memoised';

export interface DomainOptions {
	/** True: `mail.eu.acme.co.uk` is `acme.co.uk`. False: each host stands for itself. */
	foldSubdomains: boolean;
}

/**
 * Builds the function that tells the domain of the company that an e-mail address belongs to, lower case and
 * in ASCII, by the public suffix list. Undefined when the address says nothing about a company: no address, a
 * free-mail or disposable provider, or a suffix under which strangers register (`ann@co.uk`).
 *
 * The list's private suffixes count as well: the customers of `uk.com` or `github.io` are strangers to each
 * other, and whoever writes from the suffix itself works for its owner.
 */
export function domainReader({ foldSubdomains }: DomainOptions): (email: string) => string | undefined {
	const domainOfHost = memoised((host) => companyDomain(host, foldSubdomains));
	const domainOfPlainHost = memoised((host) => domainOfAddress(`someone@${host}`));
	const domainOfAddress = (email: string): string | undefined => {
		const { domain: host } = readEmail(email);
		return host && domainOfHost(host);
	};
	return (email) => {
		const host = PLAIN_ADDRESS.exec(email)?.[1];
		return host === undefined ? domainOfAddress(email) : domainOfPlainHost(host);
	};
}

// Nearly every address is of this kind, and then only its host matters, which colleagues share.
const PLAIN_ADDRESS = /^[a-z0-9][\w.+-]{0,62}@([a-z0-9.-]{1,253})$/i;

function companyDomain(host: string, foldSubdomains: boolean): string | undefined {
	const { domain } = registeredBy(host);
	if (domain === undefined || isFreeMail(host) || isFreeMail(domain)) return undefined;
	return foldSubdomains ? domain : host;
}
