import type { Fields } from '../path';

/** Inside a text of JSON its quotes would be escaped, so this is the key and nothing that a rule is called. */
const DROPS_BELOW = /"dropsBelow":(null|\{[^{}]*\})/;

/**
 * A row of `ll_lead_book` without the reasons of the score, which are most of what it holds and which no list shows. Of ten thousand leads,
 * reading them takes longer than all the rest. Where the day on which the score drops is not found, the row stays whole.
 */
export function withoutReasons(raw: Fields): Fields {
	const { leadScore } = raw;
	const found = typeof leadScore === 'string' ? DROPS_BELOW.exec(leadScore) : null;
	return found === null ? raw : { ...raw, leadScore: `{"dropsBelow":${found[1]}}` };
}
