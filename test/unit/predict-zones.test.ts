import { bundled } from '../support/bundled';

describe('what is learnt from leads', () => {
	it('is the same to the last bit in every time zone and order', async () => {
		const { call } = await bundled('test/support/zoned-training');
		const zones = [
			{ zone: 'UTC', offset: -0 },
			{ zone: 'America/New_York', offset: 300 },
			{ zone: 'Asia/Kathmandu', offset: -345 },
			{ zone: 'Pacific/Apia', offset: -780 },
		];
		const found: string[] = [];
		for (const [lot, { zone, offset }] of zones.entries()) {
			const { offset: own, ...learnt } = (await call(`learnt(400, ${lot + 1})`, zone)) as { offset: number };
			expect(own).toBeCloseTo(offset);
			found.push(JSON.stringify(learnt));
		}
		expect(found[0]).toContain('"name":"metOn"');
		expect(found[0]).toContain('"predictions":[{"probability"');
		for (const other of found) expect(other).toBe(found[0]);
	});
});
