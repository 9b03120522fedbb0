import { splitAt, type Application } from '../../bench/odoo/applications.mjs';

const AS_OF = '2012-02-01T00:00:00Z';
const application = (id: string, outcome: Application['outcome'], ...events: [string, string][]): Application => ({
	id,
	amount: 5_000,
	outcome,
	events: events.map(([type, at]) => ({ type, at })),
});

describe('what was known at a date', () => {
	const { closed, open } = splitAt(
		[
			application('won before', 'converted', ['A_SUBMITTED', '2012-01-02'], ['A_ACTIVATED', '2012-01-31']),
			application('won at the instant', 'converted', ['A_SUBMITTED', '2012-01-02'], ['A_ACTIVATED', AS_OF]),
			application(
				'won after',
				'converted',
				['A_SUBMITTED', '2012-01-02'],
				['O_SENT_BACK', '2012-02-01T00:00:01Z'],
				['A_ACTIVATED', '2012-02-03'],
			),
			application('not in yet', 'declined', ['A_SUBMITTED', '2012-02-02'], ['A_DECLINED', '2012-02-02']),
			application('never known', 'open', ['A_SUBMITTED', '2012-01-02']),
		],
		AS_OF,
	);

	it('takes as closed who had ended by then', () => {
		expect(closed.map(({ id }) => id)).toEqual(['won before', 'won at the instant']);
	});

	it('scores who was open, by what had happened until then, and leaves out whose end nobody knows', () => {
		expect(open).toEqual([application('won after', 'converted', ['A_SUBMITTED', '2012-01-02'])]);
	});
});
