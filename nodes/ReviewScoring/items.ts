import type { INodeExecutionData } from 'n8n-workflow';

/** Rows that come from all items together, so that they are linked to none. */
export const itemsOf = (rows: readonly object[]): INodeExecutionData[] =>
	rows.map((row) => ({ json: { ...row }, pairedItem: [] }));

/** The one item of a report: what it says in sentences, and the figures behind them. */
export const reportItem = (sentences: readonly string[], report: object): INodeExecutionData[] =>
	itemsOf([{ sentences, report }]);
