import type { NodeJSON } from '@n8n/workflow-sdk';
import { CheckSla } from '../../nodes/CheckSla/CheckSla.node';
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { TABLES } from '../../workflows/src/tables';
import workflow from '../../workflows/01-capture-and-score.json';
import { DataTables } from '../support/data-tables';
import { itemsOf, runWorkflow } from '../support/engine';
import type { WorkflowFile } from '../support/execution';
import { workedOut } from '../support/worked-out';

const AS_OF = '2026-03-04T12:00:00.000Z';
type Item = Record<string, unknown>;

const node = (name: string): NodeJSON => {
	const found = workflow.nodes.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no node “${name}”.`);
	return found as unknown as NodeJSON;
};
const settings = JSON.parse(node('Enrichment settings').parameters?.jsonOutput as string) as Item;

describe('whose data services are asked about', () => {
	const addresses = (...leads: unknown[]) =>
		workedOut(node('Business addresses'), {
			nodes: { 'Lead activity': leads.map((lead) => ({ lead })) },
			items: [settings],
		}).addresses;

	it('is a lead with a business address, once', () => {
		expect(addresses('Ann@Acme.example', 'bob@gmail.com', '12345', null, 'Ann@Acme.example')).toEqual([
			{ lead: 'ann@acme.example', domain: 'acme.example' },
		]);
	});

	it('is not everybody of a large import', () => {
		const many = Array.from({ length: 50 }, (_none, index) => `p${index}@acme.example`);
		expect(addresses(...many)).toHaveLength(10);
	});

	const wanted = (attributes?: unknown) =>
		workedOut(node('Who is not known yet'), {
			nodes: {
				'Enrichment settings': [settings],
				'As of': [{ asOf: AS_OF }],
				'One item an address': [{ lead: 'ann@acme.example', domain: 'acme.example' }],
			},
			items: [attributes === undefined ? {} : { lead: 'ann@acme.example', attributes }],
		});

	it.each([
		['one that the book does not know', undefined, 3],
		['one that no service was asked about', '{"title":"CFO"}', 3],
		['one whose attributes cannot be read', '{"title":', 3],
		['one that a service was asked about long ago', '{"enrichedByHunter":"2025-09-01T12:00:00.000Z"}', 3],
		['not one that a service was asked about lately', '{"enrichedByHunter":"2026-03-01T12:00:00.000Z"}', 2],
	])('is %s', (_case, attributes, services) => {
		const lists = Object.values(wanted(attributes)) as unknown[][];
		expect(lists.filter((list) => list.length > 0)).toHaveLength(services);
	});
});

describe('what they know', () => {
	const lead = { lead: 'ann@acme.example', domain: 'acme.example' };
	const answers = (nodes: Record<string, Item[]>) =>
		workedOut(node('What they know'), { nodes: { 'As of': [{ asOf: AS_OF }], ...nodes } }).answers;

	it('is nothing where the services are switched off and hand on what they were given', () => {
		expect(
			answers({ 'Leads for Clearbit': [lead], 'Person in Clearbit': [lead], 'Company in Clearbit': [lead] }),
		).toEqual([]);
		expect(answers({})).toEqual([]);
	});

	it('is the person and the company in one answer', () => {
		const [person, company] = [{ employment: { title: 'CFO' } }, { metrics: { employees: 5 } }];
		expect(
			answers({ 'Leads for Clearbit': [lead], 'Person in Clearbit': [person], 'Company in Clearbit': [company] }),
		).toEqual([{ enrichedBy: 'clearbit', lead: lead.lead, at: AS_OF, results: [person, company] }]);
	});

	it('belongs to the lead in the same place', () => {
		const second = { lead: 'bo@beta.example', domain: 'beta.example' };
		const [first] = [{ error: 'Request timed out' }];
		expect(
			answers({ 'Leads for Hunter': [lead, second], 'Domain in Hunter': [first, { organization: 'Beta' }] }),
		).toEqual([{ enrichedBy: 'hunter', lead: second.lead, at: AS_OF, results: [{ organization: 'Beta' }] }]);
	});

	it.each([
		['The resource you are requesting could not be found', 1],
		['The service is receiving too many requests from you', 0],
		['Authorization failed - please check your credentials', 0],
		['timeout of 300000ms exceeded', 0],
		['The service was not able to process your request', 0],
	])('“%s” is an answer %i times: only that nothing is known is remembered', (error, count) => {
		expect(answers({ 'Leads for Hunter': [lead], 'Domain in Hunter': [{ error }] })).toHaveLength(count);
	});
});

describe('the enrichment of 01', () => {
	it('is switched off', () => {
		const services = workflow.nodes.filter(({ type }) => /\.(clearbit|hunter|dropcontact)$/.test(type));
		expect(services).toHaveLength(4);
		expect(services.filter((each) => !(each as { disabled?: boolean }).disabled)).toEqual([]);
	});

	it('stops nothing: whatever fails in it is passed over, and nothing hangs on it', () => {
		const mayFail = /\.(clearbit|hunter|dropcontact|dataTable|normalizeActivity)$/;
		const reached = new Set<string>();
		const visit = (name: string): void => {
			if (reached.has(name)) return;
			reached.add(name);
			const { main = [] } =
				(workflow.connections as Record<string, { main?: ({ node: string }[] | null)[] }>)[name] ?? {};
			for (const target of main.flatMap((targets) => targets ?? [])) visit(target.node);
		};
		visit('Enrichment settings');
		const fragile = [...reached].filter((name) => {
			const { type, onError } = node(name) as NodeJSON & { onError?: string };
			return mayFail.test(type) && onError !== 'continueRegularOutput';
		});
		expect(fragile).toEqual([]);
		expect(reached.has('Score Lead')).toBe(false);
	});

	it('runs before the lead is scored', () => {
		const after = workflow.connections['As of'].main[0].map((target) => target.node);
		expect(after.slice(-2)).toEqual(['Enrichment settings', 'Newest log entry']);
		expect(node('Enrichment settings').position[1]).toBeLessThan(node('Newest log entry').position[1]);
	});
});

describe('in n8n’s engine', () => {
	const ON = ['Person in Clearbit', 'Domain in Hunter'];
	const activity = {
		activity: 'a1',
		lead: 'ann@acme.example',
		type: 'page_view',
		at: '2026-03-01T10:00:00.000Z',
		properties: '{}',
	};

	/** A call of 01 up to its score: Clearbit is switched on and has no credential, Hunter answers with what is given. */
	async function capture(tables: DataTables, answer: Item, on: readonly string[] = ON) {
		const file = JSON.parse(JSON.stringify(workflow)) as WorkflowFile;
		const nodes = file.nodes.map(({ disabled, ...each }) => (on.includes(each.name) ? each : { ...each, disabled }));
		const connections = {
			...file.connections,
			'Append to ll_activity_log': { main: [[to('As of')]] },
			'Score Lead': { main: [[]] },
		};
		return await runWorkflow(
			{ ...file, nodes, connections },
			{
				nodeTypes: [NormalizeActivity, ScoreLead, ClassifyGrid, CheckSla, LeadActivityTrigger],
				startNode: 'Lead activity',
				tables,
				pinData: { 'Lead activity': itemsOf([activity]), 'Domain in Hunter': itemsOf([answer]) },
			},
		);
	}
	const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
	const ruled = (): DataTables => {
		const tables = new DataTables();
		tables.insert(TABLES.rules, {
			rule: 'CFO',
			dimension: 'fit',
			field: 'title',
			operator: 'is',
			value: 'CFO',
			points: 7,
		});
		return tables;
	};

	it('what a service knows is in the score of the call, and a service that fails is not', async () => {
		const tables = ruled();
		const emails = [{ value: 'ann@acme.example', position: 'CFO' }];
		const { error, output } = await capture(tables, { organization: 'Acme', emails });
		expect(error).toBeUndefined();
		const log = tables.all(TABLES.activityLog);
		expect(log.map(({ type, source }) => [type, source])).toEqual([
			['page_view', null],
			['enriched', 'hunter'],
		]);
		expect(output('Score Lead')[0].json.leadScore).toMatchObject({
			fit: 7,
			lastActivityAt: activity.at,
			attributes: { company: 'Acme', title: 'CFO', enrichedByHunter: expect.any(String) as string },
		});
	});

	it('nothing is asked, and the lead is scored, while all services are switched off', async () => {
		const tables = ruled();
		const { error, output } = await capture(tables, {}, []);
		expect(error).toBeUndefined();
		expect(tables.all(TABLES.activityLog)).toHaveLength(1);
		expect(output('Score Lead')).toHaveLength(1);
	});
});
