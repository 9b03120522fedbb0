import { judgeMachines, MACHINE_DEFAULTS } from '../../lifecycle/log/machines';
import type { Fields } from '../../lifecycle/path';

const NOON = Date.UTC(2026, 2, 29, 12);
const LATER = NOON + 86_400_000;
const iso = (seconds: number): string => new Date(NOON + seconds * 1000).toISOString();

const row = (type: string, seconds = 0, more: Fields = {}): Fields => ({
	...{ activity: `${type}-${seconds}`, lead: 'a', type, at: iso(seconds), quarantine: '', properties: '{}' },
	...more,
});
const click = (seconds: number, more: Fields = {}): Fields =>
	row('email_click', seconds, {
		properties: JSON.stringify({ message: 'm', url: `https://x.example/${seconds}` }),
		...more,
	});

const judged = (log: readonly Fields[], options = {}, asOf = LATER): unknown[] =>
	judgeMachines('a', log, { ...MACHINE_DEFAULTS, ...options }, asOf).map(({ quarantine }) => quarantine);

describe('judgeMachines', () => {
	const clicks = [0, 1, 2].map((seconds) => click(seconds));
	const held = (quarantine: string) => clicks.map((each) => ({ ...each, quarantine }));
	const BURST = ['bot:burst', 'bot:burst', 'bot:burst'];
	const FREE = ['', '', ''];

	it.each<[why: string, log: Fields[], verdicts: string[]]>([
		['holds a burst whose clicks came in calls of their own, the earlier ones too', clicks, BURST],
		['holds no two links', clicks.slice(0, 2), ['', '']],
		['holds no slow clicks', [0, 10, 20].map((seconds) => click(seconds)), FREE],
		['holds every copy', [...clicks, clicks[0]], [...BURST, 'duplicate']],
		['lets off what a person’s act shows to be a person’s', [...clicks, row('form_submit', 60)], [...FREE, '']],
		['lets off what was held when it came in', [...held('bot:fast'), row('call_answered', 60)], [...FREE, '']],
		['does so for seven days', [...clicks, row('form_submit', 7 * 86_400 + 3)], [...BURST, '']],
		[
			'takes no machine’s act for a person’s',
			[...clicks, row('form_submit', 60, { quarantine: 'bot:x' })],
			[...BURST, 'bot:x'],
		],
		[
			'leaves alone what something else than behaviour shows',
			[
				...['bot:user-agent', 'bot:by hand', 'bot:honeypot'].map((quarantine, index) => ({
					...clicks[index],
					quarantine,
				})),
				row('form_submit', 60),
			],
			['bot:user-agent', 'bot:by hand', 'bot:honeypot', ''],
		],
		[
			'leaves what was let off by a former version',
			held('').map((each) => ({ ...each, properties: '{"message":"m","released":"bot:burst"}' })),
			FREE,
		],
		['sees one person under several keys', [clicks[0], { ...clicks[1], lead: 'anon-1' }, clicks[2]], BURST],
		['counts what was of the future once its time has come', [row('page_view', 60, { quarantine: 'future' })], ['']],
		[
			'leaves decisions as they are',
			[row('sales_decision', 0, { quarantine: 'decision' }), ...clicks],
			['decision', ...BURST],
		],
		[
			'holds a click right after the delivery, though both came apart',
			[row('email_delivered', 0, { properties: '{"message":"m"}' }), click(2)],
			['', 'bot:fast'],
		],
	])('%s', (_why, log, verdicts) => {
		const seven = log.some(({ at }) => String(at) > iso(86_400)) ? NOON + 30 * 86_400_000 : LATER;
		expect(judged(log, {}, seven)).toEqual(verdicts);
	});

	it('knows nothing that happens after the moment it works at', () => {
		const log = [...clicks, row('form_submit', 60)];
		expect(judged(log, {}, NOON + 30_000)).toEqual([...BURST, '']);
		expect(judged(log, {}, NOON + 1500)).toEqual([...FREE, '']);
	});

	it('goes by its settings', () => {
		expect(judged(clicks, { burstLinks: 4 })).toEqual(FREE);
		expect(
			judged(
				[0, 30, 60].map((seconds) => click(seconds)),
				{ burstSeconds: 120 },
			),
		).toEqual(BURST);
		expect(judged([...clicks, row('form_submit', 60)], { releaseDays: 0 })).toEqual([...BURST, '']);
		expect(judged([click(0)], { honeypots: ['x.example/0'] })).toEqual(['bot:honeypot']);
	});

	it('changes no entry, and gives the very list where no mail is in it', () => {
		const log = [row('page_view'), row('form_submit', 5)];
		expect(judgeMachines('a', log, MACHINE_DEFAULTS, LATER)).toBe(log);
		const before = JSON.stringify(clicks);
		judged(clicks);
		expect(JSON.stringify(clicks)).toBe(before);
	});
});
