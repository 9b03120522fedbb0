import { DateTime } from 'luxon';
import { failedRunReport, quotable, readFailedRun, type FailedRun } from '../../lifecycle/report/failed-run';
import { faultReport } from '../../lifecycle/report/fault-report';
import { isBeingEdited, ruleFaults, settingFaults } from '../../lifecycle/report/row-faults';
import { tableFaults } from '../../lifecycle/report/table-faults';
import { TABLES, type Table } from '../../lifecycle/tables';
import cases from '../cases/reports.json';

const asOf = DateTime.fromISO('2026-03-04T12:00:00Z', { zone: 'utc' });
const OURS: readonly Table[] = Object.values(TABLES);

it.each(cases.quotable.map((each) => [each.why, each] as const))('quotes %s', (_why, { said, quoted }) => {
	expect(quotable(said)).toBe(quoted);
});

describe('a failed run', () => {
	it.each(cases.failed.map((each) => [each.why, each] as const))('%s', (_why, { item, earlier = {}, report }) => {
		const run = readFailedRun(item);
		const known = new Map(Object.entries(earlier as Record<string, string>));
		const found = failedRunReport(run as FailedRun, { asOf, audience: 'marketing', earlier: known });
		if (report === null) expect(found).toBeUndefined();
		else expect(found).toMatchObject({ kind: 'fault', audience: 'marketing', ...report });
	});

	it('is told of a workflow without a name too, and is none where nothing is said of a run', () => {
		const nameless = readFailedRun({ execution: { error: { message: 'x' } } });
		expect(nameless).toMatchObject({ workflow: 'A workflow without a name', said: 'x' });
		expect(readFailedRun({ workflow: 'x' })).toBeUndefined();
	});

	it('is of the day in the zone of the readers', () => {
		const run = readFailedRun({ workflow: { id: '1', name: 'x' } }) as FailedRun;
		const late = DateTime.fromISO('2026-03-04T23:30:00Z', { zone: 'Europe/Paris' });
		expect(failedRunReport(run, { asOf: late, audience: 'a', earlier: new Map() })?.key).toBe(
			'failed_run:1:2026-03-05',
		);
	});
});

describe('the tables', () => {
	it.each(cases.tables.map((each) => [each.why, each] as const))('%s', (_why, { change, faults }) => {
		const {
			add = [],
			drop,
			lacks: [lacking, column] = [],
		} = change as {
			add?: string[];
			drop?: string;
			lacks?: [string, string];
		};
		const listed = OURS.filter(({ name }) => name !== drop).map(({ name, columns }) => ({
			name,
			columns: columns.filter((each) => name !== lacking || each.name !== column),
		}));
		const others = add.map((name) => ({ name, columns: [] }));
		expect(tableFaults([...listed, ...others]).map(({ message }) => message)).toEqual(faults);
	});

	it('may be missing before they are made', () => {
		expect(tableFaults([])).toHaveLength(OURS.length);
		expect(tableFaults([], { mayBeMissing: true })).toEqual([]);
	});

	it('name each column that they lack', () => {
		const [{ message, hint }] = tableFaults([{ name: 'll_state', columns: [{ name: 'name' }] }], {
			mayBeMissing: true,
		});
		expect(message).toContain('holder (String), until (String), position (Number)');
		expect(hint).toBe('Open it under Data tables and add them with +.');
	});
});

describe('rows', () => {
	it('are faults by rule and by setting', () => {
		const rule = { rule: 'Typo', dimension: 'engagment', event: 'page_view', points: 5 };
		expect(ruleFaults([rule, { rule: 'Draft' }])).toHaveLength(1);
		expect(
			ruleFaults([
				{ ...rule, active: false },
				{ ...rule, dimension: 'fit', rule: 'Good' },
			]),
		).toEqual([]);
		expect(ruleFaults([])).toMatchObject([{ message: 'll_rules holds no rule' }]);
		expect(settingFaults([{ name: 'language', value: 'klingon' }], asOf)).toHaveLength(1);
		expect(settingFaults([], asOf)).toEqual([]);
	});

	it.each([
		['changed just now', '2026-03-04T11:50:00.000Z', true],
		['left alone since', '2026-03-04T11:40:00.000Z', false],
		['without a time', '', false],
	])('are being edited where one was %s: %s', (_why, updatedAt, expected) => {
		expect(isBeingEdited([{ updatedAt }, {}], asOf, 15)).toBe(expected);
	});

	it('are reported once a day, and not without end', () => {
		const faults = Array.from({ length: 25 }, (_, index) => ({ message: `Row ${index}`, hint: 'Mend it' }));
		const where = { where: 'll_rules', audience: 'marketing', link: 'https://n8n.example.com/x' };
		expect(faultReport([], where, asOf)).toBeUndefined();
		const report = faultReport(faults, where, asOf);
		expect(report).toMatchObject({ key: 'fault:ll_rules:2026-03-04', ...where, at: '2026-03-04T12:00:00.000Z' });
		expect(report?.faults).toHaveLength(21);
		expect(report?.faults.at(-1)?.message).toBe('And 5 more');
	});
});
