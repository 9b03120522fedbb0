import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { step, type Place, type Step } from './canvas';
import { value } from './expression';
import { splitOut } from './steps';

export interface Stopping {
	/** Hand the step with the list `faults` on to it, below its other branches. */
	readonly first: Step;
	readonly connect: (flow: WorkflowBuilder) => void;
}

/**
 * Ends the run with an error that says what could not be read, so that it shows in n8n's list of executions. As the
 * lowest branch of its source it runs when everything else is done.
 *
 * @param place of two steps; the source's first item holds `faults`, texts
 */
export function stopOnFaults([column, row]: Place, name = 'What could not be read'): Stopping {
	const eachFault = splitOut(name, [column, row], 'faults');
	const stop = step(
		'stopAndError',
		'Stop and say which',
		[column + 1, row],
		{ errorMessage: value('[...new Set($input.all().map((item) => item.json.faults))].join(" ")') },
		{ executeOnce: true },
	);
	return { first: eachFault, connect: (flow) => void flow.add(eachFault.to(stop)) };
}
