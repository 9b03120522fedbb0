import { connectionsBy } from '../../shared/connections';
import { account } from './account';
import { answer } from './answer';
import { keys } from './keys';
import { lead } from './lead';
import { leads } from './leads';

/** What the node makes, by the value of “Operation”. */
export const OPERATIONS = { leads, lead, account, keys, answer } as const;
export type OperationName = keyof typeof OPERATIONS;

export const INPUTS = connectionsBy(OPERATIONS, 'inputs');
export const OUTPUTS = connectionsBy(OPERATIONS, 'outputs');
