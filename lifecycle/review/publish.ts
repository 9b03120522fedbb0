import { fold } from '../text';
import type { Fields } from '../path';
import { counted } from './figures';
import { readDraft } from './draft-model';
import { markOf, modelVersions, renames, type Rename } from './model-versions';

/** What somebody asks for: a draft as they saw it in a preview, or the version before. */
export type Approval =
	/** `mark`: of the rules as they were previewed, see {@link markOf}. */
	{ readonly kind: 'draft'; readonly draft: string; readonly mark: string } | { readonly kind: 'former' };

export type Outcome =
	| {
			readonly kind: 'published';
			readonly renames: readonly Rename[];
			readonly title: string;
			readonly message: string;
	  }
	/** `isStale`: the rules are others than those that were previewed; show them again. */
	| { readonly kind: 'refused'; readonly title: string; readonly message: string; readonly isStale: boolean };

const UNCHANGED = 'Nothing was changed.';

/**
 * What becomes of an approval, given the rules as they are now.
 *
 * @param isMine whether this run alone may publish
 * @param at ISO 8601 in UTC
 */
export function publish(
	rows: readonly Fields[],
	approval: Approval,
	{ isMine, at }: { readonly isMine: boolean; readonly at: string },
): Outcome {
	if (!isMine)
		return refused(
			'Somebody else is publishing',
			`Another run is changing the names of the rules right now. ${UNCHANGED} Try again in a minute.`,
		);
	return approval.kind === 'draft' ? publishDraft(rows, approval, at) : goBack(rows, at);
}

function publishDraft(
	rows: readonly Fields[],
	{ draft, mark }: Extract<Approval, { kind: 'draft' }>,
	at: string,
): Outcome {
	const { drafts } = modelVersions(rows);
	if (!drafts.some((name) => fold(name) === fold(draft)))
		return refused(
			'The draft is gone',
			`No rule belongs to “${draft}” any more: somebody else published, renamed or deleted it. ${UNCHANGED}`,
		);
	if (markOf(rows, draft) !== mark)
		return {
			...refused(
				'The rules have changed',
				`Somebody changed the draft or the live rules after this preview. ${UNCHANGED} Here is the preview as of now.`,
			),
			isStale: true,
		};
	const read = readDraft(rows, draft);
	if (!read.ok)
		return refused(
			'The draft cannot be published',
			`${read.faults.map(({ message, hint }) => `${message}. ${hint}`).join(' ')} ${UNCHANGED}`,
		);
	return published(rows, { chosen: read.value.name, what: `“${read.value.name}”` }, at);
}

function goBack(rows: readonly Fields[], at: string): Outcome {
	const [newest] = modelVersions(rows).former;
	if (newest === undefined)
		return refused('There is no former version', `No model has been published from here yet. ${UNCHANGED}`);
	return published(rows, { chosen: newest, what: `The version that was live before (“${newest}”)` }, at);
}

function published(
	rows: readonly Fields[],
	{ chosen, what }: { readonly chosen: string; readonly what: string },
	at: string,
): Outcome {
	const writes = renames(rows, chosen, at);
	const kept = writes.filter(({ by }) => by === 'id');
	const keptAs = kept.at(-1)?.model;
	return {
		kind: 'published',
		renames: writes,
		title: 'Published',
		message: `${what} is live now. ${
			keptAs === undefined
				? 'No rule was live before.'
				: `What was live before (${counted(kept.length, 'row')}) is kept as “${keptAs}”.`
		} 02 Score now scores every lead again; with thousands of leads this takes some minutes.`,
	};
}

const refused = (title: string, message: string): Extract<Outcome, { kind: 'refused' }> => ({
	kind: 'refused',
	title,
	message,
	isStale: false,
});
