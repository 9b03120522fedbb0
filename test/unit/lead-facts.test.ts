import { emptyRow } from '../../lifecycle/lead/row';
import type { Reason } from '../../lifecycle/score/reasons';
import { factsOf } from '../../lifecycle/stage/news';

const reason = (rule: string, points: number, more: Partial<Reason> = {}): Reason => ({
	...{ rule, points, dimension: 'fit', text: `${rule} +${points}`, count: 1, lastAt: null },
	...(more as object as Reason),
});
const visit = (rule: string, points: number, lastAt: string, count = 1): Reason =>
	reason(rule, points, { dimension: 'engagement', lastAt, count });
const DECIDES = reason('Decision maker', 15);
const PRICING = visit('Pricing page', 24, '2026-03-02T10:00:00Z', 2);
const ANY = visit('Any other page', 3, '2026-03-03T10:00:00Z', 3);
const factsFor = (...reasons: Reason[]) => factsOf(emptyRow('ana@acme.example'), reasons);

describe('what messages say of a lead', () => {
	it('is the three strongest reasons', () => {
		const facts = factsFor(PRICING, DECIDES, reason('Health', 10), reason('Country', 8));
		expect(facts.reasons).toEqual(['Pricing page +24', 'Decision maker +15', 'Health +10']);
	});

	it('is what they did last, though it was just any page', () => {
		expect(factsFor(PRICING, ANY).last).toEqual({ what: 'Any other page', at: '2026-03-03T10:00:00Z' });
	});

	it('is what to start with: what was worth something, though just any page came after it', () => {
		expect(factsFor(PRICING, DECIDES, ANY).opener).toBe('Pricing page');
	});

	it('is nothing to start with where they looked at just any page', () => {
		expect(factsFor(DECIDES, ANY).opener).toBeNull();
	});
});
