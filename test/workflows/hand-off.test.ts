import type { NodeJSON } from '@n8n/workflow-sdk';
import { HAND_OFF } from '../../workflows/src/parts/lead-book';
import { WORDS } from '../../workflows/src/parts/words';
import { workedOut } from '../support/worked-out';

const row = {
	lead: 'ana@acme.example',
	email: 'ana@acme.example',
	name: 'Ana Ruiz',
	title: 'Director',
	company: 'Acme',
	owner: null,
	cell: 'A2',
	label: 'Hot',
	total: 70,
	fit: 30,
	engagement: 40,
	signal: 'active',
};
const reason = (rule: string, points: number, dimension: string, lastAt: string | null, count = 1) => ({
	...{ rule, points, dimension, lastAt, count },
	text: `${rule} +${points}`,
});
const DECIDES = reason('Decision maker', 15, 'fit', null);
const PRICING = reason('Pricing page', 24, 'engagement', '2026-03-02T10:00:00Z', 2);
const ANY = reason('Any other page', 3, 'engagement', '2026-03-03T10:00:00Z', 3);

/** The text of a hand-off for these reasons, line by line. */
function linesFor(reasons: object[]): string[] {
	const data = JSON.stringify({ row, reasons });
	const body = `${WORDS} const at = '2026-03-04T12:00:00.000Z'; ${HAND_OFF} return handOff(${data}, { handedOffAt: at });`;
	const node = { parameters: { jsonOutput: `={{ (() => {${body}})() }}` } } as unknown as NodeJSON;
	return String(workedOut(node, { nodes: {} }).text).split('\n');
}

describe('the message of a hand-off', () => {
	it('says who, why now, the three strongest reasons and what to do next', () => {
		expect(linesFor([PRICING, DECIDES, reason('Health', 10, 'fit', null), reason('Country', 8, 'fit', null)])).toEqual([
			'Who: Ana Ruiz, Director at Acme (ana@acme.example)',
			'Why now: Pricing page on 2 Mar 2026 10:00 UTC. Signal: active.',
			'Cell A2 (Hot), 70 points: fit 30, engagement 40',
			'Strongest reasons: Pricing page +24 · Decision maker +15 · Health +10',
			'What to do next: get in touch today, and open with what they looked for: Pricing page. Then accept the lead, or send it back with a reason: https://n8n.example/form/lead-feedback?lead=ana%40acme.example',
		]);
	});

	it('opens with what was worth something, though just any page came after it', () => {
		expect(linesFor([PRICING, DECIDES, ANY]).at(-1)).toContain('open with what they looked for: Pricing page.');
	});

	it('opens with nothing when they looked at just any page', () => {
		expect(linesFor([DECIDES, ANY]).at(-1)).toContain('What to do next: get in touch today. Then accept the lead');
	});
});
