import { fold } from '../text';
import { lexicon } from './lexicon';
import { FUNCTION_HINTS, FUNCTION_WORDS, SENIORITY_WORDS } from './title-words';

/** Ranks, highest first. */
export const SENIORITIES = [
	'executive',
	'vice_president',
	'director',
	'head',
	'senior_manager',
	'manager',
	'senior',
	'professional',
	'junior',
	'student',
] as const;
export type Seniority = (typeof SENIORITIES)[number];

/** Departments, in the order of the documentation. */
export const JOB_FUNCTIONS = [
	'general_management',
	'sales',
	'business_development',
	'marketing',
	'customer_support',
	'information_technology',
	'product',
	'project_management',
	'consulting',
	'research',
	'operations',
	'purchasing',
	'finance',
	'legal',
	'human_resources',
	'administration',
	'education',
	'healthcare',
	'other',
] as const;
export type JobFunction = (typeof JOB_FUNCTIONS)[number];

const LONGEST_TITLE = 300;
const SOFT_HYPHEN = /\u00ad/g;
const EMPLOYER = /\s(?:at|bei|chez)\s|@/;
const LEADERS = ['executive', 'vice_president', 'director', 'head'] as const;
// Before any other word `assistant` is a job of its own: the assistant of a director is none.
const DEPUTY = /\b(?:assistant|associate) (?:director|vice|manager|professor|partner|principal|dean)/;

const ranksIn = lexicon(SENIORITY_WORDS);
const functionsIn = lexicon(FUNCTION_WORDS);
const hintsIn = lexicon(FUNCTION_HINTS);

export interface JobTitle {
	seniority: Seniority;
	function: JobFunction;
}

/**
 * The rank and the department that a job title in English, French, German or Spanish speaks of. A title that names none
 * is a `professional`, in `other`; a text without letters or over 300 characters is no title and gives undefined.
 */
export function readTitle(text: string): JobTitle | undefined {
	if (text.length > LONGEST_TITLE) return undefined;
	const [job] = fold(text).replace(SOFT_HYPHEN, '').split(EMPLOYER, 1);
	const words = job.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (!words.some((word) => /\p{L}/u.test(word))) return undefined;
	const ranks = new Set(ranksIn(words));
	const isAssistant = ranks.has('assistant') && !DEPUTY.test(words.join(' '));
	return {
		seniority: isAssistant ? assistantRank(ranks) : rankOf(ranks),
		function: functionOf(words, isAssistant),
	};
}

type Ranks = ReadonlySet<keyof typeof SENIORITY_WORDS>;

const assistantRank = (ranks: Ranks): Seniority => (ranks.has('student') ? 'student' : 'junior');

function rankOf(ranks: Ranks): Seniority {
	const leader = LEADERS.find((rank) => ranks.has(rank));
	if (leader !== undefined) return leader;
	if (ranks.has('student')) return 'student';
	if (ranks.has('junior')) return 'junior';
	if (ranks.has('manager')) return ranks.has('senior') ? 'senior_manager' : 'manager';
	return ranks.has('senior') ? 'senior' : 'professional';
}

/** The first department named; advising on one is consulting, and an IT project belongs to IT. */
function functionOf(words: readonly string[], isAssistant: boolean): JobFunction {
	const named = functionsIn(words);
	if (named.includes('consulting')) return 'consulting';
	if (named.includes('project_management') && named.includes('information_technology')) return 'information_technology';
	if (named.length > 0) return named[0];
	const hints = hintsIn(words);
	const own = isAssistant ? hints.filter((hint) => hint !== 'general_management') : hints;
	return own.at(0) ?? 'other';
}
