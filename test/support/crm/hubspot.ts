import { nextId, type Api, type Fields, type Held, type Person } from './held';

interface Input {
	id: string;
	properties: Fields;
}

const shown = ({ id, email, ownerId, fields }: Person) => ({
	id,
	properties: { ...fields, email, hubspot_owner_id: ownerId ?? null },
});

function upsert(held: Held, { id: email, properties }: Input) {
	let person = held.people.find((each) => each.email === email);
	if (person === undefined) held.people.push((person = { id: nextId(), email, fields: {} }));
	const { hubspot_owner_id: ownerId, ...fields } = properties;
	if (typeof ownerId === 'string') person.ownerId = ownerId;
	Object.assign(person.fields, fields);
	return shown(person);
}

/** https://developers.hubspot.com/docs/api-reference; tasks are made by the engagements of the legacy API. */
export const hubspot: Api = (held, { method, path, body }) => {
	const inputs = (body.inputs ?? []) as Input[];
	switch (`${method} ${path}`) {
		case 'GET /crm/v3/owners':
			return { status: 200, body: { results: held.users.map(({ id, email }) => ({ id, email })) } };
		case 'POST /crm/v3/objects/contacts/batch/read': {
			const results = held.people.filter(({ email }) => inputs.some(({ id }) => id === email));
			return { status: results.length < inputs.length ? 207 : 200, body: { results: results.map(shown) } };
		}
		case 'POST /crm/v3/objects/contacts/batch/upsert': {
			const bad = inputs.find(({ id }) => id.includes('..'));
			if (bad !== undefined) {
				return { status: 400, body: { status: 'error', message: `Email address ${bad.id} is invalid` } };
			}
			return { status: 200, body: { results: inputs.map((input) => upsert(held, input)) } };
		}
		case 'POST /crm/v3/objects/tasks/search': {
			const [{ filters }] = body.filterGroups as Array<{ filters: Array<{ value: string }> }>;
			const results = held.tasks.filter(({ person }) => person === filters[0].value);
			return {
				status: 200,
				body: { results: results.map(({ id, text }) => ({ id, properties: { hs_task_body: text } })) },
			};
		}
		case 'POST /engagements/v1/engagements': {
			const { engagement, associations, metadata } = body as {
				engagement: { ownerId?: number; timestamp: number };
				associations: { contactIds: string[] };
				metadata: { subject: string; body: string };
			};
			held.tasks.push({
				id: nextId(),
				person: associations.contactIds[0],
				ownerId: engagement.ownerId === undefined ? undefined : String(engagement.ownerId),
				subject: metadata.subject,
				text: metadata.body,
				due: new Date(engagement.timestamp).toISOString(),
			});
			return { status: 200, body: { engagement: { id: 1 } } };
		}
	}
	return undefined;
};
