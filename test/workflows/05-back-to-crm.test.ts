import { CRM_NAMES } from '../../lifecycle/crm/crm';
import { PROPERTY_NAMES } from '../../lifecycle/crm/properties';
import { runCrm } from '../support/crm/flow';
import { personIn } from '../support/crm/held';
import { keyOf } from '../support/crm/pipedrive';
import { SmallCrm } from '../support/crm/small-crm';

// Each loads the nodes of its CRM, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const AS_OF = '2026-03-04T12:00:00.000Z';
const LEAD = 'ana@acme.example';
const ROW = { lead: LEAD, email: LEAD, name: 'Ana', stage: 'recycled', total: 47, cell: 'B3', version: 7 };

describe.each(CRM_NAMES)('05 back to %s', (crm) => {
	let server: SmallCrm;
	beforeEach(async () => {
		server = await SmallCrm.open(crm);
	});
	afterEach(async () => {
		await server.close();
	});

	const write = async (isOff = false) =>
		await runCrm(server, {
			crm,
			file: '05-recycle',
			from: 'News',
			given: {
				results: [{ item: 0, lead: LEAD, outcome: 'done' }],
				messages: [],
				scores: [],
				scoreLog: [],
				crm: [{ ...ROW, tasks: [], mayCreate: false }],
				retold: [],
			},
			asOf: AS_OF,
			isOff,
		});
	const stageName = crm === 'pipedrive' ? keyOf('stage') : PROPERTY_NAMES[crm]('stage');

	it('writes the stage to the record, makes no task, and answers', async () => {
		server.held.people.push(personIn(crm, LEAD, undefined));
		const result = await write();
		expect(server.held.people).toMatchObject([{ fields: { [stageName]: 'recycled' } }]);
		expect(server.held.tasks).toEqual([]);
		expect(result.output('What is left for later')).toEqual([]);
		expect(result.output('Results')).toMatchObject([{ outcome: 'done' }]);
	});

	it('makes no record of somebody who is not there, unless the CRM sees to it that there is one', async () => {
		await write();
		expect(server.held.people).toHaveLength(crm === 'hubspot' ? 1 : 0);
	});

	it('queues what the CRM does not take, and answers all the same', async () => {
		server.held.people.push(personIn(crm, LEAD, undefined));
		server.fails({ on: '', status: 500 });
		const result = await write();
		expect(result.output('What is left for later')).toMatchObject([
			{ key: `crm:${LEAD}`, lead: LEAD, kind: 'crm', channel: 'crm', status: 'undelivered' },
		]);
		expect(result.output('Results')).toMatchObject([{ outcome: 'done' }]);
	});

	it('does nothing while it is switched off', async () => {
		server.held.people.push(personIn(crm, LEAD, undefined));
		const result = await write(true);
		expect(server.calls).toEqual([]);
		expect(result.output('What is left for later')).toEqual([]);
		expect(result.output('Results')).toHaveLength(1);
	});
});
