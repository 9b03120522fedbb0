import cases from '../cases/dead-ends.json';
import { readRow, type LeadRow } from '../../lifecycle/lead/row';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { advance } from '../../lifecycle/stage/advance';
import type { Cause } from '../../lifecycle/stage/cause';
import type { Policy } from '../../lifecycle/stage/policy';
import { reviewDigest } from '../../lifecycle/stage/review-digest';
import { AS_OF, LEAD, policyAt } from '../support/stage';

const policy = policyAt(AS_OF, readSettings([]).settings);

interface Case {
	readonly name: string;
	readonly row: Readonly<Record<string, unknown>>;
	readonly movedAt?: string;
	readonly brokenStage?: string;
	readonly found: readonly string[];
	/** Columns that are other than before. */
	readonly change?: Readonly<Record<string, unknown>>;
	/** The reason by which it comes back from sales. */
	readonly reason?: string;
	readonly still?: { readonly since: string; readonly times: number };
}

const rawOf = (row: Case['row']) => ({
	...{ id: 1, lead: LEAD, name: 'Ana Ruiz', owner: 'ben@sales.example', activities: 3, version: 5, cell: 'A2' },
	...{ label: 'Hot', total: 70, fit: 30, engagement: 40, lastActivityAt: '2026-03-02T12:00:00.000Z' },
	createdAt: '2025-01-01T00:00:00.000Z',
	...row,
});

const reviewed = (row: LeadRow, { row: given, movedAt, brokenStage }: Case) => {
	const createdAt = (given.createdAt as string | undefined) ?? '2025-01-01T00:00:00.000Z';
	const cause: Cause = {
		...{ kind: 'review', createdAt, movedAt: movedAt ?? null, brokenStage: brokenStage ?? null },
	};
	return advance(row, [cause], policy);
};

describe('the dead ends', () => {
	it.each((cases as Case[]).map((each) => [each.name, each] as const))('%s', (_name, each) => {
		const { row } = readRow(rawOf(each.row));
		const { after, findings } = reviewed(row, each);
		expect(findings).toEqual(each.found);
		if (each.change) expect(after).toMatchObject(each.change);
		const messages = after?.news.messages ?? [];
		const returned = messages.flatMap((message) => (message.kind === 'recycled' ? [message.decision] : []));
		expect([...new Set(returned)]).toEqual(each.reason === undefined ? [] : [each.reason]);
		const asked = messages.flatMap(({ key }) => (key.startsWith('still:') ? [key] : []));
		const key = each.still && `still:${LEAD}:${each.still.since}:${each.still.times}`;
		expect(asked).toEqual(key === undefined ? [] : [key, `${key}:manager`]);
		if (each.found.length === 0) expect(after).toBeUndefined();
	});

	it.each((cases as Case[]).filter(({ found }) => found.length > 0).map((each) => [each.name, each] as const))(
		'%s: once put right, nothing more is to be done',
		(_name, each) => {
			const { row } = readRow(rawOf(each.row));
			const { after } = reviewed(row, each);
			expect(reviewed(after ?? row, { ...each, brokenStage: undefined }).after).toBeUndefined();
		},
	);
});

describe('the digest', () => {
	const digestOf = (...rows: Array<Record<string, unknown>>) => digestBy(policy, ...rows);
	const digestBy = (by: Policy, ...rows: Array<Record<string, unknown>>) =>
		reviewDigest(
			rows.map((given) => {
				const each = { name: '', row: given, found: [] };
				const { row } = readRow(rawOf(given));
				const { after, findings } = reviewed(row, each);
				return { row: after ?? row, findings };
			}),
			by,
		);

	it('is sent when all is well', () => {
		const digest = digestOf({ stage: 'nurture', track: 'welcome' });
		expect(digest).toMatchObject({
			...{ key: 'digest:no-lead-left-behind:2026-W10', kind: 'digest', audience: 'manager' },
			title: 'Every lead is on a path',
		});
		expect(digest.lines[0]).toBe('Where the leads are: 1 in nurture.');
	});

	it('is in the language of the manager', () => {
		const french = policyAt(AS_OF, readSettings([{ name: 'language', value: 'fr' }]).settings);
		const digest = digestBy(
			french,
			{ stage: 'nurture', track: 're_engage', lastActivityAt: '2025-03-01T00:00:00.000Z' },
			{ lead: 'b', name: 'Bob', stage: 'accepted', acceptedAt: '2026-01-01T00:00:00.000Z', lastActivityAt: null },
		);
		expect(digest).toMatchObject({
			title: 'Aucun lead oublié : 2 leads remis en route',
			next: 'Parlez aux responsables des leads dont personne ne s’occupe.',
		});
		expect(digest.lines).toEqual([
			'Où en sont les leads : 1 accepté(s), 1 disqualifié(s).',
			'Remis en route cette semaine :',
			'- 1 lead chez les commerciaux sans avancée : le responsable est interrogé (Bob)',
			'- 1 lead silencieux depuis 365 jours : disqualifié, et de retour à la prochaine activité (Ana Ruiz)',
		]);
		expect(digestBy(french, { stage: 'nurture', track: 'welcome' }).title).toBe('Chaque lead suit son chemin');
	});

	it('counts leads as they are now, and names what was found', () => {
		const digest = digestOf(
			{ stage: 'nurture', track: 're_engage', lastActivityAt: '2025-03-01T00:00:00.000Z' },
			{ lead: 'b', name: 'Bob', stage: 'recycled', track: 'education', recycledAt: '2026-02-01T00:00:00.000Z' },
		);
		expect(digest.title).toBe('No lead left behind: 1 lead fixed');
		expect(digest.lines).toEqual([
			'Where the leads are: 1 back from sales, 1 disqualified.',
			'1 lead back from sales rested long enough. Those whose score qualifies are handed over the next time they are scored.',
			'Fixed this week:',
			'- 1 lead silent for 365 days: disqualified, and back when they do something again (Ana Ruiz)',
		]);
		expect(digest.next).toBe('Nothing.');
	});

	it('asks the manager to talk to owners where leads make no progress, and names ten at most', () => {
		const rows = Array.from({ length: 12 }, (_, index) => ({
			...{ lead: `lead-${index}`, name: `Lead ${index}`, stage: 'accepted', acceptedAt: '2026-01-01T00:00:00.000Z' },
			lastActivityAt: null,
		}));
		const digest = digestOf(...rows);
		expect(digest.lines[2]).toMatch(/^- 12 leads with sales and without progress: .*Lead 9 and 2 more\)$/);
		expect(digest.next).toBe('Talk to the owners of the leads that nobody works on.');
	});
});
