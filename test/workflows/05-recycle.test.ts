import type { NodeJSON } from '@n8n/workflow-sdk';
import { readAsSent } from '../../lifecycle/intake/intake';
import { DEFAULT_REASONS } from '../../lifecycle/recycle/reason';
import { replayable } from '../../scripts/host/replay.mjs';
import workflow from '../../workflows/05-recycle.json';
import { workedOut } from '../support/worked-out';

const AS_OF = '2026-03-04T12:00:00.000Z';

const node = (name: string): NodeJSON => {
	const found = workflow.nodes.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no node “${name}”.`);
	return found as unknown as NodeJSON;
};
const conditions = (name: string): string[] =>
	(node(name).parameters?.filters as { conditions: Array<{ keyName: string; condition: string }> }).conditions.map(
		({ keyName, condition }) => `${keyName} ${condition}`,
	);
const connections = workflow.connections as Record<string, { main: Array<Array<{ node: string }> | null> }>;
const branches = (name: string): string[][] =>
	connections[name].main.map((targets) => (targets ?? []).map((target) => target.node));

function reachedFrom(name: string, reached = new Set<string>()): Set<string> {
	for (const target of connections[name] === undefined ? [] : branches(name).flat()) {
		if (!reached.has(target)) reachedFrom(target, reached.add(target));
	}
	return reached;
}

interface Field {
	fieldName: string;
	requiredField?: boolean;
	fieldOptions?: { values: Array<{ option: string }> };
}
const fields = (node('Lead feedback form').parameters?.formFields as { values: Field[] }).values;
const optionsOf = (name: string): string[] =>
	fields.find(({ fieldName }) => fieldName === name)?.fieldOptions?.values.map(({ option }) => option) ?? [];

describe('05-recycle', () => {
	it('works without a Code node', () => {
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.code')).toEqual([]);
	});

	it('is closed to strangers', () => {
		expect(node('Lead feedback form').parameters).toMatchObject({
			authentication: 'basicAuth',
			options: { path: 'lead-feedback' },
		});
		// What is not set has the node's default, which is a credential that checks the sender.
		expect(node('Lead decision').parameters).toEqual({
			path: 'lead-decision',
			take: 'body',
			respond: 'responseNode',
		});
	});

	it('begins with no node that keeps the headers of a call', () => {
		expect(node('Lead decision').type).toBe('n8n-nodes-lead-lifecycle.leadActivityTrigger');
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.webhook')).toEqual([]);
	});

	// From 1.1 on, the node answers n8n's own triggers alone.
	it('answers with the version that answers triggers of packages', () => {
		const answers = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.respondToWebhook');
		expect(answers.map(({ typeVersion }) => typeVersion)).toEqual([1, 1]);
	});

	it.each([
		['an object', { lead: 'a', asOf: AS_OF }],
		['a list', [{ lead: 'a', asOf: AS_OF }]],
	])('is replayed at the time in the call, which is %s', (_name, body) => {
		const [clock] = replayable(workflow, 'replay').nodes.filter(({ name }) => name === 'When the call came');
		expect(workedOut(clock as NodeJSON, { nodes: {}, items: [{ body }] })).toEqual({ asOf: AS_OF });
	});

	// n8n refuses to show a form whose flow has a “Respond to Webhook” node anywhere after it.
	it('answers a call in a flow of its own', () => {
		const types = (name: string) => [...reachedFrom(name)].map((each) => node(each).type);
		expect(types('Lead feedback form')).not.toContain('n8n-nodes-base.respondToWebhook');
		expect(types('Lead decision')).not.toContain('n8n-nodes-base.form');
		expect([...reachedFrom('Feedback')].map((each) => node(each).type)).not.toContain('n8n-nodes-base.form');
	});

	// n8n runs the branches of a node from top to bottom, each to its end.
	it.each([
		[
			'What it means',
			['Another owner', 'Answered before', 'Accepted and further on', 'Sent back and lost', 'What came of it'],
		],
		['What came of it', ['Stage changes', 'Leads that came back', 'News']],
		[
			'News',
			[
				'Scores after it',
				'Score changes',
				'Whom the messages are about',
				'Hand-offs that may be cut off',
				'Leads for the CRM',
				'Results',
			],
		],
	])('after “%s” the branches stand in the order in which they must run', (source, targets) => {
		expect(branches(source)).toEqual([targets]);
		const rows = targets.map((name) => node(name).position[1]);
		expect(rows).toEqual([...new Set(rows)].sort((upper, lower) => upper - lower));
	});

	it.each([
		['Set the owner', ['id eq', "owner ={{ $('What it means').first().json.owned[$itemIndex].condition }}"]],
		['Move the stage', ['id eq', 'stage eq']],
		['Take it back once', ['id eq', 'stage eq', 'handedOffAt eq', 'recycles eq']],
		['Take it out once', ['id eq', 'stage eq', 'handedOffAt eq', 'recycles eq']],
		['Write unless somebody saw more', ['id eq', 'logged lte', 'recycles eq']],
	])('“%s” is a compare-and-swap', (name, expected) => {
		expect(conditions(name)).toEqual(expected);
	});

	describe('the form', () => {
		it('has the field that the links of the hand-offs fill in', () => {
			expect(fields[0]).toMatchObject({ fieldName: 'lead', requiredField: true });
		});

		const says = (form: Record<string, unknown>) =>
			workedOut(node('What the form says'), {
				nodes: { 'Lead feedback form': [{ lead: 'ana@acme.example', by: 'Ben', note: null, reason: null, ...form }] },
				items: [{ asOf: AS_OF }],
			});

		it('offers decisions that each mean something', () => {
			const decisions = optionsOf('decision').map((decision) => says({ decision }).decision);
			expect(decisions).toEqual(['accepted', 'sent_back', 'opportunity', 'won', 'lost']);
		});

		it('offers each reason that Recycle Lead knows, and own words', () => {
			const reasons = optionsOf('reason').map((reason) => says({ decision: 'I accept it', reason }).reason);
			expect(reasons).toEqual([...DEFAULT_REASONS.map(({ reason }) => reason), '']);
		});
	});

	describe('the webhook', () => {
		const says = (said: unknown) => {
			const request = { method: 'POST', uri: '', headers: {}, body: Buffer.from(JSON.stringify(said)) };
			const sent = readAsSent(request);
			if (!sent.ok) throw new Error(sent.message);
			const nodes = { 'Lead decision': [{ body: sent.body }] };
			return workedOut(node('What the call says'), { nodes, items: [{ asOf: AS_OF }] });
		};

		it.each([
			[
				{ lead: ' ana@acme.example ', decision: 'accepted' },
				{ lead: 'ana@acme.example', decision: 'accepted' },
			],
			[
				{ lead: 'a', decision: 'Closed Lost', reason: ' no budget ' },
				{ decision: 'lost', reason: 'no budget' },
			],
			[{ lead: 'a', decision: 'send-back', at: '2026-03-01T10:00:00+02:00' }, { at: '2026-03-01T08:00:00.000Z' }],
			[
				{ lead: 'a', decision: 'SQL', at: 1772359200000 },
				{ decision: 'opportunity', at: '2026-03-01T10:00:00.000Z' },
			],
			[
				{ lead: 'a', decision: 'Owner', owner: ' eve@sales.example ' },
				{ decision: 'owner', owner: 'eve@sales.example' },
			],
			[
				{ lead: 'a', decision: 'owner', owner: '' },
				{ decision: 'owner', owner: '' },
			],
		])('reads %j', (body, expected) => {
			expect(says(body)).toMatchObject({ verdict: 'read', said: [{ item: 0, asOf: AS_OF, ...expected }] });
		});

		it.each([
			['text', 'accepted', 0, ''],
			['null', null, 0, ''],
			['a list in the list', [[]], 0, ''],
			['no lead', [{ lead: 'a', decision: 'won' }, { decision: 'won' }], 1, 'lead'],
			['a lead that is a number', { lead: 7, decision: 'won' }, 0, 'lead'],
			['no decision', { lead: 'a' }, 0, 'decision'],
			['a decision of no meaning', { lead: 'a', decision: 'perhaps' }, 0, 'decision'],
			['a decision named like a method', { lead: 'a', decision: 'constructor' }, 0, 'decision'],
			['no time', { lead: 'a', decision: 'won', at: 'tomorrow' }, 0, 'at'],
			['a reason that is an object', { lead: 'a', decision: 'lost', reason: {} }, 0, 'reason'],
			['another owner without a name', { lead: 'a', decision: 'owner' }, 0, 'owner'],
			['an owner that is an object', { lead: 'a', decision: 'owner', owner: { id: 7 } }, 0, 'owner'],
		])('refuses %s by item and field', (_name, body, item, field) => {
			const { verdict, answer, said } = says(body);
			expect(verdict).toBe('refused');
			expect(said).toBeUndefined();
			expect(answer).toMatchObject({ faults: [{ item, field }] });
		});

		it('refuses an empty list', () => {
			expect(says([])).toMatchObject({ verdict: 'refused', answer: { faults: [] } });
		});
	});

	describe('what it means', () => {
		const row = { id: 1, lead: 'ana@acme.example', email: 'ana@acme.example', recycles: 0, version: 5 };
		const inStage = (stage: string) => ({ ...row, stage, handedOffAt: '2026-03-01T10:00:00.000Z', acceptedAt: null });
		interface Meaning {
			plans: Array<{ plan: string; stage?: string }>;
			moves: Array<Record<string, unknown>>;
			froms: string[];
			returns: Array<Record<string, unknown>>;
			owners: Array<Record<string, unknown>>;
			owned: Array<Record<string, unknown>>;
			asked: unknown[];
		}
		const meaning = (rows: object[], ...answers: object[]): Meaning =>
			workedOut(node('What it means'), {
				nodes: {
					'As of': [{ asOf: AS_OF }],
					Feedback: answers.map((answer, item) => ({ item, lead: row.lead, reason: '', note: '', by: '', ...answer })),
				},
				items: rows.length > 0 ? (rows as Array<Record<string, unknown>>) : [{}],
			}) as unknown as Meaning;

		it.each([
			['accepted', 'mql', 'move'],
			['accepted', 'accepted', 'no'],
			['accepted', 'nurture', 'no'],
			['opportunity', 'mql', 'move'],
			['opportunity', 'accepted', 'move'],
			['opportunity', 'recycled', 'no'],
			['won', 'mql', 'move'],
			['won', 'opportunity', 'move'],
			['won', 'won', 'no'],
			['sent_back', 'mql', 'return'],
			['sent_back', 'opportunity', 'return'],
			['sent_back', 'recycled', 'no'],
			['lost', 'accepted', 'return'],
			['lost', 'disqualified', 'no'],
		])('“%s” of a lead that is %s: %s', (decision, stage, plan) => {
			const { plans, asked } = meaning([inStage(stage)], { decision });
			expect(plans.map((each) => each.plan)).toEqual([plan]);
			expect(asked).toHaveLength(plan === 'no' ? 1 : 0);
		});

		it('accepts at the time that was told, between hand-off and now', () => {
			const acceptedAt = (at?: string) => meaning([inStage('mql')], { decision: 'accepted', at }).moves[0].acceptedAt;
			expect(acceptedAt()).toBe(AS_OF);
			expect(acceptedAt('2026-03-02T08:00:00.000Z')).toBe('2026-03-02T08:00:00.000Z');
			expect(acceptedAt('2027-01-01T00:00:00.000Z')).toBe(AS_OF);
			expect(acceptedAt('2026-01-01T00:00:00.000Z')).toBe('2026-03-01T10:00:00.000Z');
		});

		it('gives a lead without an owner to the one who accepts it', () => {
			expect(meaning([inStage('mql')], { decision: 'accepted', by: 'ben@sales.example' }).moves[0].owner).toBe(
				'ben@sales.example',
			);
			expect(meaning([inStage('mql')], { decision: 'accepted', by: 'Ben' }).moves[0].owner).toBeNull();
		});

		it.each(['new', 'nurture', 'mql', 'opportunity', 'won', 'recycled', 'disqualified'])(
			'takes another owner of a lead that is %s, and leaves the stage',
			(stage) => {
				const { plans, owners, owned, moves, returns } = meaning([{ ...inStage(stage), owner: 'ben@sales.example' }], {
					decision: 'owner',
					owner: 'eve@sales.example',
				});
				expect(plans).toMatchObject([{ plan: 'owner', stage, before: 'ben@sales.example' }]);
				expect(owners).toEqual([{ id: 1, owner: 'eve@sales.example', version: 7 }]);
				expect(owned).toEqual([{ condition: 'eq', owner: 'ben@sales.example' }]);
				expect([...moves, ...returns]).toEqual([]);
			},
		);

		it('sets the first owner where there is none, and none where the CRM has none', () => {
			const first = meaning([inStage('mql')], { decision: 'owner', owner: 'eve@sales.example' });
			expect(first.owned).toEqual([{ condition: 'isEmpty', owner: '' }]);
			const none = meaning([{ ...inStage('mql'), owner: 'ben@sales.example' }], { decision: 'owner', owner: '' });
			expect(none.owners).toEqual([{ id: 1, owner: null, version: 7 }]);
		});

		// Whatever we write to a CRM may come back as its event.
		it.each([
			['the owner', { decision: 'owner', owner: 'Ben@sales.example' }, 'no'],
			['the stage', { decision: 'accepted', at: '2026-03-02T10:00:00.000Z' }, 'no'],
			['a stage of before the hand-off', { decision: 'sent_back', at: '2026-03-01T09:59:59.000Z' }, 'old'],
			['a stage of after it', { decision: 'sent_back', reason: 'no budget', at: '2026-03-01T10:00:01.000Z' }, 'return'],
		])('of a CRM that says %s', (_name, change, plan) => {
			const row = { ...inStage('accepted'), owner: 'ben@sales.example' };
			expect(meaning([row], { crm: 'HubSpot', by: 'HubSpot', ...change }).plans[0].plan).toBe(plan);
		});

		it('takes from the form what was sent with an older time', () => {
			const { plans } = meaning([inStage('mql')], { decision: 'sent_back', at: '2026-01-01T00:00:00.000Z' });
			expect(plans[0].plan).toBe('return');
		});

		it('accepts for the owner that the same call named', () => {
			const { moves } = meaning(
				[{ ...inStage('mql'), owner: 'ben@sales.example' }],
				{ decision: 'owner', owner: 'eve@sales.example' },
				{ decision: 'accepted', by: 'HubSpot' },
			);
			expect(moves).toMatchObject([{ owner: 'eve@sales.example' }]);
		});

		it('lets several answers of a call about a lead follow each other', () => {
			const { plans, froms, returns } = meaning(
				[inStage('mql')],
				{ decision: 'accepted' },
				{ decision: 'opportunity' },
				{ decision: 'lost', reason: 'no budget' },
				{ decision: 'sent_back', reason: 'no budget' },
			);
			expect(plans.map(({ plan }) => plan)).toEqual(['move', 'move', 'return', 'no']);
			expect(froms).toEqual(['mql', 'accepted']);
			expect(returns).toMatchObject([{ id: 1, stage: 'opportunity', reason: 'no budget' }]);
		});

		it('takes own words for the reason where none was chosen', () => {
			expect(meaning([inStage('mql')], { decision: 'sent_back', note: 'too expensive' }).returns[0].reason).toBe(
				'too expensive',
			);
		});

		it('finds a lead by its key, else by an e-mail address that is its alone', () => {
			const crm = { ...inStage('mql'), id: 2, lead: 'crm-17' };
			const plan = (rows: object[]) => meaning(rows, { decision: 'accepted' }).plans[0].plan;
			expect(plan([crm])).toBe('move');
			expect(plan([crm, inStage('accepted')])).toBe('no');
			expect(plan([crm, { ...crm, id: 3, lead: 'crm-18' }])).toBe('ambiguous');
			expect(plan([])).toBe('unknown');
		});
	});

	describe('what came of it', () => {
		const row = { id: 1, lead: 'ana@acme.example', name: 'Ana', email: 'ana@acme.example', stage: 'mql' };
		const said = {
			item: 0,
			decision: 'sent_back',
			by: 'Ben',
			reason: 'no budget until May',
			note: '',
			row,
			stage: 'mql',
		};
		const report = { at: AS_OF, reason: 'no_budget', count: 1, previous: 40, retained: 20, track: 'budget_cycle' };
		const cameOf = (plans: object[], nodes: Record<string, unknown> = {}) =>
			workedOut(node('What came of it'), {
				nodes: { 'As of': [{ asOf: AS_OF }], 'What it means': [{ plans }], ...nodes },
			}) as unknown as {
				results: Array<Record<string, string>>;
				stageLog: Array<Record<string, string>>;
				back: object[];
			};
		const back = {
			'Recycle Lead': { outputs: [[{ item: 0, recycle: { ...report, coolOffUntil: '2026-06-02T12:00:00.000Z' } }]] },
			'Take it back once': [{ ...row, stage: 'recycled', recycledAt: AS_OF, retained: 20 }],
		};

		it('says why in the stage log, in the words of sales', () => {
			const { results, stageLog } = cameOf([{ ...said, plan: 'return', at: AS_OF }], back);
			expect(results).toMatchObject([{ outcome: 'done', stage: 'recycled', title: 'Back with marketing' }]);
			expect(stageLog).toEqual([
				{
					lead: row.lead,
					from: 'mql',
					to: 'recycled',
					at: AS_OF,
					by: '05-recycle',
					why: 'Sent back by Ben: no budget, in the words of sales “no budget until May”. Keeps 20 of 40 points, track budget_cycle, not to be handed over before 2 Jun 2026.',
				},
			]);
		});

		it('passes through “lost” on the way back', () => {
			const { stageLog } = cameOf([{ ...said, decision: 'lost', plan: 'return', at: AS_OF }], back);
			expect(stageLog.map(({ from, to }) => [from, to])).toEqual([
				['mql', 'lost'],
				['lost', 'recycled'],
			]);
		});

		it('counts and tells nothing where another run took the lead back', () => {
			const {
				results,
				stageLog,
				back: returned,
			} = cameOf([{ ...said, plan: 'return' }], {
				...back,
				'Take it back once': [],
			});
			expect(results).toMatchObject([{ outcome: 'refused', title: 'Somebody was faster' }]);
			expect([...stageLog, ...returned]).toEqual([]);
		});

		it('hands on the reasons that are known, for the one item', () => {
			const error = 'Item 0: The reason “x” is not a known one. Use one of: no_budget. Or add a row to “Reasons”.';
			const { results } = cameOf([{ ...said, plan: 'return' }], {
				'Recycle Lead': { outputs: [[], [], [{ item: 0, error }]] },
			});
			expect(results[0].message).toBe(
				'The reason “x” is not a known one. Use one of: no_budget. Or say it in other words. Nothing was changed.',
			);
		});

		it('says who accepted it when it is accepted already', () => {
			const accepted = { ...row, stage: 'accepted' };
			const { results } = cameOf([{ ...said, decision: 'accepted', plan: 'no', row: accepted, stage: 'accepted' }], {
				'What was answered': [{ id: 3, lead: row.lead, at: '2026-03-02T08:00:00.000Z', why: 'Accepted by Eve.' }],
			});
			expect(results).toMatchObject([{ outcome: 'already' }]);
			expect(results[0].message).toContain('is already accepted (2 Mar 2026: Accepted by Eve). Nothing was changed.');
		});

		describe('another owner', () => {
			const plan = { item: 0, decision: 'owner', by: 'Ben', row, stage: 'mql', at: AS_OF, plan: 'owner' };
			const change = { ...plan, owner: 'eve@sales.example', before: 'ben@sales.example', crm: 'HubSpot' };

			it('is a line of its own that leaves the stage', () => {
				const {
					results,
					stageLog,
					back: returned,
				} = cameOf([change], {
					'Set the owner': [{ ...row, owner: 'eve@sales.example' }],
				});
				expect(results).toMatchObject([{ outcome: 'done', stage: 'mql', title: 'Another owner' }]);
				expect(stageLog).toMatchObject([
					{
						from: 'mql',
						to: 'mql',
						at: AS_OF,
						why: 'Owner: eve@sales.example instead of ben@sales.example by Ben in HubSpot.',
					},
				]);
				expect(returned).toEqual([]);
			});

			it('is refused where somebody was faster', () => {
				const { results, stageLog } = cameOf([change], { 'Set the owner': [] });
				expect(results).toMatchObject([{ outcome: 'refused', title: 'Somebody was faster' }]);
				expect(stageLog).toEqual([]);
			});

			it('is no news where the book says so', () => {
				const { results } = cameOf([{ ...change, plan: 'no' }]);
				expect(results).toMatchObject([{ outcome: 'already', title: 'Done before' }]);
			});

			it('does not count as what was answered last', () => {
				const accepted = {
					...said,
					decision: 'accepted',
					plan: 'no',
					row: { ...row, stage: 'accepted' },
					stage: 'accepted',
				};
				const { results } = cameOf([accepted], {
					'What was answered': [
						{
							id: 3,
							lead: row.lead,
							from: 'mql',
							to: 'accepted',
							at: '2026-03-02T08:00:00.000Z',
							why: 'Accepted by Eve.',
						},
						{
							id: 4,
							lead: row.lead,
							from: 'accepted',
							to: 'accepted',
							at: '2026-03-03T08:00:00.000Z',
							why: 'Owner: Eve.',
						},
					],
				});
				expect(results[0].message).toContain('Accepted by Eve');
			});
		});

		it('passes over what a CRM says of before the hand-off', () => {
			const old = { ...row, handedOffAt: AS_OF };
			const { results, stageLog } = cameOf([{ ...said, row: old, crm: 'HubSpot', plan: 'old' }]);
			expect(results).toMatchObject([{ outcome: 'already', title: 'Old news', stage: 'mql' }]);
			expect(stageLog).toEqual([]);
		});

		it('refuses what does not follow from an earlier item of the call', () => {
			const { results } = cameOf([{ ...said, plan: 'no', stage: 'recycled' }]);
			expect(results).toMatchObject([{ outcome: 'refused', title: 'One after the other' }]);
		});
	});

	describe('back to the CRM', () => {
		const row = {
			id: 1,
			lead: 'ana@acme.example',
			email: 'ana@acme.example',
			stage: 'accepted',
			total: 70,
			version: 7,
		};
		const written = (moved: object[], back: object[] = []) =>
			workedOut(node('News'), {
				nodes: { 'As of': [{ asOf: AS_OF }], 'What came of it': [{ results: [], back, moved }] },
			}).crm as Array<Record<string, unknown>>;

		it('goes the stage that was said in the form', () =>
			expect(written([{ row, shown: null }])).toMatchObject([
				{ lead: row.lead, stage: 'accepted', total: 70, version: 7, tasks: [], mayCreate: false },
			]));

		it('goes the last of several stages of a call', () =>
			expect(
				written([
					{ row, shown: null },
					{ row: { ...row, stage: 'won' }, shown: null },
				]).map(({ stage }) => stage),
			).toEqual(['won']));

		it('goes what the CRM said by a property of its own, because ours is old now', () =>
			expect(written([{ row, shown: 'mql' }])).toHaveLength(1));

		it('goes nothing that our property shows there already, so that no change goes round in circles', () =>
			expect(written([{ row, shown: 'accepted' }])).toEqual([]));

		it('goes nobody without an address', () =>
			expect(written([{ row: { ...row, email: null }, shown: null }])).toEqual([]));
	});
});
