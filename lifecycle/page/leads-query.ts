import { isCell } from '../grid/grid';
import { isStage } from '../lead/row';
import { asNumber } from '../number';
import type { Fields } from '../path';
import { asText, fold } from '../text';
import { query, type Html } from './html';

export const VIEWS = ['ready', 'late', 'rising', 'dropping', 'all'] as const;
export type View = (typeof VIEWS)[number];

export const SORTS = ['score', 'name', 'change', 'last', 'due', 'owner'] as const;
export type Sort = (typeof SORTS)[number];

export const SLA_CHOICES = ['late', 'soon', 'on_time'] as const;
export type SlaChoice = (typeof SLA_CHOICES)[number];

/** What the reader asks to see: the query of the page's address, read. An empty text asks for nothing. */
export interface LeadsQuery {
	readonly view: View;
	/** In name, company, e-mail address and key. */
	readonly q: string;
	readonly cell: string;
	readonly stage: string;
	readonly owner: string;
	/** Part of the name of the company or its domain. */
	readonly company: string;
	readonly sla: SlaChoice | '';
	readonly sort: Sort;
	/** The other way round. */
	readonly isReversed: boolean;
	/** From 1. */
	readonly page: number;
}

const LONGEST = 200;

/** Reads the query of a page of leads. Whatever stands there: what makes no sense is as if it were not there. */
export function readLeadsQuery(given: Fields): LeadsQuery {
	const text = (name: string): string =>
		asText(Object.hasOwn(given, name) ? given[name] : '')
			.trim()
			.slice(0, LONGEST);
	const sort = text('sort');
	return {
		view: oneOf(VIEWS, text('view')) ?? 'ready',
		q: text('q'),
		cell: isCell(text('cell').toUpperCase()) ? text('cell').toUpperCase() : '',
		stage: isStage(fold(text('stage'))) ? fold(text('stage')) : '',
		owner: text('owner'),
		company: text('company'),
		sla: oneOf(SLA_CHOICES, text('sla')) ?? '',
		sort: oneOf(SORTS, sort.replace(/^-/, '')) ?? 'score',
		isReversed: sort.startsWith('-'),
		page: readPage(text('page')),
	};
}

export const readPage = (text: unknown): number => Math.max(1, Math.floor(asNumber(text) ?? 1));

const oneOf = <Choice extends string>(choices: readonly Choice[], text: string): Choice | undefined =>
	choices.find((choice) => choice === text);

/** The address of the page with another view, order or page number, for an attribute. */
export function leadsAddress(asked: LeadsQuery, changed: Partial<LeadsQuery>): Html {
	const { view, q, cell, stage, owner, company, sla, sort, isReversed, page } = { ...asked, page: 1, ...changed };
	return query({
		...{ view, q, cell, stage, owner, company, sla },
		sort: sort === 'score' && !isReversed ? '' : `${isReversed ? '-' : ''}${sort}`,
		page: page === 1 ? '' : page,
	});
}
