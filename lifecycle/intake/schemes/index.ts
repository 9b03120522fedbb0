import type { Scheme } from '../scheme';
import { basicAuth } from './basic-auth';
import { hubspot } from './hubspot';
import { mailgun } from './mailgun';
import { genericHmac, segment, typeform } from './over-body';
import { sendgrid } from './sendgrid';
import { sharedSecret } from './shared-secret';
import { slack } from './slack';
import { calendly, leadActivity, stripe } from './timestamped';

/** In the order of the form: what anyone can send first, then our own, vendors by name, and what suits others. */
export const SCHEMES: readonly Scheme[] = [
	sharedSecret,
	leadActivity,
	calendly,
	hubspot,
	mailgun,
	segment,
	sendgrid,
	slack,
	stripe,
	typeform,
	genericHmac,
	basicAuth,
];

export const schemeOf = (name: string): Scheme | undefined => SCHEMES.find((scheme) => scheme.name === name);
