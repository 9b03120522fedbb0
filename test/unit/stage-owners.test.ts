import { readDecision } from '../../lifecycle/stage/decisions';
import cases from '../cases/owners.json';

const asOf = '2026-03-04T12:00:00.000Z';

it.each(cases.map((each) => [each.why, each] as const))('takes as an owner, or refuses by name: %s', (_why, each) => {
	const { taken, ...said } = each;
	const read = readDecision({ lead: 'ana@acme.example', decision: 'owner', ...said }, asOf);
	if (taken === null)
		expect(read).toMatchObject({ ok: false, field: 'owner', hint: expect.stringContaining('address') as string });
	else expect(read).toMatchObject({ ok: true, value: { owner: taken } });
});
