/**
 * Ids that several have in common. A message's id that two people share is an activity of each, in every node; two vendors
 * that count alike are two activities of one lead.
 */
import { AggregateAccount } from '../../nodes/AggregateAccount/AggregateAccount.node';
import { LeadActivityTrigger } from '../../nodes/LeadActivityTrigger/LeadActivityTrigger.node';
import { NormalizeActivity } from '../../nodes/NormalizeActivity/NormalizeActivity.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';
import { callWebhook } from '../support/webhook';

type Json = Record<string, unknown>;

const options = { asOf: '2026-11-22T12:00:00Z' };
const AT = '2026-11-20T00:00:00Z';
const LEADS = ['a@acme.example', 'b@acme.example'];
/** Each lead twice: the second is a copy. */
const CLICKS = [...LEADS, ...LEADS].map((lead) => ({ lead, type: 'email_click', at: AT, activity: 'news-42' }));

const held = (activities: readonly Json[]) => activities.map(({ lead, quarantine }) => [lead, quarantine]);
const ONE_OF_EACH = [
	['a@acme.example', ''],
	['b@acme.example', ''],
	['a@acme.example', 'duplicate'],
	['b@acme.example', 'duplicate'],
];

describe('one id for two leads', () => {
	it('Normalize Activity', async () => {
		const events = CLICKS.map(({ lead: email, activity: id, ...rest }) => ({ email, id, ...rest }));
		const fields = { leadField: 'email', typeField: 'type', atField: 'at', idField: 'id' };
		const { outputs } = await runNode(NormalizeActivity, {
			parameters: { options, source: 'generic', ...fields },
			inputs: itemsOf(events),
		});
		const [counted, others] = outputs.map((items) => held(jsonOf(items)));
		expect([...counted, ...others]).toEqual(ONE_OF_EACH);
	});

	it('Lead Activity Trigger', async () => {
		const headers = { 'content-type': 'application/json', connection: 'close' };
		const answer = await callWebhook(LeadActivityTrigger, {
			parameters: { authentication: 'none' },
			body: JSON.stringify(CLICKS),
			headers,
		});
		expect(held(jsonOf(answer.outputs?.[0] ?? []))).toEqual(ONE_OF_EACH);
	});

	const inputOf = (activities: readonly Json[]) => [
		itemsOf(LEADS.map((email) => ({ email, leadScore: { total: 5 } }))),
		itemsOf(activities),
	];

	it('Score Lead, with the activities in the leads and on an input of their own', async () => {
		const model = JSON.stringify([{ rule: 'Click', dimension: 'engagement', event: 'email_click', points: 5 }]);
		const form = { modelSource: 'json', model, options };
		const listed = LEADS.map((email) => ({ email, activities: CLICKS.filter(({ lead }) => lead === email) }));
		const inLeads = await runNode(ScoreLead, { parameters: form, inputs: itemsOf(listed) });
		const parameters = { ...form, activitiesSource: 'input' };
		const onInput = await runNode(ScoreLead, { parameters, inputs: inputOf(CLICKS) });
		for (const { outputs } of [inLeads, onInput])
			expect(jsonOf(outputs[0]).map(({ leadScore }) => (leadScore as Json).total)).toEqual([5, 5]);
	});

	it('Aggregate Account counts in the surge what each did', async () => {
		const parameters = { options: { ...options, activitiesSource: 'input' } };
		const { outputs } = await runNode(AggregateAccount, { parameters, inputs: inputOf(CLICKS) });
		expect(jsonOf(outputs[0])).toMatchObject([{ account: 'acme.example', surge: { recent: 2 } }]);
	});
});

it('one id from two vendors for one lead is two activities', async () => {
	const email = 'a@acme.example';
	const at = Date.parse(AT) / 1000;
	const useragent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148';
	const sendgrid = { event: 'open', email, timestamp: at, sg_event_id: 'e-1', sg_message_id: 'm', useragent };
	const mailgun = { 'event-data': { event: 'opened', id: 'e-1', recipient: email, timestamp: at } };
	const { outputs } = await runNode(NormalizeActivity, {
		parameters: { options },
		inputs: itemsOf([sendgrid, mailgun, sendgrid, mailgun]),
	});
	const [counted, others] = outputs.map((items) => jsonOf(items).map(({ activity }) => activity));
	expect(counted).toEqual(['sendgrid:open:e-1', 'mailgun:opened:e-1']);
	expect(others).toEqual(counted);
});
