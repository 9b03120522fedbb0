import { memoised } from '../memoised';
import { asciiHost } from './domain';
import { withoutInvisible } from './key';
import { DISPOSABLE_MAIL_DOMAINS, FREE_MAIL_DOMAINS } from './mail-domains';

/**
 * What an e-mail address says about its owner: `business` a person at a company's own domain, `free` a webmail or
 * access provider, `disposable` a throw-away service, `role` a shared mailbox (info@, sales@), `invalid` not an address.
 */
export const EMAIL_CLASSES = ['business', 'free', 'disposable', 'role', 'invalid'] as const;
export type EmailClass = (typeof EMAIL_CLASSES)[number];

export interface EmailAddress {
	class: EmailClass;
	/** Lower case, international names as ASCII; undefined when the address is invalid. */
	domain: string | undefined;
}

const LONGEST_ADDRESS = 320;
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 253;

const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** Nearly all of them; the classes of Unicode cost four times as much. */
const ASCII_LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const QUOTED_LOCAL_PART = /^"[^"\\]+"$/;
/** The digits at its end are none of its words. */
const WORD_END = /[._-]|\d+$/;
const MAY_BE_NO_REPLY = /^[._-]*[dn]/;

const ROLES: ReadonlySet<string> = new Set(
	`abuse accounting accounts accueil achat achats admin administracion administration administrator adv advertising
	agence all anfrage apply ap ar asistencia atencioncliente ayuda bestellung bewerbung billing board booking bookings
	buchhaltung bureau buyer career careers catering cliente clientes clients commande commandes commercial communication
	comptabilite compliance compras compta conseil contabilidad contact contacto contactus contracts courrier customer
	customercare customerservice datenschutz demo desk dev devis direccion direction dns dpo einkauf empfang empleo enquiries
	enquiry equipo events everyone export facturacion facturas facture factures facturation feedback finance finances finanzas
	formation fragen ftp general geschaeftsfuehrung group hallo hello help helpdesk hi hola hostmaster hr import info
	informacion information informatique inquiries inquiry investors invoice invoices invoicing it jobs karriere kontakt
	kundenservice kundendienst legal list logistics logistik mail mailbox mailer daemon mairie management
	marketing media member membership moderator network news newsletter noc noreply nospam notifications office oficina
	operations order orders organisation owner partner partners payments payroll pedidos personal personalabteilung
	postmaster pr press presse prensa privacy procurement projects proveedores public purchase purchases purchasing qualite
	quality reception recepcion rechnung rechnungen recruiting recruitment recrutement recursoshumanos redaccion redaction
	redaktion registrar registration reservas reservation reservations reception rh rrhh root sales sales-team school sav
	secretaria secretariat secretary sekretariat security seo service servicecenter services shop soporte spam staff standard
	store studio subscribe subscriptions suporte supplier suppliers support sysadmin team tech technik tienda undisclosed
	unsubscribe usenet uucp ventas vente ventes verkauf vertrieb verwaltung webmaster webmestre welcome werbung web www
	zentrale`.split(/\s+/),
);
const ROLE_COMPANIONS: ReadonlySet<string> = new Set(
	`no not reply do the my our us uk eu emea apac latam dach na fr de es it at ch be nl ca au in ie nz europe france
	germany deutschland spain espana paris london berlin madrid global international int service care dept department
	client clients b2b web online`.split(/\s+/),
);

/**
 * The class and the domain of an address as forms and CRMs hold it, also written as `Ann Lee <ann@acme.com>` or
 * `mailto:ann@acme.com`. Only the text is judged: nothing is looked up. A free or disposable domain wins over a role.
 */
export function readEmail(text: string): EmailAddress {
	const parts = splitAddress(text);
	if (!parts) return { class: 'invalid', domain: undefined };
	const { local, domain } = parts;
	return { class: domain.provider ?? (isRole(local) ? 'role' : 'business'), domain: domain.name };
}

/** Whether a domain belongs to a mail provider open to anybody, throw-away services included. */
export const isFreeMail = (domain: string): boolean => {
	if (domain.length > LONGEST_DOMAIN) return false;
	const name = domain.trim().toLowerCase();
	return FREE_MAIL_DOMAINS.has(name) || isDisposable(name);
};

// These services answer on every subdomain of theirs (`anything.mailinator.com`).
function isDisposable(domain: string): boolean {
	let name = domain;
	while (name.includes('.')) {
		if (DISPOSABLE_MAIL_DOMAINS.has(name)) return true;
		name = name.slice(name.indexOf('.') + 1);
	}
	return false;
}

/** `sales`, `no-reply`, `info.fr`, `support+eu`: every part is a role's word or goes with one. */
function isRole(local: string): boolean {
	const plus = local.indexOf('+');
	const mailbox = (plus < 0 ? local : local.slice(0, plus)).toLowerCase();
	if (ROLES.has(mailbox)) return true;
	if (!startsLikeRole(mailbox)) return false;
	const parts = mailbox.replace(/\d+$/, '').split(/[._-]/);
	if (parts.join('') === 'noreply' || parts.join('') === 'donotreply') return true;
	return parts.some((part) => ROLES.has(part)) && parts.every((part) => ROLES.has(part) || ROLE_COMPANIONS.has(part));
}

// Most addresses are people's, and looking at their first word alone saves four fifths of the work.
function startsLikeRole(mailbox: string): boolean {
	const end = mailbox.search(WORD_END);
	const word = end < 0 ? mailbox : mailbox.slice(0, end);
	return ROLES.has(word) || ROLE_COMPANIONS.has(word) || MAY_BE_NO_REPLY.test(mailbox);
}

/** A domain, and what it says about the owner of an address whatever stands before the @. */
interface Domain {
	name: string;
	provider: 'free' | 'disposable' | undefined;
}

const KNOWN_DOMAINS = 20_000;

// Companies have several leads each.
const readDomain = memoised((text): Domain | undefined => {
	const name = asciiHost(text);
	return name === undefined ? undefined : { name, provider: providerOf(name) };
}, KNOWN_DOMAINS);

function providerOf(domain: string): Domain['provider'] {
	if (isDisposable(domain)) return 'disposable';
	return FREE_MAIL_DOMAINS.has(domain) ? 'free' : undefined;
}

function splitAddress(text: string): { local: string; domain: Domain } | undefined {
	if (text.length > LONGEST_ADDRESS) return undefined;
	const address = bareAddress(withoutInvisible(text).trim());
	const at = address.lastIndexOf('@');
	const local = address.slice(0, Math.max(at, 0));
	const domain = readDomain(address.slice(at + 1));
	if (at < 1 || local.length > LONGEST_LOCAL_PART || domain === undefined) return undefined;
	const isLocalPart = ASCII_LOCAL_PART.test(local) || LOCAL_PART.test(local) || QUOTED_LOCAL_PART.test(local);
	return isLocalPart ? { local, domain } : undefined;
}

function bareAddress(text: string): string {
	const open = text.endsWith('>') ? text.lastIndexOf('<') : -1;
	if (open >= 0) return text.slice(open + 1, -1).trim();
	return text[6] === ':' && text.slice(0, 7).toLowerCase() === 'mailto:' ? text.slice(7) : text;
}
