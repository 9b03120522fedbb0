import { CHOICES } from '../../feedback/choices';

/** What sales can answer to a hand-off; the rest is said in the form of 05, or in the CRM. */
export const ANSWERS = Object.fromEntries(
	Object.entries(CHOICES).filter(([, decision]) => ['accepted', 'sent_back'].includes(decision)),
);

/** Slack's node gives the answer by the labels of the form. */
export const LABELS = {
	decision: 'What do you say?',
	reason: 'Why does it come back?',
	note: 'In your own words',
};
