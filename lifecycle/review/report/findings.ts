import type { Finding } from '../model-check';

/** More findings of one check are one row of the report. */
const MOST_OF_ONE = 3;
const NAMED = 8;

interface Several {
	readonly message: (count: number, first: string) => string;
	readonly hint: string;
}

const SEVERAL: Readonly<Record<string, Several>> = {
	'never fires': {
		message: (count, first) => `${count} rules never applied, such as “${first}”`,
		hint: 'Compare the events, fields and values of rules that never applied with the activity log, or remove these rules.',
	},
	'empty field': {
		message: (count, first) => `${count} fields that rules read are mostly empty, such as “${first}”`,
		hint: 'Ask for the empty fields in a form, enrich them (template 07), or map them in “Field Mapping”.',
	},
	'always together': {
		message: (count, first) => `${count} pairs of rules nearly always apply together, such as “${first}”`,
		hint: 'Of two rules that count the same thing, keep one, or halve the points of both.',
	},
};

/** Findings as people read them: many of one check become one, which names the first of them. Their order stays. */
export function readableFindings(findings: readonly Finding[]): Finding[] {
	const checks = [...new Set(findings.map(({ check }) => check))];
	return checks.flatMap((check) => merged(findings.filter((finding) => finding.check === check)));
}

function merged(findings: readonly Finding[]): readonly Finding[] {
	const [first] = findings;
	const several = Object.hasOwn(SEVERAL, first.check) ? SEVERAL[first.check] : undefined;
	if (several === undefined || findings.length <= MOST_OF_ONE) return findings;
	const { check, severity } = first;
	return [
		{
			check,
			severity,
			message: several.message(findings.length, first.about ?? ''),
			evidence: named(findings),
			hint: several.hint,
		},
	];
}

function named(findings: readonly Finding[]): string {
	const names = findings.slice(0, NAMED).map(({ about }) => `“${about}”`);
	const more = findings.length - names.length;
	return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** What changes most when it is put right comes first. */
const WEIGHTIEST = ['threshold', 'drift', 'inflation'];

/** The finding that the reader is to act on first. */
export function weightiest(findings: readonly Finding[]): Finding | undefined {
	const found = WEIGHTIEST.flatMap((check) => findings.find((finding) => finding.check === check) ?? []);
	return found.at(0) ?? findings.at(0);
}
