import { deadline } from './deadline';
import { decision } from './decision';
import { review } from './review';
import { score } from './score';
import { unfold } from './unfold';

/** What the node can be asked to do, by the value of “Because Of”. */
export const OPERATIONS = { score, decision, deadline, review, unfold } as const;
export type OperationName = keyof typeof OPERATIONS;

const connections = (side: 'inputs' | 'outputs'): string =>
	JSON.stringify(Object.fromEntries(Object.entries(OPERATIONS).map(([name, operation]) => [name, operation[side]])));

// n8n works these out in the browser too, so they are text.
const named = (side: 'inputs' | 'outputs') =>
	`={{ (${connections(side)})[$parameter.operation].map((displayName) => ({ type: 'main', displayName })) }}` as const;

export const INPUTS = named('inputs');
export const OUTPUTS = named('outputs');
