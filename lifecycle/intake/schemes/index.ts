import type { Scheme } from '../scheme';
import { basicAuth } from './basic-auth';
import { hubspot } from './hubspot';
import { mailgun } from './mailgun';
import { genericHmac, segment, typeform } from './over-body';
import { sendgrid } from './sendgrid';
import { sharedSecret } from './shared-secret';
import { slack } from './slack';
import { calendly, leadActivity, stripe } from './timestamped';

/** In the order of the form: our own first, then vendors by name, then what suits anyone. */
export const SCHEMES: readonly Scheme[] = [
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
	sharedSecret,
	basicAuth,
];

export const schemeOf = (name: string): Scheme | undefined => SCHEMES.find((scheme) => scheme.name === name);
