import { parse } from 'tldts';
import { memoised } from '../memoised';
import { withoutInvisible } from './key';

const LONGEST_DOMAIN = 253;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const ASCII = /^[\x21-\x7e]*$/;

// Services that give every customer a name of its own, and are not on the public suffix list.
const TENANT_SUFFIXES: ReadonlySet<string> = new Set(
	`onmicrosoft.com mail.onmicrosoft.com sharepoint.com crm.dynamics.com zendesk.com atlassian.net jira.com force.com
	my.salesforce.com lightning.force.com visualforce.com salesforce-sites.com my.site.com freshdesk.com freshservice.com
	freshsales.io myfreshworks.com helpscout.net helpscoutapp.com intercom-mail.com kayako.com desk.com gorgias.com
	service-now.com myworkday.com workday.com successfactors.com okta.com auth0.com onelogin.com slack.com monday.com
	teamwork.com basecamp.com zohodesk.com zohobookings.com bamboohr.com greenhouse.io lever.co personio.de hubspot.com
	hubspotpagebuilder.com hs-sites.com pipedrive.com odoo.com erpnext.com frappe.cloud myshopify.com bigcartel.com
	mybigcommerce.com squarespace.com weebly.com webnode.page jimdo.com jimdosite.com wordpress.com substack.com mailchimpapp.com
	eventbrite.com typeform.com unbouncepages.com webinargeek.com livestorm.co canva.site gitbook.io statuspage.io`.split(
		/\s+/,
	),
);

/** The name of a host in lower case and ASCII, without a dot at its end; undefined when it is no domain's name. */
export function asciiHost(text: string): string | undefined {
	if (text === '' || text.length > LONGEST_DOMAIN) return undefined;
	const written = text.endsWith('.') ? text.slice(0, -1) : text;
	const name = ASCII.test(written) ? written.toLowerCase() : internationalHost(written);
	return name !== undefined && name.length <= LONGEST_DOMAIN && DOMAIN.test(name) ? name : undefined;
}

function internationalHost(text: string): string | undefined {
	if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(text)) return undefined;
	const url = `http://${text}`;
	return URL.canParse(url) ? new URL(url).hostname : undefined;
}

export interface Registered {
	/** What somebody registered: `acme.co.uk` of `mail.eu.acme.co.uk`, `acme.zendesk.com` of a tenant; undefined when nobody did (`co.uk`). */
	domain: string | undefined;
	/** Whether the end of the name is a top-level domain that exists. */
	isPublic: boolean;
}

/**
 * What a host's owner registered, by the public suffix list and a list of services with tenants: customers of `uk.com`,
 * `github.io` or `zendesk.com` are strangers to each other, and whoever writes from the suffix itself works for its
 * owner. `host` as {@link asciiHost} gives it.
 */
export const registeredBy = memoised((host: string): Registered => {
	const { domain, isPrivate, isIcann } = parse(host, { allowPrivateDomains: true, validateHostname: false });
	const isPublic = isIcann === true || isPrivate === true;
	return { domain: tenantOf(host) ?? domain ?? (isPrivate === true ? host : undefined), isPublic };
}, 20_000);

function tenantOf(host: string): string | undefined {
	let tenant: string | undefined;
	for (let dot = host.indexOf('.'); dot >= 0 && tenant === undefined; dot = host.indexOf('.', dot + 1)) {
		if (TENANT_SUFFIXES.has(host.slice(dot + 1))) tenant = host.slice(host.lastIndexOf('.', dot - 1) + 1);
	}
	return tenant;
}

/** Where a text points to, when it is an address, a web address or the bare name of a host. */
export interface Pointer {
	/** The registered domain. */
	domain: string;
	/** Whether it names a page or a mailbox too, and not the host alone. */
	hasMore: boolean;
	hasScheme: boolean;
}

const NOBODY: Registered = { domain: undefined, isPublic: false };
const POINTER = /^(?<scheme>https?:\/\/)?(?:[^/?#\s@]*@)?(?<host>[^/?#\s:@]+)(?::\d+)?(?<rest>[/?#]\S*)?$/i;
const LONGEST_POINTER = 2000;

/** `@acme.com`, `https://www.acme.com/`, `ann@eu.acme.com`, `münchen.de`; undefined for any other text. */
export function pointerIn(written: string): Pointer | undefined {
	if (!written.includes('.') || written.length > LONGEST_POINTER) return undefined;
	const text = withoutInvisible(written).trim();
	const { scheme, host = '', rest = '' } = POINTER.exec(text)?.groups ?? {};
	const name = asciiHost(host);
	const { domain, isPublic } = name === undefined ? NOBODY : registeredBy(name);
	if (domain === undefined || !isPublic) return undefined;
	return {
		domain,
		hasMore: (rest !== '' && rest !== '/') || text.lastIndexOf('@') > 0,
		hasScheme: scheme !== undefined,
	};
}
