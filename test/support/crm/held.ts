import type { CrmName } from '../../../lifecycle/crm/crm';

export type Fields = Record<string, unknown>;

export interface Person {
	id: string;
	email: string;
	ownerId?: string;
	fields: Fields;
}

export interface Task {
	id: string;
	person: string;
	ownerId?: string;
	subject: string;
	text: string;
	/** The day of it at least. */
	due: string;
}

/** What a CRM holds; a person's fields by the CRM's names. */
export interface Held {
	readonly users: ReadonlyArray<{ id: string; email: string }>;
	readonly people: Person[];
	readonly tasks: Task[];
}

export interface Call {
	readonly method: string;
	/** Without the host and the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly body: Fields;
}

export interface Answer {
	readonly status: number;
	readonly body?: unknown;
}

/** The API of one CRM over what it holds; nothing for a call it does not know. */
export type Api = (held: Held, call: Call) => Answer | undefined;

let lastId = 1000;
export const nextId = (): string => String((lastId += 1));

/** A person of a CRM, with an id as that CRM gives them. */
export function personIn(crm: CrmName, email: string, ownerId: string | undefined, fields: Fields = {}): Person {
	const id = crm === 'salesforce' ? `00Q${nextId().padStart(12, '0')}` : nextId();
	return { id, email, ownerId, fields };
}
