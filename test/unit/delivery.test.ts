import { cleaned, isDown } from '../../lifecycle/delivery/failure';
import {
	planDelivery,
	readOutboxRow,
	type PlanOptions,
	type StoredRow,
	type WhenUnsure,
} from '../../lifecycle/delivery/outbox';
import { answersBy, outcomeOf, reportOf, type ChannelAnswer } from '../../lifecycle/delivery/outcome';
import type { Channel } from '../../lifecycle/settings/settings';
import type { MessageKind } from '../../lifecycle/message/message';
import cases from '../cases/delivery.json';
import { settingsOf } from '../support/messages';

const NOW = Date.parse('2026-03-04T12:00:00.000Z');

interface PlanCase {
	readonly name: string;
	readonly rows: ReadonlyArray<Record<string, unknown>>;
	readonly due: readonly number[];
	readonly marks: Readonly<Record<string, string>>;
	readonly what?: string;
	readonly whenUnsure?: string;
	readonly unsure?: readonly number[];
	readonly off?: readonly string[];
	readonly most?: number;
	readonly asksCrm?: boolean;
	/** Channels of kinds, as the settings have them. */
	readonly given?: Readonly<Record<string, readonly Channel[]>>;
	/** Where those that are due go. */
	readonly channels?: readonly string[];
	readonly awaited?: boolean;
}
const named = <Case extends { readonly name: string }>(list: readonly Case[]) =>
	list.map((each) => [each.name, each] as const);
const stored = (row: Record<string, unknown>): StoredRow => readOutboxRow(row) as StoredRow;

describe('what is due', () => {
	it.each(named(cases.plan as unknown as readonly PlanCase[]))('%s', (_name, each) => {
		const off = (each.off ?? []).map((kind): [string, Channel[]] => [kind, []]);
		const channels = [...off, ...Object.entries(each.given ?? {})] as [MessageKind, Channel[]][];
		const settings = settingsOf({ channels: new Map(channels) });
		const what = (each.what ?? 'messages') as PlanOptions['what'];
		const { most = 50, asksCrm } = each;
		const options = { what, whenUnsure: (each.whenUnsure ?? 'again') as WhenUnsure, most, asksCrm };
		const { due, marks, unsure, isCrmAwaited } = planDelivery(each.rows.map(stored), settings, NOW, options);
		expect(due.map(({ id }) => id)).toEqual(each.due);
		expect(Object.fromEntries(marks.map(({ id, status }) => [id, status]))).toEqual(each.marks);
		expect(unsure.map(({ id }) => id)).toEqual(each.unsure ?? []);
		if (each.channels !== undefined) expect(due.map(({ channel }) => channel)).toEqual(each.channels);
		expect(isCrmAwaited).toBe(each.awaited ?? false);
		for (const { error } of marks) expect(error).toMatch(/\.$/);
	});

	it('is held by one more try, for longer than all channels need', () => {
		const row = stored({ ...cases.plan[0].rows[0], attempts: 4 });
		const { due } = planDelivery([row], settingsOf(), NOW, { what: 'messages', whenUnsure: 'again', most: 1 });
		expect(due).toEqual([
			{
				id: 1,
				tried: 4,
				attempts: 5,
				status: 'sending',
				nextAt: '2026-03-04T12:30:00.000Z',
				channel: 'slack,teams,email',
				address: '',
			},
		]);
	});

	it.each(named(cases.addresses))('whom to look up in Slack: %s', (_name, { row, address }) => {
		const { due } = planDelivery([stored(row)], settingsOf(), NOW, { what: 'messages', whenUnsure: 'again', most: 1 });
		expect(due[0].address).toBe(address);
	});

	it('does not read what is no row', () => {
		expect(readOutboxRow({})).toBeUndefined();
		expect(readOutboxRow({ id: 'x' })).toBeUndefined();
	});

	it('is a row without a message where its facts cannot be read and nothing else says it', () => {
		for (const details of ['{broken', '[]', '{"kind":"hand_off","about":5}'])
			expect(stored({ id: 1, details }).isEmpty).toBe(true);
		expect(stored({ id: 1, details: '{broken', title: 'Ready for sales' }).isEmpty).toBe(false);
		expect(stored({ id: 1, details: '{"kind":"digest","lines":["3 leads"]}' }).isEmpty).toBe(false);
	});
});

const answer = (said: string): ChannelAnswer =>
	said === 'sent' || said === 'off' ? { state: said } : { state: 'failed', error: said };

describe('what came of it', () => {
	it.each(named(cases.outcomes))('%s', (_name, { row, answers, expect: expected }) => {
		const { outcome, isDown: down } = outcomeOf(
			stored(row),
			answersBy((channel) => answer(answers[channel])),
			NOW,
		);
		expect({ ...outcome, isDown: down }).toMatchObject(expected);
		expect(outcome).toMatchObject({ id: row.id, attempts: row.attempts });
	});
});

describe('an error in the outbox', () => {
	it.each(cases.errors)('does not hold %s', (_what, words, expected) => {
		expect(cleaned(words)).toBe(expected);
		expect(cleaned({ message: words })).toBe(expected);
	});

	it.each([
		[undefined, 'no reason given'],
		[null, 'no reason given'],
		[{ description: 'quota' }, 'quota'],
		[{ code: 5 }, '{"code":5}'],
		['x'.repeat(20).concat(' ').repeat(99), 'x'.repeat(20)],
	])('is a line whatever it was: %p', (error, expected) => {
		expect(cleaned(error)).toContain(expected);
		expect(cleaned(error).length).toBeLessThanOrEqual(300);
	});

	// As n8n and the services word it.
	it.each(cases.down)('says that a channel takes nothing: %s', (words) => expect(isDown(words)).toBe(true));

	it.each(['channel_not_found', 'invalid_blocks', '550 no such user'])('or that one message is refused: %s', (words) =>
		expect(isDown(words)).toBe(false),
	);
});

describe('the report about what was not delivered', () => {
	const lost = { id: 7, attempts: 3, key: 'hand_off:a', title: 'Ready', error: 'Given up.' };

	it('names each message, and has a key of its own', () => {
		expect(reportOf([lost, { ...lost, id: 8 }], NOW)).toMatchObject({
			kind: 'fault',
			audience: 'manager',
			key: 'not_delivered:7.3,8.3',
			faults: [{ message: 'The message “Ready” (hand_off:a) was not delivered', hint: 'Given up.' }, {}],
		});
	});

	it('is not about such a report', () => {
		expect(reportOf([{ ...lost, key: 'not_delivered:1.1' }], NOW)).toBeUndefined();
		expect(reportOf([], NOW)).toBeUndefined();
	});
});
