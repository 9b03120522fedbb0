import { connectionsBy } from '../../shared/connections';
import { account } from './account';
import { lead } from './lead';
import { leads } from './leads';

/** The pages that the node makes, by the value of “Operation”. */
export const OPERATIONS = { leads, lead, account } as const;
export type OperationName = keyof typeof OPERATIONS;

export const INPUTS = connectionsBy(OPERATIONS, 'inputs');
