import { cleaned } from '../delivery/failure';
import type { Fields } from '../path';
import type { ListSummary, OpenChange } from './summary';

/** What the steps behind the lists gave, in the order of the items that they got. */
export interface ListAnswers {
	/** Of the steps that got those who are off a track, and of those that got those who are new on one. */
	readonly mailchimpLeaves: readonly Fields[];
	readonly mailchimpJoins: readonly Fields[];
	readonly brevo: readonly Fields[];
	readonly mautic: readonly Fields[];
	readonly otherTool: readonly Fields[];
	readonly email: readonly Fields[];
}

export type ListFault =
	| {
			readonly kind: 'refused';
			readonly tool: string;
			readonly count: number;
			readonly of: number;
			readonly error: string;
	  }
	| { readonly kind: 'not_mailed'; readonly error: string };

/** Columns of the lead book, to be written to the row with the id. */
export interface ListMark {
	readonly id: number;
	readonly listedTrack: string | null;
}

export interface ListResult {
	/** A lead that a tool refused has none, so that the next run hands it over again. */
	readonly marks: readonly ListMark[];
	/** Tools that took something; empty: the files are all there is. */
	readonly ways: readonly string[];
	readonly faults: readonly ListFault[];
}

const MAIL = 'E-mail';
const MAILCHIMP = 'Mailchimp';

/** What the tools took. A step that is deactivated took nothing and refused nothing. */
export function resultOf({ changes }: ListSummary, answers: ListAnswers): ListResult {
	const sent = changes.filter(({ isSent }) => isSent);
	const joins = sent.filter(({ track }) => track !== null);
	const leaves = sent.filter(({ was }) => was !== null);
	const answered = [
		...answersOf(MAILCHIMP, leaves, answers.mailchimpLeaves),
		...answersOf(MAILCHIMP, joins, answers.mailchimpJoins),
		...answersOf('Brevo', sent, answers.brevo),
		...answersOf('Mautic', sent, answers.mautic),
		...answersOf('The other tool', sent, answers.otherTool),
	];
	const mail = mailOf(answers.email);
	const failed = new Set(
		[...answered.flatMap(({ failed: refused }) => refused), ...(mail?.fault === undefined ? [] : changes)].flatMap(
			({ rows }) => rows,
		),
	);
	return {
		marks: marksOf(changes, failed),
		ways: [...new Set([...answered.map(({ tool }) => tool), ...(mail !== undefined && !mail.fault ? [MAIL] : [])])],
		faults: [...answered.flatMap(({ fault }) => fault ?? []), ...(mail?.fault ? [mail.fault] : [])],
	};
}

function marksOf(changes: readonly OpenChange[], failed: ReadonlySet<number>): ListMark[] {
	const marks = new Map<number, ListMark>();
	for (const { rows, listedTrack } of changes)
		for (const id of rows) if (!failed.has(id)) marks.set(id, { id, listedTrack });
	return [...marks.values()];
}

interface Answered {
	readonly tool: string;
	readonly failed: readonly OpenChange[];
	readonly fault: ListFault | undefined;
}

/** Nothing for a step that did not run, or that is deactivated and passed its items on. */
function answersOf(tool: string, asked: readonly OpenChange[], given: readonly Fields[]): Answered[] {
	if (asked.length === 0 || given.length === 0 || given.every(isPassedOn)) return [];
	const errors = asked.map((_, index) => errorIn(given.at(index) ?? { error: 'no answer' }));
	const refused = errors.map((error) => error !== undefined && !(tool === MAILCHIMP && isUnknown(error)));
	const failed = asked.filter((_, index) => refused[index]);
	if (failed.length === 0) return [{ tool, failed, fault: undefined }];
	const error = cleaned(errors[refused.indexOf(true)]);
	return [{ tool, failed, fault: { kind: 'refused', tool, count: failed.length, of: asked.length, error } }];
}

const errorIn = ({ error }: Fields): unknown =>
	error === undefined || error === null || error === '' ? undefined : error;

/** Whether an item is one of the lists, as a deactivated step passes it on. */
const isPassedOn = (item: Fields): boolean =>
	errorIn(item) === undefined && Array.isArray(item.rows) && Object.hasOwn(item, 'listedTrack');

/** Who is not in Mailchimp's audience never agreed to be there, and has no tag to lose. */
const isUnknown = (error: unknown): boolean => /\b404\b|could not be found|not found/i.test(cleaned(error));

/** Undefined where no e-mail was sent or tried. */
function mailOf(answers: readonly Fields[]): { readonly fault: ListFault | undefined } | undefined {
	const error = answers.map(errorIn).find((each) => each !== undefined);
	if (error !== undefined) return { fault: { kind: 'not_mailed', error: cleaned(error) } };
	return answers.some(isMailed) ? { fault: undefined } : undefined;
}

/** What n8n's steps that send mail answer: SMTP with `messageId` and `accepted`, Gmail and Outlook with `id` or `success`. */
const isMailed = (answer: Fields): boolean =>
	['messageId', 'accepted', 'id', 'success'].some((name) => Object.hasOwn(answer, name));
