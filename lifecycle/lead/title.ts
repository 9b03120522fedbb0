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
const EMPLOYER = /\s(?:at|bei|chez|presso|bij)\s|@/;
// Letters that Unicode does not take apart.
const LETTERS: ReadonlyMap<string, string> = new Map([
	['ø', 'o'],
	['æ', 'ae'],
	['ł', 'l'],
	['ı', 'i'],
]);
const LETTER = /[øæłı]/g;
const BOSS =
	'(?:ceo|cfo|coo|cto|cio|cmo|cso|chro|md|vp|svp|evp|chief|president|vice president|managing|director|directors|board|head|chairman|chairwoman|chair|founder|founders|owner|partner|partners|executive|minister|mayor|c suite|management|c level)';
// Who works for a boss is none: what stands behind is cut off.
const REPORTS_TO = new RegExp(
	String.raw`\s(?:reporting )?to (?:the |our |a |group )?${BOSS}\b.*$|\s(?:aupres d[eu]s?|rattache a|attachee? a)\s.*$|(?<=\b(?:referent|referentin|buro|stab|stabsstelle|mitarbeiter|mitarbeiterin|sekretar|sekretarin))\s(?:des|der|vom|fur den|fur die)\s.*$|\b(?:office|buro) (?:of|des|der)\s.*$`,
);
const PARTS = /\s*(?:[|/;•·]|\s[-–—&+]\s|\s(?:and|und|et|y|e|en)\s)\s*/;
const GRADE = /\s(i|ii|iii|iv|v)$/;
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
	const folded = fold(text)
		.replace(SOFT_HYPHEN, '')
		.replace(LETTER, (letter) => LETTERS.get(letter) ?? letter);
	const [own] = folded.split(EMPLOYER, 1);
	const job = own.replace(REPORTS_TO, '').trim() || own;
	const words = wordsIn(job);
	if (!words.some((word) => /\p{L}/u.test(word))) return undefined;
	return { seniority: highest(job.split(PARTS).map(rankOfPart), words), function: functionOf(words) };
}

const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Of several titles in one field the highest counts; a student of anything but a leader is a student. */
function highest(parts: readonly Seniority[], words: readonly string[]): Seniority {
	const whole = rankOfWords(words);
	if (parts.length < 2) return parts[0] ?? whole;
	if (whole === 'student') return whole;
	const ranks = new Set<Seniority>([...parts, whole]);
	ranks.delete('professional');
	return SENIORITIES.find((rank) => ranks.has(rank)) ?? 'professional';
}

function rankOfPart(part: string): Seniority {
	const rank = rankOfWords(wordsIn(part));
	const grade = rank === 'professional' ? GRADE.exec(part)?.[1] : undefined;
	if (grade === undefined) return rank;
	return grade === 'i' ? 'junior' : grade === 'ii' ? rank : 'senior';
}

const isAssistantOf = (ranks: Ranks, words: readonly string[]): boolean =>
	ranks.has('assistant') && !DEPUTY.test(words.join(' '));

function rankOfWords(words: readonly string[]): Seniority {
	const ranks = new Set(ranksIn(words));
	return isAssistantOf(ranks, words) ? assistantRank(ranks) : rankOf(ranks);
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
function functionOf(words: readonly string[]): JobFunction {
	const isAssistant = isAssistantOf(new Set(ranksIn(words)), words);
	const named = functionsIn(words);
	if (named.includes('consulting')) return 'consulting';
	if (named.includes('project_management') && named.includes('information_technology')) return 'information_technology';
	if (named.length > 0) return named[0];
	const hints = hintsIn(words);
	const own = isAssistant ? hints.filter((hint) => hint !== 'general_management') : hints;
	return own.at(0) ?? 'other';
}
