import { describe, plainText, type Composing } from './compose';
import { cut, oneLine } from './limits';
import type { CrmTask } from './message';

/** Subjects of HubSpot, Salesforce and Pipedrive hold 255 characters; Odoo's a little more. */
const SUBJECT = 255;
const TEXT = 10_000;

export interface Task {
	readonly subject: string;
	/** Ends with the task's key, by which the CRM is asked whether it has the task already. */
	readonly text: string;
	/** ISO 8601 in UTC. */
	readonly due: string;
}

/** A task for the owner in a CRM, as plain text. */
export function taskOf(message: CrmTask, composing: Composing): Task {
	const description = describe(message, composing);
	return {
		subject: oneLine(description.title, SUBJECT),
		text: `${cut(plainText(description), TEXT)}\n${message.key}`,
		due: message.due ?? message.at,
	};
}
