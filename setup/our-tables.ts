import { TABLES, type Table } from '../workflows/src/tables';
import { SETUP_TABLE } from './installation';

/** The table of notes comes first, so that whatever follows can be noted. */
export const OUR_TABLES: readonly Table[] = [SETUP_TABLE, ...Object.values(TABLES)];
