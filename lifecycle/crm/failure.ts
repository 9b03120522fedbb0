import { cleaned } from '../delivery/failure';
import { whyOf, type Failure, type Why } from '../failure';

const WORDS: Readonly<Record<Exclude<Why, 'refused'>, string>> = {
	busy: 'asks for fewer calls at a time',
	credential: 'refused the credential: choose one that is valid and has the permissions that the documentation names',
	broken: 'had a fault of its own',
	slow: 'did not answer in time',
	away: 'could not be reached',
};

/**
 * One clean sentence about a failed call. What a service answers may quote addresses, tokens and whole documents, so
 * little of it is kept.
 *
 * @param service as people know it
 */
export function sentenceFor(failure: Failure, service: string): string {
	const why = whyOf(failure);
	if (why !== 'refused') return `${service} ${WORDS[why]}.`;
	const reason = reasonIn(failure.said);
	return `${service} did not accept it${reason === '' ? '' : `: ${reason}`}.`;
}

const LONGEST_REASON = 140;

function reasonIn(said: string): string {
	const quoted = /"message\\*"\s*:\s*\\*"([^"\\]+)/.exec(said)?.[1];
	return cleaned(quoted ?? said)
		.replace(/[{}"\\]/g, '')
		.slice(0, LONGEST_REASON)
		.trim();
}

/** Whether another call of the same run would fail as well. */
export const meansDown = (failure: Failure): boolean => whyOf(failure) !== 'refused';
