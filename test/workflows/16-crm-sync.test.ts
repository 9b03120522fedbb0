import { CRM_NAMES, type CrmName } from '../../lifecycle/crm/crm';
import { LEAD_PROPERTIES, PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { TABLES } from '../../workflows/src/tables';
import { SECRET } from '../support/crm/flow';
import { personIn } from '../support/crm/held';
import { keyOf } from '../support/crm/pipedrive';
import { SmallCrm, type Fault } from '../support/crm/small-crm';
import { syncCrm, type SyncRun } from '../support/crm/sync';
import { DataTables, type Row } from '../support/data-tables';

// Each loads the nodes of its CRM, which takes seconds on a busy machine.
jest.setTimeout(240_000);

const START = '2026-03-04T12:00:00.000Z';
const DUE = '2026-03-04T16:00:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

const address = (name: string): string => `${name}@acme.example`;
const lead = (name: string, more: Row = {}): Row => ({
	...{ lead: address(name), email: address(name), name: `${name} Example`, title: 'Director', company: 'Acme & Sons' },
	...{ owner: null, total: 74.5, fit: 27, engagement: 47.5, cell: 'A2', label: 'Hot', stage: 'nurture' },
	...{ summary: 'Pricing page ×2 +24 · Director +12', version: 7, crm: 'due', handedOffAt: null },
	...more,
});
const handedOver = (name: string, more: Row = {}): Row => lead(name, { stage: 'mql', handedOffAt: START, ...more });

const taskKey = (name: string): string => `task:${address(name)}:${START}`;
const task = (name: string, more: Row = {}): Row => ({
	...{ title: `Follow up: ${name} Example`, audience: 'sales', status: 'new', kind: 'crm', at: START },
	...{ lead: address(name), text: `Who: ${name} <x>\nStrongest reasons: Pricing page ×2 +24`, channel: 'crm' },
	...{ attempts: 0, nextAt: '', error: '', details: JSON.stringify({ kind: 'crm', due: DUE }), key: taskKey(name) },
	...more,
});

const MAKES_TASK: Record<CrmName, Fault['on']> = {
	hubspot: 'POST /engagements',
	salesforce: 'POST /services/data/v59.0/sobjects/task',
	pipedrive: 'POST /api/v2/activities',
	odoo: 'POST /json/2/mail.activity/create',
};

describe.each(CRM_NAMES)('16 CRM sync with %s', (crm) => {
	let server: SmallCrm;
	let tables: DataTables;
	beforeEach(async () => {
		server = await SmallCrm.open(crm);
		tables = new DataTables();
	});
	afterEach(async () => {
		await server.close();
	});

	/** Leads a run. */
	const most = crm === 'hubspot' ? 200 : 60;
	const [ben, cleo] = crm === 'salesforce' ? ['005000000000011', '005000000000012'] : ['11', '12'];
	const insert = (leads: Row[], tasks: Row[] = []): void => {
		tables.insert(TABLES.leadBook, ...leads);
		tables.insert(TABLES.outbox, ...tasks);
	};
	const sync = async (
		minutes = 0,
		more: { off?: readonly string[] | 'all'; executionId?: string } = {},
	): Promise<SyncRun> => await syncCrm(server, { crm, tables, asOf: after(minutes), ...more });
	const scoresOf = (row: Row): Record<string, unknown> => {
		const name = crm === 'pipedrive' ? keyOf : PROPERTY_NAMES[crm];
		return Object.fromEntries(LEAD_PROPERTIES.map(({ column }) => [name(column), row[column]]));
	};
	const book = (): Row[] => tables.all(TABLES.leadBook);
	const outbox = (): Row[] => tables.all(TABLES.outbox);
	const states = () => outbox().map(({ key, status }) => [key, status]);
	const marks = () => book().map(({ crm: mark }) => mark);

	it('makes the record of a new person that is handed over, with the owner of the book, and then the task', async () => {
		const ana = handedOver('ana', { owner: 'ben@sales.example' });
		insert([ana], [task('ana')]);
		await sync();
		expect(server.held.people).toHaveLength(1);
		const [{ email, ownerId, fields, id }] = server.held.people;
		expect({ email, ownerId }).toEqual({ email: address('ana'), ownerId: ben });
		expect(fields).toMatchObject(scoresOf(ana));
		expect(server.held.tasks).toMatchObject([{ person: id, ownerId: ben, subject: 'Follow up: ana Example' }]);
		const [{ text, due }] = server.held.tasks;
		expect(text).toContain(taskKey('ana'));
		expect(text).toContain(crm === 'salesforce' ? '<x>\n' : '&lt;x&gt;<br>');
		expect(due.slice(0, 10)).toBe(DUE.slice(0, 10));
		expect(states()).toEqual([[taskKey('ana'), 'sent']]);
		expect(marks()).toEqual([id]);
		expect(book()[0].version).toBe(7);
		expect(tables.all(TABLES.state)).toMatchObject([{ name: 'crm', until: '', seen: 1 }]);
	});

	it('makes no record of somebody new who is not ready, unless the CRM sees to it that there is one', async () => {
		insert([lead('ana')]);
		await sync();
		expect(server.held.people).toHaveLength(crm === 'hubspot' ? 1 : 0);
		expect(server.held.tasks).toEqual([]);
		expect(marks()).toEqual(crm === 'hubspot' ? [server.held.people[0].id] : [null]);
	});

	it('writes a known person, leaves its owner, and makes that rep the owner where the book names nobody', async () => {
		server.held.people.push(personIn(crm, address('ana'), cleo), personIn(crm, address('bob'), cleo));
		const [ana, bob] = [handedOver('ana'), handedOver('bob', { owner: 'ben@sales.example' })];
		const message = (name: string, audience: string): Row => ({
			...{ key: `hand_off:${address(name)}:${START}`, lead: address(name), kind: 'hand_off', audience },
			...{ status: 'new', channel: 'slack', title: 'Ready', at: START },
		});
		const hands = [message('ana', 'sales'), message('bob', 'ben@sales.example')];
		insert([ana, bob], [task('ana'), ...hands, { ...hands[0], key: 'earlier', status: 'sent' }]);
		await sync();
		expect(server.held.people.map(({ ownerId }) => ownerId)).toEqual([cleo, cleo]);
		expect(server.held.people[0].fields).toMatchObject(scoresOf(ana));
		expect(server.held.tasks).toMatchObject([{ person: server.held.people[0].id, ownerId: cleo }]);
		expect(book().map(({ owner }) => owner)).toEqual(['cleo@sales.example', 'ben@sales.example']);
		const audiences = outbox().filter(({ kind }) => kind === 'hand_off');
		expect(audiences.map(({ audience }) => audience)).toEqual(['cleo@sales.example', 'ben@sales.example', 'sales']);
	});

	it('takes no more leads than it can serve within its lease, and the others in the next run', async () => {
		const names = Array.from({ length: most + 5 }, (_, index) => `lead${index}`);
		insert(names.map((name) => lead(name)));
		let until = '';
		const seconds = (later: string): number => (Date.parse(later) - Date.now()) / 1000;
		tables.beforeUpdate = () => (until = until || String(tables.all(TABLES.state)[0]?.until ?? ''));
		await sync();
		expect(marks().filter((mark) => mark === 'due')).toHaveLength(5);
		// Four calls of two and a half seconds each, for each of them; HubSpot takes the records a hundred a call.
		expect(seconds(until)).toBeGreaterThan(crm === 'hubspot' ? most * 2.5 : most * 9.5);
		await sync(5);
		expect(marks().filter((mark) => mark === 'due')).toEqual([]);
	});

	it('does not make a task that is there', async () => {
		const person = personIn(crm, address('ana'), ben);
		server.held.people.push(person);
		const text = `<p>${taskKey('ana')}</p>`;
		server.held.tasks.push({ id: '1', person: person.id, subject: 'Follow up', text, due: DUE });
		insert([handedOver('ana')], [task('ana')]);
		await sync();
		expect(server.held.tasks).toHaveLength(1);
		expect(states()).toEqual([[taskKey('ana'), 'sent']]);
	});

	it.each([
		['429', 429, 'asks for fewer calls at a time'],
		['500', 500, 'had a fault of its own'],
		['401', 401, 'refused the credential'],
		['400', 400, 'did not accept it'],
		// The others are called by n8n's own nodes, which wait for minutes.
		...(['hubspot', 'pipedrive'].includes(crm) ? [['nothing', 'hang', 'did not answer in time'] as const] : []),
	] as const)(
		'answers %s: record and task wait in the outbox, and no further call is made',
		async (_name, status, words) => {
			server.fails({ on: '', status });
			insert([handedOver('ana'), lead('bob')], [task('ana')]);
			const { recorded } = await sync();
			expect(states()).toEqual([
				[taskKey('ana'), 'undelivered'],
				[`crm:${address('ana')}`, 'undelivered'],
				[`crm:${address('bob')}`, 'undelivered'],
			]);
			for (const { error, nextAt, attempts } of outbox()) {
				expect(error).toContain(words);
				expect(error).not.toContain('another-secret');
				expect(error).toMatch(/^[A-Z][^\n]{10,200}\.$/);
				expect({ nextAt, attempts }).toEqual({ nextAt: after(1), attempts: 1 });
			}
			// A credential that is refused is renewed, and the same call made again at the host that the test stands in for.
			const paths = server.calls.map(({ method, path }) => `${method} ${path.replace(/^\/127[.\d]+:\d+/, '')}`);
			expect([...new Set(paths)]).toHaveLength(1);
			expect(marks()).toEqual(['due', 'due']);
			expect(recorded).not.toContain(SECRET);
			expect(tables.all(TABLES.state)).toMatchObject([{ until: '' }]);
		},
	);

	it('fails at first and then answers: nothing is left', async () => {
		server.held.people.push(personIn(crm, address('ana'), ben));
		server.fails({ on: '', status: 500, times: 2 });
		insert([handedOver('ana')], [task('ana')]);
		await sync();
		expect(states()).toEqual([[taskKey('ana'), 'sent']]);
		expect(server.held.tasks).toHaveLength(1);
	});

	it('makes the task and fails to say so: the task waits, and is not made again when it is found', async () => {
		server.held.people.push(personIn(crm, address('ana'), ben));
		server.fails({ on: MAKES_TASK[crm], status: { after: 500 } });
		insert([handedOver('ana')], [task('ana')]);
		await sync();
		expect(states()).toEqual([[taskKey('ana'), 'undelivered']]);
		expect(marks()).toEqual([server.held.people[0].id]);
		server.fails();
		await sync(1);
		expect(states()).toEqual([[taskKey('ana'), 'sent']]);
		expect(server.held.tasks).toHaveLength(1);
	});

	it('is deactivated: nothing is called, nothing is noted, everything waits', async () => {
		insert([handedOver('ana')], [task('ana')]);
		await sync(0, { off: 'all' });
		expect(server.calls).toEqual([]);
		expect(states()).toEqual([[taskKey('ana'), 'new']]);
		expect(marks()).toEqual(['due']);
		expect(tables.all(TABLES.state)).toMatchObject([{ until: '', seen: 0 }]);
	});

	it('says in its state whether the CRM was asked, also after runs with nothing to do', async () => {
		await sync();
		expect(tables.all(TABLES.state)).toMatchObject([{ until: '', seen: null }]);
		insert([handedOver('ana')], [task('ana')]);
		await sync();
		await sync(5);
		expect(tables.all(TABLES.state)).toMatchObject([{ until: '', seen: 1 }]);
	});

	it('finds nobody because one node is deactivated: makes no record twice', async () => {
		server.held.people.push(personIn(crm, address('ana'), ben));
		insert([handedOver('ana')], [task('ana')]);
		const find = { hubspot: 'Find contacts', salesforce: 'Find leads', pipedrive: 'Find persons', odoo: 'Find leads' };
		await sync(0, { off: [find[crm]] });
		expect(server.held.people).toHaveLength(1);
		expect(marks()).toEqual(['due']);
	});

	it('writes many in one run', async () => {
		const names = Array.from({ length: Math.min(most, 100) }, (_, index) => `lead-${index}`);
		server.held.people.push(...names.map((name) => personIn(crm, address(name), ben)));
		insert(names.map((name) => lead(name)));
		await sync();
		expect(outbox()).toEqual([]);
		const total = crm === 'pipedrive' ? keyOf('total') : PROPERTY_NAMES[crm]('total');
		expect(server.held.people.map(({ fields }) => fields[total])).toEqual(names.map(() => 74.5));
		expect(marks()).toEqual(server.held.people.map(({ id }) => id));
	});

	it('does nothing when nothing is due', async () => {
		insert([lead('ana', { crm: '17' }), lead('bob', { crm: null })]);
		await sync();
		expect(server.calls).toEqual([]);
		expect(tables.all(TABLES.state)).toMatchObject([{ until: '' }]);
	});

	it('leaves a row due that was written while the run was at it', async () => {
		const person = personIn(crm, address('ana'), ben);
		server.held.people.push(person);
		insert([lead('ana', { crm: `due ${person.id}` })]);
		const isChanged = server.onCall(() =>
			tables.change(TABLES.leadBook, { lead: address('ana') }, { version: 8, total: 90 }),
		);
		await sync();
		expect(isChanged()).toBe(true);
		expect(marks()).toEqual([`due ${person.id}`]);
		await sync(5);
		expect(Object.values(person.fields)).toContain(90);
		expect(marks()).toEqual([person.id]);
	});

	it('down for ten minutes during 60 hand-offs: 60 are delivered in the end, none twice', async () => {
		const names = Array.from({ length: 60 }, (_, index) => `lead-${index}`);
		for (let minute = 0; minute < 10; minute++) {
			server.fails({ on: '', status: [500, 429, 503][minute % 3] });
			const some = names.slice(minute * 6, minute * 6 + 6);
			insert(
				some.map((name) => handedOver(name)),
				some.map((name) => task(name)),
			);
			await sync(minute);
		}
		expect(server.held.people).toEqual([]);
		server.fails({ on: MAKES_TASK[crm], status: { after: 500 }, times: 7 });
		for (let minute = 10; outbox().some(({ status }) => status !== 'sent') && minute < 60; minute += 2)
			await sync(minute);
		expect(states().filter(([, status]) => status !== 'sent')).toEqual([]);
		expect(server.held.people.map(({ email }) => email).sort()).toEqual(names.map(address).sort());
		expect(server.held.tasks).toHaveLength(60);
		expect(new Set(server.held.tasks.map(({ person }) => person)).size).toBe(60);
		expect(marks().filter((mark) => String(mark).startsWith('due'))).toEqual([]);
	});

	it('waits longer each time, gives up after days, says so, and tries again when it is told to', async () => {
		server.fails({ on: '', status: 500 });
		insert([handedOver('ana')], [task('ana')]);
		const waits: number[] = [];
		for (let minute = 0; waits.length < 5;) {
			await sync(minute);
			const next = (Date.parse(String(outbox()[0].nextAt)) - Date.parse(START)) / 60_000;
			waits.push(next - minute);
			minute = next;
		}
		expect(waits).toEqual([1, 2, 4, 8, 15]);
		await sync(3 * 24 * 60);
		const [made, record, report] = outbox();
		expect([made.status, record.status, report.kind, report.status]).toEqual(['failed', 'failed', 'fault', 'new']);
		expect(report.text).toContain(`crm:${address('ana')}`);
		expect(marks()).toEqual([null]);
		server.fails();
		tables.change(TABLES.outbox, { status: 'failed' }, { status: 'undelivered' });
		await sync(3 * 24 * 60 + 5);
		expect(server.held.people).toHaveLength(1);
		expect(server.held.tasks).toHaveLength(1);
		expect(marks()).toEqual([server.held.people[0].id]);
	});

	it('two runs at once write once', async () => {
		insert([handedOver('ana')], [task('ana')]);
		await Promise.all([sync(0, { executionId: '1' }), sync(0, { executionId: '2' })]);
		expect(server.held.people).toHaveLength(1);
		expect(server.held.tasks).toHaveLength(1);
	});

	it('one record that is refused keeps no other from being written', async () => {
		insert([handedOver('bob..'), handedOver('ana')], [task('bob..'), task('ana')]);
		await sync();
		await sync(1);
		const statusOf = (name: string) =>
			outbox()
				.filter((row) => row.lead === address(name))
				.map(({ status }) => status);
		expect(statusOf('ana')).toEqual(crm === 'hubspot' ? ['sent', 'sent'] : ['sent']);
		expect(statusOf('bob..')).toEqual(crm === 'hubspot' ? ['undelivered', 'undelivered'] : ['sent']);
	});

	it('takes over what waits from a former version, and rows that take no part', async () => {
		const details = JSON.stringify({
			task: { key: taskKey('ana'), subject: 'Call', text: `x\n${taskKey('ana')}`, due: DUE },
		});
		const row = (key: string, more: Row): Row =>
			task('ana', { key, title: '', text: 'Not yet', status: 'undelivered', ...more });
		insert(
			[handedOver('ana', { crm: null }), lead('bob', { crm: 'due', mergedInto: address('ana') })],
			[row(`crm:${address('ana')}`, { details: '{}' }), row(taskKey('ana'), { details }), task('gone')],
		);
		await sync();
		expect(server.held.people.map(({ email }) => email)).toEqual([address('ana')]);
		expect(server.held.tasks).toMatchObject([{ subject: 'Call' }]);
		expect(marks()).toEqual([server.held.people[0].id, null]);
		expect(outbox().map(({ status }) => status)).toEqual(['sent', 'sent', 'failed', 'new']);
		expect(outbox()[2].error).toContain('no lead “gone@acme.example”');
	});
});

it('16 CRM sync with salesforce writes the contact, not the lead of the same address', async () => {
	const server = await SmallCrm.open('salesforce');
	const tables = new DataTables();
	try {
		const contact = { ...personIn('salesforce', address('ana'), '005000000000012'), id: '003000000000077' };
		server.held.people.push(personIn('salesforce', address('ana'), undefined), contact);
		tables.insert(TABLES.leadBook, handedOver('ana'));
		tables.insert(TABLES.outbox, task('ana'));
		await syncCrm(server, { crm: 'salesforce', tables, asOf: START });
		expect(contact.fields).toMatchObject({ [PROPERTY_NAMES.salesforce('total')]: 74.5 });
		expect(server.held.people[0].fields).toEqual({});
		expect(server.held.tasks).toMatchObject([{ person: contact.id, ownerId: '005000000000012' }]);
	} finally {
		await server.close();
	}
});
