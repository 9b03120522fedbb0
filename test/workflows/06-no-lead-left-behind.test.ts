import type { NodeJSON } from '@n8n/workflow-sdk';
import workflow from '../../workflows/06-no-lead-left-behind.json';
import cases from '../cases/dead-ends.json';
import { workedOut } from '../support/worked-out';

const AS_OF = '2026-03-04T12:00:00.000Z';
const LEAD = 'ana@acme.example';

const node = (name: string): NodeJSON => {
	const found = workflow.nodes.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no node “${name}”.`);
	return found as unknown as NodeJSON;
};
const conditions = (name: string): string[] =>
	(node(name).parameters?.filters as { conditions: Array<{ keyName: string; condition: string }> }).conditions.map(
		({ keyName, condition }) => `${keyName} ${condition}`,
	);
const settings = JSON.parse(node('Settings').parameters?.jsonOutput as string) as Record<string, unknown>;

interface Case {
	name: string;
	row: Record<string, unknown>;
	lines?: Array<Record<string, unknown>>;
	told?: string[];
	found: string[];
	change?: Record<string, unknown>;
	reason?: string;
	still?: Record<string, unknown>;
}
interface Swept {
	looked: Array<Omit<Case, 'name'>>;
	changes: Array<Record<string, unknown>>;
	returns: Array<Record<string, unknown>>;
}

const rowOf = (row: Record<string, unknown>) => ({
	id: 1,
	lead: LEAD,
	name: 'Ana Ruiz',
	owner: 'ben@sales.example',
	lastActivityAt: '2026-03-02T12:00:00.000Z',
	createdAt: '2025-01-01T00:00:00.000Z',
	activities: 3,
	version: 5,
	cell: 'A2',
	label: 'Hot',
	total: 70,
	fit: 30,
	engagement: 40,
	...row,
});
const seen = (rows: Array<Record<string, unknown>>, { lines = [], told = [] }: Partial<Case> = {}) => ({
	Settings: [settings],
	'As of': [{ asOf: AS_OF }],
	'Read ll_lead_book': rows,
	'When deals opened and leads came back': lines.length > 0 ? lines : [{}],
	'Messages of the last days': told.length > 0 ? told.map((key) => ({ key, status: 'new' })) : [{}],
});
const swept = (nodes: ReturnType<typeof seen>): Swept => workedOut(node('Dead ends'), { nodes }) as unknown as Swept;

describe('06-no-lead-left-behind', () => {
	it('works without a Code node', () => {
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.code')).toEqual([]);
	});

	// n8n runs the branches of a node from top to bottom, each to its end.
	it.each([
		['Dead ends', ['Leads to put right', 'Leads nobody works on', 'What was done']],
		['What was done', ['Stage changes', 'Whom the messages are about']],
	])('after “%s” writes first, then tells', (source, targets) => {
		const { main } = (workflow.connections as Record<string, { main: Array<Array<{ node: string }>> }>)[source];
		expect(main.map((output) => output.map((target) => target.node))).toEqual([targets]);
		const rows = targets.map((name) => node(name).position[1]);
		expect(rows).toEqual([...new Set(rows)].sort((upper, lower) => upper - lower));
	});

	it.each(['Put right where nobody else wrote', 'Take it back where nobody else wrote'])('%s', (name) => {
		expect(conditions(name)).toEqual(['id eq', 'version eq']);
	});

	describe('the dead ends', () => {
		it.each((cases as Case[]).map((each) => [each.name, each] as const))('%s', (_name, each) => {
			const { looked, changes, returns } = swept(seen([rowOf(each.row)], each));
			const [{ found, change, reason, still } = { found: [], change: {} }] = looked as Array<Partial<Case>>;
			expect({ found, change, reason, still }).toEqual({
				found: each.found,
				change: each.change ?? {},
				reason: each.reason,
				still: each.still,
			});
			expect(changes).toEqual(each.change === undefined ? [] : [{ id: 1, ...each.change, version: 7 }]);
			expect(returns.map(({ reason }) => reason)).toEqual(each.reason === undefined ? [] : [each.reason]);
		});

		it.each((cases as Case[]).filter(({ change }) => change !== undefined).map((each) => [each.name, each] as const))(
			'%s: once put right, nothing more is to be done',
			(_name, each) => {
				const told = [`hand_off:${LEAD}:${AS_OF}`, ...(each.told ?? [])];
				const { changes, returns } = swept(seen([{ ...rowOf(each.row), ...each.change }], { ...each, told }));
				expect([...changes, ...returns]).toEqual([]);
			},
		);

		it('takes the row with the lowest id for the lead', () => {
			const double = rowOf({ id: 2, stage: 'nurture', track: null });
			expect(swept(seen([rowOf({ stage: 'nurture', track: 'welcome' }), double])).changes).toEqual([]);
		});
	});

	describe('the digest', () => {
		const told = (rows: Array<Record<string, unknown>>, written: Array<Record<string, unknown>> = []) => {
			const nodes = seen(rows);
			const { stageLog, messages } = workedOut(node('What was done'), {
				nodes: {
					...nodes,
					'Dead ends': [swept(nodes) as unknown as Record<string, unknown>],
					'Put right where nobody else wrote': written,
				},
			}) as { stageLog: object[]; messages: Array<Record<string, string>> };
			return { stageLog, messages, digest: messages[messages.length - 1] };
		};

		it('is sent when all is well', () => {
			const { digest, messages } = told([rowOf({ stage: 'nurture', track: 'welcome' })]);
			expect(messages).toHaveLength(1);
			expect(digest).toMatchObject({
				key: 'digest:no-lead-left-behind:2026-W10',
				kind: 'digest',
				audience: 'manager',
				title: 'Every lead is on a path',
			});
			expect(digest.text).toContain('Where the leads stand: 1 in nurture.');
		});

		it('counts what was written, with its reason in the stage log', () => {
			const row = rowOf({ stage: 'nurture', track: 're_engage', lastActivityAt: '2025-03-01T00:00:00.000Z' });
			const { digest, stageLog } = told([row], [{ ...row, stage: 'disqualified', track: 'silent' }]);
			expect(digest.text).toContain('Where the leads stand: 1 disqualified.');
			expect(digest.text).toContain('- 1 lead silent for 365 days: disqualified');
			expect(stageLog).toEqual([
				{
					lead: LEAD,
					from: 'nurture',
					to: 'disqualified',
					at: AS_OF,
					by: '06-no-lead-left-behind',
					why: 'Silent for 365 days or more: last seen on 1 Mar 2025.',
				},
			]);
		});

		it('leaves out what another run wrote in the meantime', () => {
			const { digest, stageLog } = told([rowOf({ stage: 'nurture', track: null })]);
			expect(stageLog).toEqual([]);
			expect(digest.title).toBe('Every lead is on a path');
		});

		it('reminds owner and manager once a period', () => {
			const { messages } = told([
				rowOf({ stage: 'accepted', acceptedAt: '2026-01-01T00:00:00.000Z', lastActivityAt: null }),
			]);
			expect(messages.map(({ kind, audience, key }) => [kind, audience, key])).toEqual([
				['reminder', 'ben@sales.example', `still:${LEAD}:2026-01-01T00:00:00.000Z:2`],
				['reminder', 'manager', `still:${LEAD}:2026-01-01T00:00:00.000Z:2:manager`],
				['digest', 'manager', 'digest:no-lead-left-behind:2026-W10'],
			]);
		});
	});
});
