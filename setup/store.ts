/** Where the templates keep their tables: in n8n's Data Tables, or in a PostgreSQL of the user's, which this command cannot reach itself. */
import type { PublicApi } from './public-api';
import type { Accounts } from './services';
import type { Obstacle } from './obstacles';
import type { Survey } from './survey';

export const STORES = ['data-tables', 'postgres'] as const;
export type Store = (typeof STORES)[number];

/** The template that makes the tables in PostgreSQL, when a person executes it. */
const SET_UP = '00-set-up';

/** Whether the tables are there: what reads them is published only then. */
export async function areTablesMade(store: Store, api: PublicApi, { notes }: Survey): Promise<boolean> {
	if (store === 'data-tables') return true;
	const workflow = notes.find(({ name }) => name === SET_UP)?.workflow;
	if (workflow === undefined) return false;
	const path = `/executions?workflowId=${encodeURIComponent(workflow)}&status=success&limit=1`;
	const { data } = (await api.call('GET', path)) as { data: unknown[] };
	return data.length > 0;
}

export const EXECUTE_SET_UP =
	'Open “00 Set up” and execute it once: it makes the tables in PostgreSQL. Then run this command again: it publishes the workflows.';

export function obstaclesOfStore(store: Store, noted: Store | undefined, accounts: Accounts): Obstacle[] {
	if (noted !== undefined && noted !== store)
		return [
			{
				message: `This installation keeps its tables in ${noted === 'postgres' ? 'PostgreSQL' : 'Data Tables'}, and this command moves no rows.`,
				whatToDo:
					'Leave --store out. To move the rows, see “Move an existing installation” in docs/postgresql.md; to begin without them, run remove first.',
			},
		];
	if (store === 'data-tables' || accounts.postgres !== undefined) return [];
	return [
		{
			message: 'There is no credential for PostgreSQL in n8n, or there are several.',
			whatToDo:
				'Make a credential “Postgres” for a user that may create tables, or name one by --credential, and run the same command again.',
		},
	];
}
