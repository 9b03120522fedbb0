import { TABLES, type Table } from '../workflows/src/tables';
import { SETUP_TABLE } from './installation';
import type { Store } from './store';

/** The table of notes comes first, so that whatever follows can be noted. */
export const OUR_TABLES: readonly Table[] = [SETUP_TABLE, ...Object.values(TABLES)];

/** Those that are Data Tables of n8n. */
export const dataTablesOf = (store: Store): readonly Table[] => (store === 'postgres' ? [SETUP_TABLE] : OUR_TABLES);
