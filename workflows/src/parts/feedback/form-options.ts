import { DEFAULT_REASONS } from '../../../../lifecycle/recycle/reason';

/** What the form offers as reasons: the names of those that come ready-made, as people write them. */
export const REASONS = DEFAULT_REASONS.map(({ reason }) => named(reason));

function named(reason: string): string {
	const words = reason.replaceAll('_', ' ');
	return words[0].toUpperCase() + words.slice(1);
}

/** The options of a form's drop-down. */
export const options = (choices: readonly string[]) => ({ values: choices.map((option) => ({ option })) });
