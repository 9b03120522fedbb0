/** A template as it is installed: bound to our credentials and tables, its errors sent where they are taken. */
import { bindCredentials, bindTables } from '../scripts/host/templates.mjs';
import { TABLES } from '../workflows/src/tables';
import { OWN_IDS } from './own-credentials';
import type { TableState } from './survey';
import { DATA_TABLE, takesErrors, type Source, type Workflow } from './workflow';

export function prepare(template: Workflow, tables: readonly TableState[], errorWorkflow?: string): Workflow {
	// In an order of our own, without the user’s and that of the notes, which may come later: some steps name all of them.
	const ours = Object.values(TABLES).map(({ name }) => tables.find((table) => table.name === name));
	const byName = new Map(ours.flatMap((table) => (table === undefined ? [] : [[table.name, table]])));
	const bound = bindTables(
		bindCredentials(template as never, OWN_IDS, { alsoPeoplesData: false }),
		byName,
	) as unknown as Workflow;
	if (errorWorkflow === undefined || takesErrors(template)) return bound;
	return { ...bound, settings: { ...bound.settings, errorWorkflow } };
}

/** A cell of `ll_state` in which a workflow notes its own id, so that others can start it. */
export interface IdCell {
	readonly row: string;
	readonly column: string;
	readonly file: string;
}

/** @returns the cells that the templates write at their first run */
export function idCells(sources: readonly Source[]): IdCell[] {
	return sources.flatMap(({ file, template }) =>
		template.nodes.flatMap(({ type, parameters = {} }) => {
			if (type !== DATA_TABLE || nameOf(parameters.dataTableId) !== TABLES.state.name) return [];
			const { filters, columns } = parameters as unknown as RowStep;
			const row = filters?.conditions.find(({ keyName }) => keyName === 'name')?.keyValue;
			const cells = Object.entries(columns?.value ?? {}).filter(([, value]) => value === OWN_ID);
			return row === undefined ? [] : cells.map(([column]) => ({ row, column, file }));
		}),
	);
}

const OWN_ID = '={{ $workflow.id }}';
const nameOf = (locator: unknown): unknown => (locator as { value?: unknown } | undefined)?.value;

interface RowStep {
	readonly filters?: { readonly conditions: ReadonlyArray<{ readonly keyName: string; readonly keyValue?: string }> };
	readonly columns?: { readonly value?: Readonly<Record<string, unknown>> };
}
