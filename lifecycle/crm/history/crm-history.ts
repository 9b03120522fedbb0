import type { Result } from '../../fault';
import type { Fields } from '../../path';
import type { CrmName } from '../crm';

/** The most records that a page holds: so many leads are looked up with one query, which reads the whole lead book. */
export const RECORDS_A_PAGE = 100;

/** How many records there are before the first page. */
export interface Count {
	/** Null where the CRM does not say. */
	readonly total: number | null;
	/** Where to begin or to go on. */
	readonly cursor: string;
}

/** What a page held. */
export interface Page {
	/** As Normalize Activity reads them. */
	readonly records: readonly Fields[];
	/** Where the next page begins; '' after the last one. */
	readonly next: string;
}

/** A CRM whose records can be imported, page by page. Answers come from outside and may be of any shape. */
export interface CrmHistory {
	readonly title: string;
	readonly source: CrmName;
	/** @param cursor of the import so far, '' at its beginning */
	count(answers: readonly Fields[], cursor: string): Count;
	/** @param messages of the records, where the CRM gives them apart */
	page(answers: readonly Fields[], messages: readonly Fields[], cursor: string): Result<Page>;
	/** Addresses of the owners, by how a record names them. */
	ownersOf(users: readonly Fields[]): ReadonlyMap<string, string>;
	/** What a record says of its stage, the more telling word first. */
	stagesOf(attributes: Fields): readonly string[];
	/** Whether the record says that it is lost, whatever its stage is. */
	isLost(attributes: Fields): boolean;
}
