import { nextId, personIn, type Answer, type Api, type Fields, type Held } from './held';

/** As much of SOQL as the templates speak. */
function query(held: Held, soql: string): Fields[] {
	const values = [...soql.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => text.replace(/\\(.)/g, '$1'));
	if (soql.includes('FROM User')) return held.users.map(({ id, email }) => ({ Id: id, Email: email }));
	if (soql.includes('FROM Task')) {
		return held.tasks
			.filter(({ person }) => person === values[0])
			.map(({ id, text }) => ({ Id: id, Description: text }));
	}
	const prefix = soql.includes('FROM Contact') ? '003' : '00Q';
	return held.people
		.filter(({ id, email }) => id.startsWith(prefix) && values.includes(email))
		.map(({ id, email, ownerId }) => ({ Id: id, Email: email, OwnerId: ownerId ?? '005000000000099' }));
}

function answered(held: Held, soql: string): Answer {
	const records = query(held, soql);
	return { status: 200, body: { totalSize: records.length, done: true, records } };
}

function update(held: Held, id: string, fields: Fields): Answer {
	const person = held.people.find((each) => each.id === id);
	if (person === undefined) return { status: 404, body: [{ message: 'No such record', errorCode: 'NOT_FOUND' }] };
	Object.assign(person.fields, fields);
	return { status: 204 };
}

function createTask(
	held: Held,
	{ WhoId, OwnerId, Subject, Description, ActivityDate }: Record<string, string>,
): Answer {
	const id = nextId();
	held.tasks.push({ id, person: WhoId, ownerId: OwnerId, subject: Subject, text: Description, due: ActivityDate });
	return { status: 201, body: { id, success: true } };
}

function createLead(held: Held, { Email, OwnerId, ...fields }: Record<string, string>): Answer {
	if (!fields.LastName || !fields.Company) return { status: 400, body: [{ message: 'Required fields are missing' }] };
	const person = personIn('salesforce', Email, OwnerId, fields);
	held.people.push(person);
	return { status: 201, body: { id: person.id, success: true } };
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest */
export const salesforce: Api = (held, { method, path, query: parameters, body }) => {
	const [, resource = '', object = '', id = ''] = /^\/services\/data\/v[\d.]+\/(\w+)\/?(\w*)\/?(\w*)$/.exec(path) ?? [];
	if (resource === 'query') return answered(held, parameters.get('q') ?? '');
	if (method === 'PATCH') return update(held, id, body);
	const values = body as Record<string, string>;
	return object.toLowerCase() === 'task' ? createTask(held, values) : createLead(held, values);
};
