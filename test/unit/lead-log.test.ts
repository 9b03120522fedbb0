import { contentId } from '../../lifecycle/activity/activity';
import type { OtherKey } from '../../lifecycle/identity/links';
import { gatherLog } from '../../lifecycle/log/lead-log';
import type { Fields } from '../../lifecycle/path';

const at = (hour: number): string => new Date(Date.UTC(2026, 2, 4, hour)).toISOString();
const always = (key: string): OtherKey => ({ key, after: null, until: null });

function did(lead: string, hour: number, more: Fields = {}): Fields {
	return {
		activity: `${lead}-${hour}`,
		lead,
		type: 'page_view',
		at: at(hour),
		properties: '{}',
		quarantine: '',
		...more,
	};
}

/** As a sender without ids posts it: the id is made of the content, and so of the key. */
function posted(lead: string, hour: number, properties: Record<string, unknown>): Fields {
	const activity = contentId({ lead, type: 'page_view', at: at(hour), properties });
	return did(lead, hour, { activity, properties: JSON.stringify(properties) });
}

const gathered = (keys: OtherKey[], log: Fields[]) =>
	gatherLog('Ana@x.example', keys, (key) => log.filter(({ lead }) => lead === key));

describe('gatherLog', () => {
	it('is the lead’s own log where it has no other keys', () => {
		const log = [did('ana@x.example', 1), did('bo@x.example', 1)];
		expect(gathered([], log)).toEqual({ entries: [log[0]], unreadable: [], logged: 1 });
	});

	it('adds what was done under its other keys', () => {
		const log = [did('anon-1', 1), did('ana@x.example', 2), did('u-7', 3)];
		expect(gathered([always(' anon-1 '), always('u-7')], log)).toMatchObject({
			entries: [log[1], log[0], log[2]],
			logged: 3,
		});
	});

	it('takes of a shared device what lies between the words, and counts all of it', () => {
		const log = [1, 2, 3, 4, 5].map((hour) => did('kiosk', hour));
		const spans = [
			{ key: 'kiosk', after: null, until: at(2) },
			{ key: 'kiosk', after: at(4), until: null },
		];
		expect(gathered(spans, log)).toMatchObject({ entries: [log[0], log[1], log[4]], logged: 5 });
	});

	it('counts once what came in under two keys, whatever only tells how the lead was found', () => {
		const mine = posted('ana@x.example', 1, { page: '/pricing', anonymousId: 'anon-1' });
		const copy = posted('anon-1', 1, { page: '/pricing', leadNote: 'Segment anonymous id' });
		const other = posted('anon-1', 1, { page: '/docs' });
		const { entries } = gathered([always('anon-1')], [copy, other, mine]);
		expect(entries.map(({ quarantine }) => quarantine)).toEqual(['', 'duplicate', '']);
		expect(copy.quarantine).toBe('');
	});

	it('keeps apart what a vendor numbered, however alike', () => {
		const log = [did('ana@x.example', 1), did('anon-1', 1)];
		expect(gathered([always('anon-1')], log).entries.map(({ quarantine }) => quarantine)).toEqual(['', '']);
	});

	it('sets aside what somebody broke by hand', () => {
		const broken = did('ana@x.example', 2, { at: 'yesterday' });
		const log = [did('ana@x.example', 1), broken, did('ana@x.example', 3, { type: '' })];
		const { entries, unreadable, logged } = gathered([], log);
		expect([entries, unreadable, logged]).toEqual([[log[0]], log.slice(1), 3]);
	});

	it('keeps the reason why a copy did not count anyway', () => {
		const mine = posted('ana@x.example', 1, { page: '/pricing' });
		const copy = { ...posted('anon-1', 1, { page: '/pricing' }), quarantine: 'bot:user-agent' };
		expect(gathered([always('anon-1')], [mine, copy]).entries[1].quarantine).toBe('bot:user-agent');
	});
});
