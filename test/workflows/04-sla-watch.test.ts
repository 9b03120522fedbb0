import { DateTime } from 'luxon';
import type { NodeJSON } from '@n8n/workflow-sdk';
import { compileSla } from '../../lifecycle/sla';
import workflow from '../../workflows/04-sla-watch.json';
import { workedOut } from '../support/worked-out';

const node = (name: string): NodeJSON => {
	const found = workflow.nodes.find((each) => each.name === name);
	if (found === undefined) throw new Error(`There is no node “${name}”.`);
	return found as unknown as NodeJSON;
};
const conditions = (name: string): string[] =>
	(node(name).parameters?.filters as { conditions: Array<{ keyName: string; condition: string }> }).conditions.map(
		({ keyName, condition }) => `${keyName} ${condition}`,
	);
const branches = (name: string): string[][] =>
	(workflow.connections as Record<string, { main: Array<Array<{ node: string }>> }>)[name].main.map((targets) =>
		targets.map((target) => target.node),
	);

describe('04-sla-watch', () => {
	it('works without a Code node', () => {
		expect(workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.code')).toEqual([]);
	});

	it('reads the leads that are with sales, and no others', () => {
		expect(node('Leads that are with sales').parameters).toMatchObject({
			matchType: 'anyCondition',
			filters: {
				conditions: [
					{ keyName: 'stage', condition: 'eq', keyValue: 'mql' },
					{ keyName: 'stage', condition: 'eq', keyValue: 'accepted' },
				],
			},
		});
	});

	// n8n runs the branches of a node from top to bottom, each to its end. A run that is cut off before it stores the keys is told to nobody twice: the outbox knows its messages.
	it('tells, then stores the keys of the alerts, then stops on what it could not read', () => {
		const order = ['Whom the messages are about', 'Leads with an alert', 'What could not be read'];
		expect(branches('Alerts')).toEqual([order]);
		const rows = order.map((name) => node(name).position[1]);
		expect(rows).toEqual([...new Set(rows)].sort((upper, lower) => upper - lower));
	});

	it('stores the keys where nobody else wrote', () => {
		expect(conditions('Note that it was told')).toEqual(['id eq', 'version eq']);
	});

	describe('the policies', () => {
		const { policies, options } = node('Check SLA').parameters as {
			policies: { policy: Array<Record<string, unknown> & { escalations: { escalation: object[] } }> };
			options: { policyMatch: 'first' };
		};
		const check = (lead: Record<string, unknown>, asOf: string) => {
			const compiled = compileSla(
				{
					policies: policies.policy.map((policy) => ({ ...policy, escalations: policy.escalations.escalation })),
					policyMatch: options.policyMatch,
					timeZone: 'UTC',
					openingHours: [
						{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '9:00', closes: '17:00' },
					],
					holidays: [],
					pauses: [],
					cellField: 'cell',
					stageField: 'stage',
					alertsField: 'slaAlerts',
					pausesField: 'slaPauses',
					timeZoneField: '',
				},
				DateTime.fromISO(asOf, { zone: 'UTC' }),
			);
			if (!compiled.ok) throw new Error(compiled.faults[0].message);
			const result = compiled.value(lead);
			if (!result.ok) throw new Error(result.message);
			return result.value.sla;
		};
		const monday = '2026-03-02T09:00:00Z';

		it.each([
			['a hot lead', { stage: 'mql', cell: 'A2', handedOffAt: monday }, 'Hot lead: first response', '2026-03-02T13:00'],
			['another lead', { stage: 'mql', cell: 'B2', handedOffAt: monday }, 'First response', '2026-03-02T17:00'],
			[
				'an accepted lead',
				{ stage: 'accepted', cell: 'A1', handedOffAt: monday, acceptedAt: monday },
				'Accepted lead: next step',
				'2026-03-13T17:00',
			],
		])('%s has one', (_title, lead, policy, due) => {
			const sla = check(lead, monday);
			expect(sla.policies.map((each) => each.policy)).toEqual([policy]);
			expect(sla.dueAt).toBe(`${due}:00.000Z`);
			expect(sla.state).toBe('on_track');
		});

		it.each([
			['2026-03-02T11:59:00Z', [], 'on_track', null],
			['2026-03-02T12:00:00Z', [], 'at_risk', 'at_risk'],
			['2026-03-02T13:05:00Z', ['at_risk'], 'breached', 'breached'],
			['2026-03-02T16:55:00Z', ['at_risk', 'breached'], 'breached', null],
			['2026-03-03T09:00:00Z', ['at_risk', 'breached'], 'breached', 'manager'],
			['2026-03-09T09:00:00Z', ['at_risk', 'breached', 'manager'], 'breached', null],
		])('at %s a hot lead told %j is %s and alerts %s', (asOf, told, state, alert) => {
			const slaAlerts = JSON.stringify(
				told.map((level) => `Hot lead: first response|${level}|2026-03-02T09:00:00.000Z`),
			);
			const sla = check({ stage: 'mql', cell: 'A1', handedOffAt: monday, slaAlerts }, asOf);
			expect([sla.state, sla.alert]).toEqual([state, alert]);
		});
	});

	describe('the messages', () => {
		const lead = {
			id: 1,
			lead: 'ana@acme.example',
			email: 'ana@acme.example',
			name: 'Ana Ruiz',
			title: 'Director',
			company: 'Acme',
			owner: 'ben@sales.example',
			stage: 'mql',
			cell: 'A2',
			label: 'Hot',
			total: 70,
			fit: 30,
			engagement: 40,
			version: 3,
			slaAlerts: '["key"]',
			leadScore: JSON.stringify({
				reasons: ['Pricing page', 'Decision maker', 'Health', 'Country'].map((rule, index) => ({
					rule,
					points: 10 - index,
					dimension: 'fit',
					text: `${rule} +${10 - index}`,
				})),
			}),
		};
		const sla = (alert: string | null, remainingMinutes: number) => ({
			policy: 'Hot lead: first response',
			state: 'at_risk',
			startedAt: '2026-03-02T09:00:00.000Z',
			dueAt: '2026-03-02T13:00:00.000Z',
			elapsedMinutes: 240 - remainingMinutes,
			remainingMinutes,
			alert,
		});
		interface Told {
			messages: Array<Record<string, string>>;
			told: Array<Record<string, unknown>>;
			faults: string[];
		}
		const alertsOf = (rows: Array<Record<string, unknown>>) =>
			workedOut(node('Alerts'), {
				items: rows,
				nodes: {
					'As of': [{ asOf: '2026-03-02T12:00:00.000Z' }],
					'Leads that are with sales': [lead],
					'Check SLA': [{}],
				},
				params: { 'Check SLA': node('Check SLA').parameters ?? {} },
			}) as unknown as Told;
		const FORM = 'https://n8n.example/form/lead-feedback?lead=ana%40acme.example';

		it('remind the owner before the deadline', () => {
			const { messages, told } = alertsOf([{ ...lead, sla: sla('at_risk', 60) }]);
			expect(messages).toHaveLength(1);
			expect(messages[0]).toMatchObject({
				key: 'sla:ana@acme.example:at_risk:2026-03-02T09:00:00.000Z:ben@sales.example',
				kind: 'sla_at_risk',
				audience: 'ben@sales.example',
				title: 'Due Mon 2 Mar 13:00: Ana Ruiz, Director at Acme',
			});
			expect(messages[0].text.split('\n')).toEqual([
				'Who: Ana Ruiz, Director at Acme (ana@acme.example)',
				'Why now: It was handed over on 2 Mar 2026 09:00 UTC and nobody has accepted it. 3 of 4 business hours are gone, it is due on 2 Mar 2026 13:00 UTC (Hot lead: first response).',
				'Cell A2 (Hot), 70 points: fit 30, engagement 40',
				'Strongest reasons: Pricing page +10 · Decision maker +9 · Health +8',
				`What to do next: get in touch now, then accept the lead, or send it back with a reason: ${FORM}`,
			]);
			expect(told).toEqual([{ id: 1, slaAlerts: '["key"]', version: 7 }]);
		});

		it('alert owner and manager after it, each with what they can do', () => {
			const { messages } = alertsOf([{ ...lead, sla: sla('breached', -90) }]);
			expect(messages.map(({ kind, audience }) => [kind, audience])).toEqual([
				['sla_breached', 'ben@sales.example'],
				['sla_breached', 'manager'],
			]);
			expect(messages[0].text).toContain('It was due on 2 Mar 2026 13:00 UTC and is 1.5 business hours late');
			expect(messages[1].text).toContain('Owner: ben@sales.example');
			expect(messages[1].text).toContain('What to do next: ask ben@sales.example what holds it up');
		});

		it('go to the manager alone some hours later, and to sales where nobody owns the lead', () => {
			const unowned = { ...lead, owner: null };
			expect(alertsOf([{ ...unowned, sla: sla('manager', -300) }]).messages).toMatchObject([
				{ audience: 'manager', title: 'Still overdue since Mon 2 Mar 13:00: Ana Ruiz, Director at Acme' },
			]);
			const [first, second] = alertsOf([{ ...unowned, sla: sla('breached', -5) }]).messages;
			expect([first.audience, second.audience]).toEqual(['sales', 'manager']);
			expect(second.text).toContain('nobody owns this lead: give it to somebody');
		});

		it('are none where there is nothing new, and a lead that cannot be read is named', () => {
			const error = 'Item 0: “Start Field” (handedOffAt) of the policy “P” is “soon”, which is not a date.';
			const { messages, told, faults } = alertsOf([{ ...lead, sla: sla(null, -300) }, { error }]);
			expect([messages, told]).toEqual([[], []]);
			expect(faults).toEqual([error.replace('Item 0', 'Lead ana@acme.example')]);
		});
	});
});
