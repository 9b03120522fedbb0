import type { CrmName } from '../../lifecycle/crm/crm';
import { CRM_NAMES } from '../../lifecycle/crm/crm';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { runCrm, SECRET, type CrmRun } from '../support/crm/flow';
import { personIn } from '../support/crm/held';
import { keyOf } from '../support/crm/pipedrive';
import { SmallCrm } from '../support/crm/small-crm';

// Each loads the nodes of its CRM, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const AS_OF = '2026-03-04T12:00:00.000Z';
const DUE = '2026-03-04T16:00:00.000Z';

const lead = (name: string, more: object = {}) => ({
	lead: `${name}@acme.example`,
	email: `${name}@acme.example`,
	name: `${name} Example`,
	title: 'Director',
	company: 'Acme & Sons',
	owner: null,
	total: 74.5,
	fit: 27,
	engagement: 47.5,
	cell: 'A2',
	label: 'Hot',
	stage: 'nurture',
	summary: 'Pricing page ×2 +24 · Director +12',
	tasks: [],
	mayCreate: false,
	version: 7,
	...more,
});
const handedOver = (name: string, more: object = {}) =>
	lead(name, {
		stage: 'mql',
		mayCreate: true,
		tasks: [
			{
				key: `task:${name}@acme.example:${AS_OF}`,
				subject: `Follow up: ${name} Example`,
				text: `Who: ${name} <x>\nStrongest reasons: Pricing page ×2 +24\ntask:${name}@acme.example:${AS_OF}`,
				due: DUE,
			},
		],
		...more,
	});

const message = (name: string) => ({
	key: `hand_off:${name}@acme.example:${AS_OF}`,
	lead: `${name}@acme.example`,
	kind: 'hand_off',
	audience: 'sales',
	title: 'Ready',
	text: 'Ready',
	at: AS_OF,
});

describe.each(CRM_NAMES)('%s', (crm) => {
	let server: SmallCrm;
	beforeEach(async () => {
		server = await SmallCrm.open(crm);
	});
	afterEach(async () => {
		await server.close();
	});

	const [ben, cleo] = crm === 'salesforce' ? ['005000000000011', '005000000000012'] : ['11', '12'];
	const run = async (leads: object[], more: object = {}): Promise<CrmRun> =>
		await runCrm(server, {
			crm,
			file: '01-capture-and-score',
			from: 'News',
			given: {
				scoreLog: [],
				stageLog: [],
				crm: leads,
				retold: leads.flatMap((each) => ('unlessTold' in each ? [{ key: each.unlessTold }] : [])),
				messages: (leads as Array<{ lead: string }>).map((each) => message(each.lead.split('@')[0])),
			},
			asOf: AS_OF,
			...more,
		});
	const scoresOf = (values: Record<string, unknown>): Record<string, unknown> => {
		const name = crm === 'pipedrive' ? keyOf : PROPERTY_NAMES[crm];
		return Object.fromEntries(LEAD_PROPERTIES.map(({ column }) => [name(column), values[column]]));
	};
	const queued = (result: CrmRun) => result.output('What is left for later').map(({ key, error }) => [key, error]);

	it('makes the record of a new person that is handed over, with the owner of the book, and then the task', async () => {
		const ana = handedOver('ana', { owner: 'ben@sales.example' });
		const result = await run([ana]);
		expect(server.held.people).toHaveLength(1);
		const [{ email, ownerId, fields, id }] = server.held.people;
		expect({ email, ownerId }).toEqual({ email: 'ana@acme.example', ownerId: ben });
		expect(fields).toMatchObject(scoresOf(ana));
		expect(server.held.tasks).toMatchObject([{ person: id, ownerId: ben, subject: 'Follow up: ana Example' }]);
		const [{ text, due }] = server.held.tasks;
		expect(text).toContain(`task:ana@acme.example:${AS_OF}`);
		expect(text).toContain(crm === 'salesforce' ? '<x>\n' : '&lt;x&gt;<br>');
		expect(due.slice(0, 10)).toBe(DUE.slice(0, 10));
		expect(queued(result)).toEqual([]);
	});

	it('makes no record of somebody new who is not ready, unless the CRM sees to it that there is one', async () => {
		await run([lead('ana')]);
		expect(server.held.people).toHaveLength(crm === 'hubspot' ? 1 : 0);
		expect(server.held.tasks).toEqual([]);
	});

	it('writes a known person, leaves its owner, and tells that owner', async () => {
		server.held.people.push(personIn(crm, 'ana@acme.example', cleo));
		const result = await run([handedOver('ana', { owner: 'ben@sales.example' })]);
		expect(server.held.people).toHaveLength(1);
		expect(server.held.people[0].ownerId).toBe(cleo);
		expect(server.held.people[0].fields).toMatchObject(scoresOf(handedOver('ana')));
		expect(server.held.tasks).toMatchObject([{ person: server.held.people[0].id, ownerId: cleo }]);
		expect(result.output('Messages with their owner')).toMatchObject([
			{ messages: [{ lead: 'ana@acme.example', audience: 'cleo@sales.example' }] },
		]);
		expect(result.output('Owners that the CRM names')).toEqual([
			{ lead: 'ana@acme.example', owner: 'cleo@sales.example', version: 7 },
		]);
	});

	it('does not make a task that is there', async () => {
		const person = personIn(crm, 'ana@acme.example', ben);
		server.held.people.push(person);
		server.held.tasks.push({
			id: '1',
			person: person.id,
			subject: 'Follow up',
			text: `<p>task:ana@acme.example:${AS_OF}</p>`,
			due: DUE,
		});
		const result = await run([handedOver('ana')]);
		expect(server.held.tasks).toHaveLength(1);
		expect(queued(result)).toEqual([]);
	});

	it.each([
		['429', 429, 'asks for fewer calls at a time'],
		['500', 500, 'had a fault of its own'],
		['401', 401, 'refused the credential'],
		['400', 400, 'did not accept it'],
	])('answers %s: record and task wait in the outbox, and the message goes out', async (_name, status, words) => {
		server.fails({ on: '', status });
		const result = await run([handedOver('ana'), lead('bob')]);
		expect(queued(result).map(([key]) => key)).toEqual([
			'crm:ana@acme.example',
			`task:ana@acme.example:${AS_OF}`,
			'crm:bob@acme.example',
		]);
		for (const [, error] of queued(result)) {
			expect(error).toContain(words);
			expect(error).not.toContain('another-secret');
			expect(error).toMatch(/^[A-Z][^\n]{10,200}\.$/);
		}
		expect(result.recorded).not.toContain(SECRET);
		const [{ messages }] = result.output('Messages with their owner');
		expect(messages).toHaveLength(2);
		expect(result.output('What is left for later')[0]).toMatchObject({
			kind: 'crm',
			channel: 'crm',
			status: 'undelivered',
			attempts: 0,
			nextAt: '2026-03-04T12:01:00.000Z',
		});
	});

	it('fails at first and then answers: nothing is left', async () => {
		server.held.people.push(personIn(crm, 'ana@acme.example', ben));
		server.fails({ on: '', status: 500, times: 2 });
		const result = await run([handedOver('ana')]);
		expect(queued(result)).toEqual([]);
		expect(server.held.tasks).toHaveLength(1);
	});

	it('makes the task and fails to say so: the task waits, and is not made again when it is found', async () => {
		const ON_TASK: Record<CrmName, string> = {
			hubspot: 'POST /engagements',
			salesforce: 'POST /services/data/v59.0/sobjects/task',
			pipedrive: 'POST /api/v2/activities',
			odoo: 'POST /json/2/mail.activity/create',
		};
		server.held.people.push(personIn(crm, 'ana@acme.example', ben));
		server.fails({ on: ON_TASK[crm], status: { after: 500 } });
		const first = await run([handedOver('ana')]);
		expect(queued(first).map(([key]) => key)).toEqual([`task:ana@acme.example:${AS_OF}`]);
		server.fails();
		expect(queued(await run([handedOver('ana')]))).toEqual([]);
		expect(server.held.tasks).toHaveLength(1);
	});

	it('hands a lead over again only when the run that did was cut off before it told anybody', async () => {
		server.held.people.push(personIn(crm, 'ana@acme.example', ben));
		const unlessTold = `hand_off:ana@acme.example:${AS_OF}`;
		const ana = handedOver('ana', { unlessTold, isChanged: true });
		await run([ana], { tables: { 'Messages of hand-offs': [{ key: unlessTold, status: 'new' }] } });
		expect(server.held.tasks).toEqual([]);
		expect(server.held.people[0].fields).toMatchObject(scoresOf(ana));
		await run([ana], { tables: { 'Messages of hand-offs': [{}] } });
		expect(server.held.tasks).toHaveLength(1);
	});

	it('is switched off: nothing is called, nothing waits, every message keeps its audience', async () => {
		const result = await run([handedOver('ana')], { isOff: true });
		expect(server.calls).toEqual([]);
		expect(queued(result)).toEqual([]);
		expect(result.output('Messages with their owner')).toMatchObject([{ messages: [{ audience: 'sales' }] }]);
	});

	it('writes many in one run', async () => {
		const names = Array.from({ length: 120 }, (_, index) => `lead-${index}`);
		server.held.people.push(...names.map((name) => personIn(crm, `${name}@acme.example`, ben)));
		const result = await run(names.map((name) => lead(name)));
		expect(queued(result)).toEqual([]);
		const total = crm === 'pipedrive' ? keyOf('total') : PROPERTY_NAMES[crm]('total');
		expect(server.held.people.map(({ fields }) => fields[total])).toEqual(names.map(() => 74.5));
	});
});

describe.each(['hubspot', 'pipedrive'] as const)('%s', (crm) => {
	it('does not answer at all: the rest of the run comes out in time', async () => {
		const server = await SmallCrm.open(crm);
		try {
			server.fails({ on: '', status: 'hang' });
			const result = await runCrm(server, {
				crm,
				file: '01-capture-and-score',
				from: 'News',
				given: { scoreLog: [], stageLog: [], crm: [handedOver('ana')], retold: [], messages: [message('ana')] },
				asOf: AS_OF,
			});
			expect(result.recorded).not.toContain(SECRET);
			expect(result.output('What is left for later')).toMatchObject([
				{ error: expect.stringContaining('did not answer in time') as string },
				{ error: expect.stringContaining('did not answer in time') as string },
			]);
			expect(result.output('Messages with their owner')).toMatchObject([{ messages: [{ audience: 'sales' }] }]);
		} finally {
			await server.close();
		}
	});
});
