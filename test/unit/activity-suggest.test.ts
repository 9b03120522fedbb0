import { suggestMapping } from '../../lifecycle/activity/suggest';

describe('what an unknown event holds', () => {
	it.each([
		[
			{ contact: { mail: 'a@b.example' }, action: 'opened', when: { date: '2026-03-01' } },
			'contact.mail',
			'action',
			'when.date',
		],
		[
			{ type: 'x', people: [{ 'E-mail address': 'a@b.example' }], timestamp: 1772359200 },
			'people[0]["E-mail address"]',
			'type',
			'timestamp',
		],
		[{ from: 'us@ours.example', to: 'a@b.example', event: 'reply', date: 'soon' }, 'to', 'event', ''],
		[{ deep: { deeper: { email: 'inner@b.example' } }, email: 'outer@b.example' }, 'email', '', ''],
		[{ event: { name: 'Demo', type: 'track' }, user: { email: 'a@b.example' } }, 'user.email', 'event.type', ''],
		[{ a: 1, b: [] }, '', '', ''],
	])('%j', (event, lead, type, at) => {
		expect(suggestMapping(event)).toEqual({ lead, type, at });
	});
});
