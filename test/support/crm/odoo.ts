import { nextId, type Api, type Fields, type Held } from './held';

type Condition = [field: string, operator: string, value: unknown];

interface Body {
	readonly domain?: Condition[];
	readonly ids?: number[];
	readonly vals?: Fields;
	readonly vals_list?: Fields[];
}

const listed = ({ domain = [] }: Body, field: string): unknown[] =>
	(domain.find(([name]) => name === field)?.[2] ?? []) as unknown[];
const asId = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : undefined);

const METHODS: Readonly<Record<string, (held: Held, body: Body) => unknown>> = {
	'res.users/search_read': ({ users }) =>
		users.map(({ id, email }) => ({ id: Number(id), login: email, email: false })),
	'crm.team/search_read': () => [{ id: 1, alias_model_id: [77, 'Lead'] }],
	'crm.lead/search_read': ({ people }, body) =>
		people
			.filter(({ email }) => listed(body, 'email_normalized').includes(email))
			.map(({ id, email, ownerId }) => ({
				id: Number(id),
				email_normalized: email,
				user_id: ownerId === undefined ? false : [Number(ownerId), 'Somebody'],
			})),
	'crm.lead/write': ({ people }, { ids = [], vals: { user_id, ...fields } = {} }) => {
		const person = people.find(({ id }) => id === String(ids[0]));
		if (person === undefined) return false;
		if (user_id !== undefined) person.ownerId = asId(user_id);
		Object.assign(person.fields, fields);
		return true;
	},
	'crm.lead/create': ({ people }, { vals_list: [{ email_from, user_id, ...fields }] = [{}] }) => {
		const id = nextId();
		people.push({ id, email: email_from as string, ownerId: asId(user_id), fields });
		return [Number(id)];
	},
	'mail.activity/search_read': ({ tasks }, body) =>
		tasks
			.filter(({ person }) => listed(body, 'res_id').includes(Number(person)))
			.map(({ id, text }) => ({ id, note: text })),
	'mail.activity/create': ({ tasks }, { vals_list: [values] = [{}] }) => {
		if (values.res_model_id !== 77) throw new Error('An activity belongs to a record of a model.');
		const { summary, note, date_deadline } = values as Record<string, string>;
		const [person, ownerId] = [asId(values.res_id) ?? '', asId(values.user_id)];
		tasks.push({ id: nextId(), person, ownerId, subject: summary, text: note, due: date_deadline });
		return [1];
	},
};

/** https://www.odoo.com/documentation/19.0/developer/reference/external_api.html */
export const odoo: Api = (held, { path, body }) => {
	const method = METHODS[path.replace(/^\/json\/2\//, '')];
	return method === undefined ? undefined : { status: 200, body: method(held, body) };
};
