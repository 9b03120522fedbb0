import { withoutAddresses } from '../fault';
import type { Digest } from '../message/message';
import type { Language } from '../settings/settings';
import { PHRASES } from './phrases';
import type { ListFault, ListResult } from './result';
import type { ListSummary } from './summary';

export interface ReportTerms {
	readonly language: Language;
	/** Where the files are: the name of the workflow and the id of the execution. */
	readonly workflow: string;
	readonly execution: string;
}

/**
 * What marketing is sent after each run, also a quiet one, or nobody would know whether this runs. Where a mail with the
 * files goes out, no second one is sent beside it, unless something failed.
 */
export function reportOf(summary: ListSummary, { ways, faults }: ListResult, terms: ReportTerms): Digest {
	const phrases = PHRASES[terms.language];
	const { at, changes, files, onTrack, heldBack } = summary;
	const joined = changes.flatMap(({ track }) => track ?? []);
	const left = changes.filter(({ was }) => was !== null).length;
	const where = ways.length > 0 ? phrases.sentTo(ways) : phrases.asFiles(files, terms);
	return {
		kind: 'digest',
		key: `nurture_lists:${at}`,
		audience: 'marketing',
		at,
		...(faults.length > 0 ? {} : { channels: ['slack', 'teams'] as const }),
		title: phrases.title(joined.length, left),
		lines: [
			changes.length === 0 ? phrases.quiet : where,
			...[...new Set(joined)].map((track) =>
				phrases.joined(track.replaceAll('_', ' '), joined.filter((each) => each === track).length),
			),
			...(left > 0 ? [phrases.left(left)] : []),
			phrases.onTrack(onTrack),
			...heldBackLine(heldBack, terms.language),
			...faults.map((fault) => phrases.fault(fault)),
		],
		next: faults.length > 0 ? phrases.next : '',
	};
}

function heldBackLine(heldBack: Readonly<Record<string, number>>, language: Language): string[] {
	const { notWritten, why } = PHRASES[language];
	const counts = Object.entries(heldBack).map(([reason, count]) => `${count} (${why(reason)})`);
	return counts.length === 0 ? [] : [notWritten(counts.join(', '))];
}

/** What stops the run, for the list of executions; undefined where nothing failed. */
export const faultText = (faults: readonly ListFault[]): string | undefined =>
	faults.length === 0 ? undefined : withoutAddresses(faults.map((fault) => PHRASES.en.fault(fault)).join(' '));
