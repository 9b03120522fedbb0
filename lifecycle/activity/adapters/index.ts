import type { Fields } from '../../path';
import type { Adapter } from '../adapter';
import { activecampaign } from './activecampaign';
import { amazonSes } from './amazon-ses';
import { brevo } from './brevo';
import { calcom } from './calcom';
import { calendly } from './calendly';
import { canonical } from './canonical';
import { customerio } from './customerio';
import { enrichment } from './enrichment';
import { elementor, googleForms, gravityForms, jotform, tally, unbounce, webflow } from './forms';
import { freshsales } from './freshsales';
import { ga4 } from './ga4';
import { hubspot } from './hubspot';
import { intercom } from './intercom';
import { klaviyo } from './klaviyo';
import { facebookLeadAds, linkedinLeadAds } from './lead-ads';
import { mailchimp } from './mailchimp';
import { mailersend } from './mailersend';
import { mailgun } from './mailgun';
import { mailjet } from './mailjet';
import { mailtrap } from './mailtrap';
import { mandrill } from './mandrill';
import { matomo } from './matomo';
import { odoo } from './odoo';
import { paddle } from './paddle';
import { pipedrive } from './pipedrive';
import { posthog } from './posthog';
import { postmark } from './postmark';
import { resend } from './resend';
import { salesforce } from './salesforce';
import { segment } from './segment';
import { sendgrid } from './sendgrid';
import { sparkpost } from './sparkpost';
import { stripe } from './stripe';
import { typeform } from './typeform';
import { gotoWebinar, livestorm } from './webinars';
import { zoho } from './zoho';
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
	mailtrap,
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
	calcom,
	zoom,
	tally,
	jotform,
	webflow,
	gravityForms,
	elementor,
	unbounce,
	facebookLeadAds,
	linkedinLeadAds,
	paddle,
	klaviyo,
	livestorm,
	gotoWebinar,
	activecampaign,
	posthog,
	matomo,
	pipedrive,
	odoo,
	zoho,
	freshsales,
	mailchimp,
	segment,
	ga4,
	salesforce,
	googleForms,
	stripe,
];

export const adapterOf = (source: string): Adapter | undefined => ADAPTERS.find((adapter) => adapter.source === source);

/** Positions of adapters, a bit each, in as many numbers as they need: sets of them are joined for every event. */
const WORD = 31;
const WORDS = Array.from({ length: Math.ceil(ADAPTERS.length / WORD) }, () => 0);
const bitOf = (position: number): number => 1 << (position % WORD);
const wordOf = (position: number): number => Math.floor(position / WORD);

/** Key of an event -> the adapters that may be meant; those for which no key is sure are always tried. */
const CANDIDATES = new Map<string, number[]>();
const ALWAYS = [...WORDS];
for (const [position, { keys }] of ADAPTERS.entries()) {
	if (keys === undefined) ALWAYS[wordOf(position)] |= bitOf(position);
	for (const key of keys ?? []) {
		const words = CANDIDATES.get(key) ?? [...WORDS];
		words[wordOf(position)] |= bitOf(position);
		CANDIDATES.set(key, words);
	}
}

/** The vendor that an event's shape tells, undefined when it tells none. */
export function recognise(event: Fields): Adapter | undefined {
	const meant = [...ALWAYS];
	for (const key of Object.keys(event)) {
		const words = CANDIDATES.get(key);
		if (words !== undefined) for (const [index, word] of words.entries()) meant[index] |= word;
	}
	return ADAPTERS.find(
		(adapter, position) => (meant[wordOf(position)] & bitOf(position)) !== 0 && adapter.matches(event),
	);
}
