import { memoised } from '../memoised';
import { ACTIVITY_TYPES } from './catalogue';
import { snakeCase, typeOfName } from './names';

/** What tools of sales and marketing keep, and what they or their rules do with it. */
const KEPT = new Set(
	'task note lead contact owner record field property score stage lifecycle segment list workflow sequence campaign crm invoice quote proposal reminder notification'.split(
		' ',
	),
);
const DONE_WITH_IT = new Set(
	`create created add added update updated change changed edit edited assign assigned reassigned remove removed delete deleted merge merged
	sync synced enrich enriched import imported export exported score scored log logged route routed move moved enroll enrolled start started
	finish finished complete completed send sent queue queued schedule scheduled fail failed`.split(/\s+/),
);

/**
 * Whether an activity of a type shows that the lead itself is there and wants to go on. For a type that the catalogue does not
 * have its name decides: `email_sent` and `task_created` tell what we or a system did. Any other is the lead's own.
 */
export const isSignOfLife = (type: string): boolean => ACTIVITY_TYPES.get(type)?.isSignOfLife ?? isByLead(type);

const isByLead = memoised((type: string): boolean => {
	const named = typeOfName(type);
	if ('nothing' in named) return false;
	const known = ACTIVITY_TYPES.get(named.type);
	if (known !== undefined) return known.isSignOfLife;
	const words = snakeCase(type).split('_');
	return !(words.some((word) => KEPT.has(word)) && words.some((word) => DONE_WITH_IT.has(word)));
});

/** Types that the catalogue does not have, by whether they are a sign of life; each once, in order. */
export function unknownTypes(types: Iterable<string>): { readonly signs: string[]; readonly others: string[] } {
	const unknown = [...new Set(types)].filter((type) => !ACTIVITY_TYPES.has(type)).sort();
	return { signs: unknown.filter(isSignOfLife), others: unknown.filter((type) => !isSignOfLife(type)) };
}
