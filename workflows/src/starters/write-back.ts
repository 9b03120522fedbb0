import { note, step, type Place, type Step } from '../parts/canvas';
import { value } from '../parts/expression';
import type { WorkflowBuilder } from '@n8n/workflow-sdk';

/** A grid for records that say who people are and hardly what they do: 15 points of fit are enough. */
export const BY_FIT = {
	fitThresholds: '30, 15, 1',
	salesCells: ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'C1'],
};

/** The row at which the notes begin. */
export const TOP = -1.4;

/** n8n repeats the node when its first item failed, so a service that is down for a moment is waited for. */
export const PATIENT = { retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 } as const;

/** Slack takes 40,000 characters and shows some 4,000 well. */
const LONGEST = 3000;

/** A Filter of one condition. */
const keepWhere = (name: string, place: Place, condition: string): Step =>
	step('filter', name, place, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: 'kept',
					leftValue: value(condition),
					rightValue: '',
					operator: { type: 'boolean', operation: 'true', singleValue: true },
				},
			],
		},
		options: {},
	});

/**
 * One message a run, with a line for each item. `line` is an expression of `j`, an item; what Slack would take for a
 * mention of everybody or for a link is plain text in it. What a visitor wrote cannot begin a line of its own, as if it
 * told of another lead.
 */
export const sendToSlack = (place: Place, line: string): Step =>
	step(
		'slack',
		'Send to Slack',
		place,
		{
			resource: 'message',
			operation: 'post',
			select: 'channel',
			channelId: { __rl: true, mode: 'name', value: '#sales-leads' },
			messageType: 'text',
			text: value(`$input.all().map(({json:j})=>${line}.replace(/[<\\s]+/g,' ')).join('\\n').slice(0,${LONGEST})`),
			otherOptions: { includeLinkToWorkflow: false, unfurl_links: false, unfurl_media: false },
		},
		{
			...PATIENT,
			waitBetweenTries: 5000,
			executeOnce: true,
			disabled: true,
			notes: 'Credential, then activate',
			notesInFlow: true,
		},
	);

export interface WriteBack {
	/** Expressions of the cell and the total that were written last time, `$json` being the record. */
	readonly last: { readonly cell: string; readonly total: string };
	/** Takes scored and classified records; of one that is refused it gives `error`, in its place. */
	readonly write: (place: Place) => Step;
	/** Expression of whom to name in Slack, `j` being the record. */
	readonly who: string;
}

/**
 * Writes changed scores back, and names in Slack who just entered the sales cells, after they were written: a run that is
 * cut off announces nobody whose cell is not kept, and nobody twice.
 *
 * @param source step that gives all records with `leadScore` and `grid`
 * @param place of the first step; takes five columns, and most of a row above
 */
export function writeBack(flow: WorkflowBuilder, source: Step, [column, row]: Place, given: WriteBack): void {
	const { last, who } = given;
	const changed = keepWhere(
		'Keep changed scores',
		[column, row],
		`$json.grid.cell !== ${last.cell} || Math.abs($json.leadScore.total - ${last.total}) >= 1`,
	);
	const write = given.write([column + 1, row - 0.6]);
	const written = step('merge', 'Wait until written', [column + 2, row], {
		mode: 'combine',
		combineBy: 'combineByPosition',
		options: { clashHandling: { values: { resolveClash: 'preferLast', mergeMode: 'shallowMerge' } } },
	});
	const news = keepWhere(
		'Keep news for Slack',
		[column + 3.2, row],
		"Boolean($json.error) || $json.grid.transition === 'entered'",
	);
	const line = `\`\${j.error ? '⚠️ Not written:' : '🔥'} \${${who}}, \${j.grid.cell}, \${j.error ?? j.leadScore.summary}\``;
	flow
		.add(source.to(changed).to(write).to(written.input(0)))
		.add(changed.to(written.input(1)))
		.add(written.to(news).to(sendToSlack([column + 4.2, row], line)));
}

/** The note behind {@link writeBack}. */
export const writeBackNote = (place: Place, size: Place, where: string, refused: string) =>
	note(
		'2 Write and announce',
		place,
		size,
		'sales',
		`
		# 2 · Write back and announce
		Only what moved by a point, or into another cell, is written. Slack names who **just entered** the sales cells, once, after ${where} took it. ${refused}
	`,
	);
