import { LEAD_PROPERTIES } from '../../../lifecycle/crm/properties';
import { nextId, type Api, type Call, type Fields, type Held } from './held';

/** Keys as Pipedrive makes them, 40 characters. */
export const keyOf = (column: string): string => Buffer.from(column.padEnd(20, '-')).toString('hex');

const fields = LEAD_PROPERTIES.map(({ column, label }) => ({ field_code: keyOf(column), field_name: label }));

interface Body {
	readonly name?: string;
	readonly emails?: Array<{ value: string }>;
	readonly owner_id?: number;
	readonly custom_fields?: Fields;
	readonly participants?: Array<{ person_id: number }>;
	readonly subject?: string;
	readonly note?: string;
	readonly due_date?: string;
}

const textOf = (id: number | undefined): string | undefined => (id === undefined ? undefined : String(id));

function write(held: Held, id: string | undefined, { name, emails, owner_id, custom_fields }: Body) {
	let person = held.people.find((each) => each.id === id);
	if (person === undefined) held.people.push((person = { id: nextId(), email: emails?.[0].value ?? '', fields: {} }));
	person.ownerId = textOf(owner_id) ?? person.ownerId;
	Object.assign(person.fields, { ...custom_fields, ...(name === undefined ? {} : { name }) });
	return { id: Number(person.id) };
}

function search({ people }: Held, term: string | null) {
	const found = people.filter(({ email }) => email === term);
	const shown = found.map(({ id, email, ownerId }) => ({
		...{ id: Number(id), emails: [email], primary_email: email },
		owner: { id: ownerId === undefined ? undefined : Number(ownerId) },
	}));
	return { items: shown.map((item) => ({ result_score: 1, item })) };
}

function createActivity(
	{ tasks }: Held,
	{ participants = [], owner_id, subject = '', note = '', due_date = '' }: Body,
) {
	const [person, ownerId] = [String(participants[0].person_id), textOf(owner_id)];
	tasks.push({ id: nextId(), person, ownerId, subject, text: note, due: due_date });
	return { id: 1 };
}

const CALLS: Readonly<Record<string, (held: Held, body: Body, call: Call) => unknown>> = {
	'GET /v1/users': ({ users }) => users.map(({ id, email }) => ({ id: Number(id), email, active_flag: true })),
	'GET /api/v2/personFields': () => fields,
	'GET /v1/persons/search': (held, _body, { query }) => search(held, query.get('term')),
	'PATCH /api/v2/persons/:id': (held, body, { path }) => write(held, /\d+$/.exec(path)?.[0], body),
	'POST /api/v2/persons': (held, body) => write(held, undefined, body),
	'GET /api/v2/activities': ({ tasks }, _body, { query }) =>
		tasks.filter(({ person }) => person === query.get('person_id')).map(({ id, text }) => ({ id, note: text })),
	'POST /api/v2/activities': createActivity,
};

/** https://developers.pipedrive.com/docs/api/v1 */
export const pipedrive: Api = (held, call) => {
	const body = call.body as Body;
	const isKnown = (key: string): boolean => fields.some(({ field_code }) => field_code === key);
	const unknown = Object.keys(body.custom_fields ?? {}).find((key) => !isKnown(key));
	if (unknown !== undefined) return { status: 400, body: { success: false, error: `Unknown field ${unknown}` } };
	const answer = CALLS[`${call.method} ${call.path.replace(/\d+$/, ':id')}`];
	return answer === undefined ? undefined : { status: 200, body: { success: true, data: answer(held, body, call) } };
};
