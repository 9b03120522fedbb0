import { pathToFileURL } from 'node:url';
import { contenders, REFERENCE, type Contender, type Load } from './contenders';
import { flatLeads, RULES, type FlatLead } from './flat-model';

const CHECKED = 5000;
const WARM_UPS = 30;

export interface EngineTimes {
	readonly name: string;
	/** Microseconds a lead, of each round. */
	readonly microseconds: readonly number[];
	/** The same by what the reference took in the round. */
	readonly ratios: readonly number[];
}

export interface Rounds {
	readonly rules: number;
	/** Leads that every engine gave the same points. */
	readonly checked: number;
	readonly engines: readonly EngineTimes[];
}

/**
 * Times every engine in each round, one round in one order and the next in the other, so that what else the machine does
 * meets all of them. An engine that gives any lead other points than the first one ends it.
 *
 * @param loader path of a module that loads the engines
 */
export async function compareEngines(loader: string, rounds: number): Promise<Rounds> {
	const { load } = (await import(pathToFileURL(loader).href)) as { load: Load };
	const all = await contenders(load);
	await checkAll(all);
	const leads = flatLeads(Math.max(...all.map((each) => each.leads)));
	for (let round = 0; round < WARM_UPS; round++) for (const each of all) await microsecondsOf(each, leads);
	const taken = all.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		const order = all.map((_, index) => (round % 2 === 0 ? index : all.length - 1 - index));
		for (const index of order) taken[index].push(await microsecondsOf(all[index], leads));
	}
	const reference = taken[all.findIndex(({ name }) => name === REFERENCE)];
	return {
		rules: RULES.length,
		checked: CHECKED,
		engines: all.map(({ name }, index) => ({
			name,
			microseconds: taken[index],
			ratios: taken[index].map((time, round) => time / reference[round]),
		})),
	};
}

async function checkAll([first, ...others]: readonly Contender[]): Promise<void> {
	const leads = flatLeads(CHECKED);
	const expected = await first.score(leads);
	for (const { name, score } of others) {
		const points = await score(leads);
		const other = leads.findIndex((_, index) => points[index] !== expected[index]);
		if (other >= 0)
			throw new Error(
				`${name} gives ${points[other]} points, ${first.name} ${expected[other]}: ${JSON.stringify(leads[other])}`,
			);
	}
}

async function microsecondsOf({ leads: count, score }: Contender, leads: readonly FlatLead[]): Promise<number> {
	const some = leads.slice(0, count);
	const started = performance.now();
	await score(some);
	return ((performance.now() - started) * 1000) / count;
}
