import { connectionsBy } from '../../shared/connections';
import { deadline } from './deadline';
import { decision } from './decision';
import { review } from './review';
import { score } from './score';
import { unfold } from './unfold';

/** What the node can be asked to do, by the value of “Because Of”. */
export const OPERATIONS = { score, decision, deadline, review, unfold } as const;
export type OperationName = keyof typeof OPERATIONS;

export const INPUTS = connectionsBy(OPERATIONS, 'inputs');
export const OUTPUTS = connectionsBy(OPERATIONS, 'outputs');
