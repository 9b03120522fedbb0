import { DateTime } from 'luxon';
import { compileModel } from '../../lifecycle/model/compile';
import { parseModel } from '../../lifecycle/model/parse';
import { compileStarter } from '../../lifecycle/model/starter';
import { scoreLead, type LeadScore } from '../../lifecycle/score/score';
import { DAY } from '../../lifecycle/time';

const asOf = DateTime.fromISO('2026-11-01T12:00:00Z');
type Row = Record<string, unknown>;

const daysAgo = (days: number): string => new Date(asOf.toMillis() - days * DAY).toISOString();
const visit = (days: number): Row => ({ type: 'page_view', at: daysAgo(days), properties: { path: '/' } });
const enriched = (days: number, attributes: Row = {}): Row => ({ type: 'enriched', at: daysAgo(days), attributes });
const imported = (days: number, attributes: Row = {}): Row => ({ type: 'lead_import', at: daysAgo(days), attributes });

function score(activities: Row[], rules?: Row[], fields: Row = {}): LeadScore {
	const parsed = rules === undefined ? undefined : parseModel(rules);
	const compiled = parsed === undefined ? compileStarter({}) : parsed.ok ? compileModel(parsed.value) : parsed;
	if (!compiled.ok) throw new Error(compiled.faults[0].message);
	const result = scoreLead({ lead: 'ann@acme.example', fields, activities }, compiled.value, asOf);
	if (!result.ok) throw new Error(result.message);
	return result.value;
}

const rule = (event: string, more: Row = {}): Row => ({
	rule: 'R',
	dimension: 'engagement',
	event,
	points: 7,
	importance: 'critical',
	...more,
});

describe.each([
	['enriched', enriched],
	['lead_import', imported],
])('an activity that only tells about the lead: %s', (type, told) => {
	it('is no sign of life', () => {
		expect(score([visit(40), told(1)]).lastActivityAt).toBe(daysAgo(40));
		expect(score([told(1)]).lastActivityAt).toBeNull();
		expect(score([told(1)]).signal).toBe('none');
	});

	it('ends no silence, and begins none', () => {
		const silence = [rule('inactivity', { days: 30, points: -5 })];
		expect(score([visit(40), told(1)], silence).total).toBe(-5);
		expect(score([told(40)], silence).total).toBe(0);
	});

	it('gives nothing in the starter model, nor in a rule for any activity', () => {
		expect(score([told(1)]).engagement).toBe(0);
		expect(score([told(1)], [rule('*')]).total).toBe(0);
		expect(score([told(1), visit(1)], [rule('*')]).total).toBe(7);
	});

	it('counts in a rule that names it', () => {
		expect(score([told(1)], [rule(type)]).total).toBe(7);
	});

	it('is one of the activities that were seen, so that what it taught is written', () => {
		expect(score([visit(2), told(1)]).activities).toBe(2);
	});
});

describe('whose value wins', () => {
	const form = (days: number): Row => ({ type: 'form_submit', at: daysAgo(days), attributes: { title: 'CFO' } });

	it('is what the lead said, however old, over what a data service knows', () => {
		const older = score([form(300), enriched(1, { title: 'Intern', company: 'Acme' })]);
		expect(older.attributes).toEqual({ title: 'CFO', company: 'Acme' });
		expect(score([enriched(300, { title: 'Intern' }), form(1)]).attributes).toEqual({ title: 'CFO' });
	});

	it('is the newest of what data services know', () => {
		expect(score([enriched(1, { title: 'CFO' }), enriched(9, { title: 'Intern' })]).attributes).toEqual({
			title: 'CFO',
		});
	});

	it('is the newest of what the lead said and what the CRM holds', () => {
		expect(score([form(9), imported(1, { title: 'CEO' })]).attributes).toEqual({ title: 'CEO' });
		expect(score([form(1), imported(9, { title: 'CEO' })]).attributes).toEqual({ title: 'CFO' });
	});

	it('is the lead’s own field over all of them', () => {
		const director = [{ rule: 'R', dimension: 'fit', field: 'title', operator: 'is', value: 'Director', points: 7 }];
		expect(score([form(9), enriched(1, { title: 'Intern' })], director, { title: 'Director' }).fit).toBe(7);
	});
});
