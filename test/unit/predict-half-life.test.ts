/** Half-lives that are known because they were planted; at full size it is `npm run bench -- half-life`. */
import type { Recovered } from '../../bench/half-life/recover';
import { bundled, type Bundle } from '../support/bundled';

const LEADS = 1500;
const SEEDS = 8;
/** Of eight intervals that each hold the truth with 95 %, fewer than six do so in one of 170 eights. */
const LEAST_RIGHT = 6;

describe('a half-life that was planted', () => {
	let bundle: Bundle;
	beforeAll(async () => {
		bundle = await bundled('bench/half-life/recover');
	});
	const recovered = async (planted: number): Promise<Recovered> =>
		(await bundle.call(`recover(${planted}, ${LEADS}, ${SEEDS})`)) as Recovered;

	it.each([
		{ planted: 7, spread: 5 },
		{ planted: 14, spread: 3.5 },
		{ planted: 30, spread: 2.5 },
		{ planted: 90, spread: 2.5 },
	])('of $planted days is found, and its interval is right without being wide', async ({ planted, spread }) => {
		const { right, fades, found, spreads } = await recovered(planted);
		expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
		expect(fades).toBe(SEEDS);
		expect(middle(spreads)).toBeLessThan(spread);
		expect(middle(found) / planted).toBeGreaterThan(0.75);
		expect(middle(found) / planted).toBeLessThan(1.33);
	});

	it('is not found where nothing fades', async () => {
		const { right } = await recovered(0);
		expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
	});
});

const middle = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
