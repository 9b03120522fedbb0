import { readRow } from '../../lifecycle/lead/row';
import { withoutReasons } from '../../lifecycle/page/light-row';

const reason = { rule: 'Say "dropsBelow":null', row: 'Row 1', dimension: 'fit', points: 5, count: 1, lastAt: null };
const dropsBelow = { at: '2026-12-24T12:00:00.000Z', threshold: 65 };
const rowOf = (leadScore: unknown) => ({ id: 1, lead: 'ana@acme.example', total: 71, stage: 'mql', leadScore });

describe('a row without reasons', () => {
	it.each<[why: string, leadScore: unknown]>([
		['a day on which it drops', JSON.stringify({ reasons: [reason], dropsBelow, told: [] })],
		['none', JSON.stringify({ reasons: [reason], dropsBelow: null, told: [] })],
		['a cell that is written by hand', '{ "dropsBelow" : { "at": "2026-12-24T12:00:00.000Z", "threshold": 65 } }'],
		['an empty cell', null],
		['a cell that somebody broke', '{"reasons":['],
	])('says the same of the score: %s', (_why, leadScore) => {
		const { row: whole } = readRow(rowOf(leadScore));
		const { row: light } = readRow(withoutReasons(rowOf(leadScore)));
		expect(light.leadScore.dropsBelow).toEqual(whole.leadScore.dropsBelow);
		expect({ ...light, leadScore: null }).toEqual({ ...whole, leadScore: null });
	});

	it('has none, and says of a day what is written, also where a rule is called like it', () => {
		const light = withoutReasons(rowOf(JSON.stringify({ reasons: [reason], dropsBelow, told: [] })));
		expect(readRow(light).row.leadScore).toMatchObject({ reasons: [], dropsBelow });
	});
});
