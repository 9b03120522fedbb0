/**
 * The column `crm` of a row of the lead book: `due` when the CRM does not show the row yet, then the CRM's id of the
 * record, where it is known.
 */
export interface Mark {
	readonly isDue: boolean;
	/** '' where it is not known. */
	readonly id: string;
}

const DUE = /^due(?:\s+|$)/;

/** `due`, `due 1234`, `1234` or nothing. */
export function readMark(cell: string | null): Mark {
	const text = (cell ?? '').trim();
	return { isDue: DUE.test(text), id: text.replace(DUE, '') };
}
