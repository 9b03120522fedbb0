import type { Finding } from '../../lifecycle/review/model-check';
import { readableFindings, weightiest } from '../../lifecycle/review/report/findings';

const finding = (check: string, about?: string): Finding => ({
	...{ check, severity: 'doubtful', message: `${check} ${about}`, evidence: 'Seen.', hint: 'Mend it.' },
	...(about === undefined ? {} : { about }),
});
const many = (check: string, count: number): Finding[] =>
	Array.from({ length: count }, (_, index) => finding(check, `R${index + 1}`));

describe('the findings of a report', () => {
	it('stay as they are while there are few of a check', () => {
		const few = [...many('never fires', 3), finding('threshold')];
		expect(readableFindings(few)).toEqual(few);
	});

	it('become one where a check found many, which names the first of them', () => {
		const [merged, ...others] = readableFindings([...many('never fires', 11), finding('drift')]);
		expect(merged).toMatchObject({ check: 'never fires', message: '11 rules never applied, such as “R1”' });
		expect(merged.evidence).toBe('“R1”, “R2”, “R3”, “R4”, “R5”, “R6”, “R7”, “R8” and 3 more.');
		expect(others).toEqual([finding('drift')]);
	});

	it.each([
		['the threshold before a rule that never applied', ['never fires', 'threshold'], 'threshold'],
		['drift before fields that are empty', ['empty field', 'drift'], 'drift'],
		['the first where none weighs more', ['empty field', 'changed by hand'], 'empty field'],
		['nothing where nothing was found', [], undefined],
	])('ask to change %s', (_why, checks, expected) => {
		expect(weightiest(checks.map((check) => finding(check)))?.check).toBe(expected);
	});
});
