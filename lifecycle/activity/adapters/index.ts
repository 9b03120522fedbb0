import type { Fields } from '../../path';
import type { Adapter } from '../adapter';
import { amazonSes } from './amazon-ses';
import { brevo } from './brevo';
import { calendly } from './calendly';
import { canonical } from './canonical';
import { customerio } from './customerio';
import { enrichment } from './enrichment';
import { ga4 } from './ga4';
import { hubspot } from './hubspot';
import { intercom } from './intercom';
import { mailchimp } from './mailchimp';
import { mailersend } from './mailersend';
import { mailgun } from './mailgun';
import { mailjet } from './mailjet';
import { mandrill } from './mandrill';
import { odoo } from './odoo';
import { pipedrive } from './pipedrive';
import { postmark } from './postmark';
import { resend } from './resend';
import { salesforce } from './salesforce';
import { segment } from './segment';
import { sendgrid } from './sendgrid';
import { sparkpost } from './sparkpost';
import { stripe } from './stripe';
import { typeform } from './typeform';
import { zoom } from './zoom';

/** In the order in which shapes are tried: what is told by one clear key first, what is told by a loose one last. */
export const ADAPTERS: readonly Adapter[] = [
	canonical,
	enrichment,
	hubspot,
	mailgun,
	mailjet,
	mandrill,
	brevo,
	sendgrid,
	postmark,
	sparkpost,
	amazonSes,
	mailersend,
	resend,
	customerio,
	intercom,
	typeform,
	calendly,
	zoom,
	pipedrive,
	odoo,
	mailchimp,
	segment,
	ga4,
	salesforce,
	stripe,
];

export const adapterOf = (source: string): Adapter | undefined => ADAPTERS.find((adapter) => adapter.source === source);

/** Key of an event -> the adapters that may be meant, one bit each. */
const CANDIDATES = new Map<string, number>();
const ALWAYS = ADAPTERS.reduce((bits, { keys }, index) => (keys ? bits : bits | (1 << index)), 0);
for (const [index, { keys }] of ADAPTERS.entries()) {
	for (const key of keys ?? []) CANDIDATES.set(key, (CANDIDATES.get(key) ?? 0) | (1 << index));
}

/** The vendor that an event's shape tells, undefined when it tells none. */
export function recognise(event: Fields): Adapter | undefined {
	let candidates = ALWAYS;
	for (const key of Object.keys(event)) candidates |= CANDIDATES.get(key) ?? 0;
	return ADAPTERS.find((adapter, index) => (candidates & (1 << index)) !== 0 && adapter.matches(event));
}
