import { outboxRowOf } from '../../lifecycle/message/outbox';
import { mailboxOf, slackAddressOf, slackPlaceOf } from '../../lifecycle/message/reach';
import type { Channel, Redirect } from '../../lifecycle/settings/settings';
import type { Message, MessageKind } from '../../lifecycle/message/message';
import { MESSAGE_CASES, messageOf, settingsOf as settings } from '../support/messages';

const [handOff] = MESSAGE_CASES;
const message = messageOf(handOff);

describe('a message in the outbox', () => {
	it('is a row for people, and facts for those who send it', () => {
		expect(outboxRowOf(message, settings())).toEqual({
			title: handOff.title,
			audience: 'ben@sales.example',
			status: 'new',
			kind: 'hand_off',
			at: message.at,
			lead: 'dana@northwind.example',
			text: handOff.text.join('\n'),
			channel: 'slack,teams,email',
			attempts: 0,
			nextAt: '',
			error: '',
			details: JSON.stringify(message),
			key: message.key,
		});
	});

	it.each<[string, Array<[MessageKind, Channel[]]>, Channel[] | undefined, string | undefined]>([
		['goes where its kind goes', [['hand_off', ['email', 'slack']]], undefined, 'slack,email'],
		['only where it may go itself', [], ['email', 'crm'], 'email'],
		['and nowhere when its kind is switched off', [['hand_off', []]], undefined, undefined],
		['or nothing is left', [['hand_off', ['slack']]], ['email'], undefined],
	])('%s', (_why, channels, own, expected) => {
		const row = outboxRowOf({ ...message, channels: own }, settings({ channels: new Map(channels) }));
		expect(row?.channel).toBe(expected);
	});

	it.each<[string, MessageKind, Channel[] | undefined, string | undefined]>([
		['a task is for the CRM', 'crm', undefined, 'crm'],
		['and for nobody else', 'crm', ['slack', 'crm'], 'crm'],
		['a question is asked in Slack, where its answer is waited for', 'ask', undefined, 'slack'],
		['and nowhere else', 'ask', ['slack', 'email'], 'slack'],
		['or not at all', 'ask', [], undefined],
		['a hand-off is no task', 'hand_off', ['slack', 'crm'], 'slack'],
	])('%s', (_why, kind, given, expected) => {
		const channels = new Map(given ? [[kind, given]] : []);
		expect(outboxRowOf({ ...message, kind } as Message, settings({ channels }))?.channel).toBe(expected);
	});

	it.each<[string, Redirect, string]>([
		[
			'a redirect by country',
			{ kind: 'hand_off', field: 'country', value: ' france ', to: 'marie@example.com' },
			'marie@example.com',
		],
		[
			'by a country in another language',
			{ kind: '*', field: 'country', value: 'Frankreich', to: 'manager' },
			'manager',
		],
		['by the code of a country', { kind: '*', field: 'country', value: 'FR', to: 'manager' }, 'manager'],
		['not by a part of the country', { kind: '*', field: 'country', value: 'FR-75', to: 'x' }, 'ben@sales.example'],
		['for every kind', { kind: '*', field: 'cell', value: 'A1', to: 'manager' }, 'manager'],
		['not for another kind', { kind: 'moment', field: 'country', value: 'France', to: 'x' }, 'ben@sales.example'],
		['not for another value', { kind: '*', field: 'country', value: 'Spain', to: 'x' }, 'ben@sales.example'],
		['not by what is no field', { kind: '*', field: 'constructor', value: '', to: 'x' }, 'ben@sales.example'],
	])('%s', (_why, redirect, audience) => {
		expect(outboxRowOf(message, settings({ redirects: [redirect] }))?.audience).toBe(audience);
	});

	it.each<[MessageKind, string]>([
		['ask', 'marie@example.com'],
		['crm', 'marie@example.com'],
		['moment', 'ben@sales.example'],
	])('a redirect of hand-offs and %s', (kind, audience) => {
		const redirects: Redirect[] = [{ kind: 'hand_off', field: 'country', value: 'France', to: 'marie@example.com' }];
		const moment = { what: 'Demo request', at: message.at };
		const row = outboxRowOf({ ...message, kind, moment, activity: 'a1' } as Message, settings({ redirects }));
		expect(row?.audience).toBe(audience);
	});

	it('is in the language of its audience', () => {
		const row = outboxRowOf({ ...message, audience: 'marketing' }, settings());
		expect(row?.title).toMatch(/^Prêt pour les commerciaux/);
	});

	it('has times in the zone of the settings', () => {
		expect(outboxRowOf(message, settings({ timeZone: 'Europe/Paris' }))?.text).toContain('4 Mar 2026 14:00 GMT+1');
	});
});

describe('an audience', () => {
	it.each([
		['an owner by address', 'ben@sales.example', 'ben@sales.example', 'ben@sales.example'],
		['a word with a channel', 'marketing', 'marketing@example.com', ''],
		['a word with an address', 'manager', 'boss@example.com', 'boss@example.com'],
		['a word that nobody knows goes to sales', 'constructor', 'sales@example.com', ''],
		['two addresses go to sales only', 'a@b.example, c@d.example', 'sales@example.com', ''],
		['an address with a second header goes to sales only', 'a@b.example\nBcc: c@d.example', 'sales@example.com', ''],
		['a name goes to sales', 'Ben', 'sales@example.com', ''],
		['nothing goes to sales', '', 'sales@example.com', ''],
	])('%s', (_why, audience, mailbox, address) => {
		expect(mailboxOf(audience, settings())).toBe(mailbox);
		expect(slackAddressOf(audience, settings())).toBe(address);
	});

	it.each([
		['a hand-off is for all to see', 'ben@sales.example hand_off U1', '#sales-leads', '<@U1>'],
		['an alert is for the owner alone', 'ben@sales.example sla_at_risk U1', 'U1', ''],
		['an owner whom Slack does not know', 'ben@sales.example sla_at_risk ', '#sales-leads', 'ben@sales.example'],
		['a manager by address', 'manager sla_breached U2', 'U2', ''],
		['a manager whom Slack does not know', 'manager sla_breached ', '#sales-leads', ''],
		['marketing', 'marketing recycled ', '#marketing-leads', ''],
	])('%s in Slack', (_why, given, channel, mention) => {
		const [audience, kind, user] = given.split(' ');
		expect(slackPlaceOf(audience, kind, user, settings())).toEqual({ channel, mention });
	});
});
