import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import measured from '../../bench/measured/sizes.json';
import { plotOf } from '../../bench/engines/bars.mjs';
import { engines } from '../../bench/measured/engines.json';
import { rows } from '../../bench/measured/reliability.json';
import { reliabilityPlotOf } from '../../bench/predict/reliability.mjs';
import { megabytesOf, type Store } from '../../bench/sizing/size-model';

/** A model that is further off does not say what to buy. */
const CLOSE = 0.05;
const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'sizing.md'), 'utf8');

describe('the size of the tables', () => {
	it.each(measured)('$store with $leads leads is what was measured', ({ store, leads, activities, megabytes }) => {
		const modelled = megabytesOf(store as Store, { leads, activities });
		expect(Math.abs(modelled / megabytes - 1)).toBeLessThan(CLOSE);
	});

	it.each([10_000, 100_000, 1_000_000, 10_000_000])(
		'stands on the page as the model says it, for %i leads',
		(leads) => {
			const volume = { leads, activities: 8 * leads };
			const written = (store: Store): string => {
				const megabytes = megabytesOf(store, volume);
				return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
			};
			const row = PAGE.split('\n').find((line) => line.startsWith(`| ${leads.toLocaleString('en')} |`));
			expect(row?.split(' | ').slice(1, 3)).toEqual([written('dataTables'), written('postgres')]);
		},
	);
});

it.each([
	{ name: 'engines', drawn: plotOf(engines) },
	{ name: 'reliability', drawn: reliabilityPlotOf(rows) },
])('the picture “$name” is drawn from the measured numbers', ({ name, drawn }) => {
	const picture = readFileSync(join(__dirname, '..', '..', 'docs', 'images', `${name}.svg`), 'utf8');
	expect(picture).toBe(drawn);
});
