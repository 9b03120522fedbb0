import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { AS_OF, execute, itemsOf } from '../harness/alone';

/** Activities a size is scored over in each round, by scoring a small size more than once. */
const A_ROUND = 100_000;
const PER_LEAD = 10;

export interface Size {
	readonly activities: number;
	/** Nanoseconds an activity, of each round. */
	readonly nanoseconds: readonly number[];
	/** The same by what the size that is compared with took in the round. */
	readonly ratios: readonly number[];
	/** What the output holds beside its input, bytes a lead. */
	readonly bytes: number;
}

export interface Growth {
	readonly manyLeads: readonly Size[];
	readonly oneLead: readonly Size[];
}

/**
 * What an activity costs in runs of few and of many, in rounds of alternating order: many leads with ten activities each, and one
 * lead with all of them.
 *
 * @param against the size that the others are compared with
 */
export async function measureGrowth(sizes: readonly number[], against: number, rounds: number): Promise<Growth> {
	const leads = itemsOf('leads.code.js', Math.max(...sizes) / PER_LEAD);
	// As a log holds them: in order of time, and next to none of the future.
	const activities = leads
		.flatMap(({ json }) => json.activities as Array<IDataObject & { at: string }>)
		.filter(({ at }) => at <= AS_OF)
		.sort((left, right) => (left.at < right.at ? -1 : 1));
	return {
		manyLeads: await measured(sizes, against, rounds, (size) => leads.slice(0, size / PER_LEAD)),
		oneLead: await measured(sizes, against, rounds, (size) => [
			{
				json: {
					...leads[0].json,
					activities: activities.slice(0, size).map((each, index) => ({ ...each, activity: `a${index}` })),
				},
			},
		]),
	};
}

type ItemsOfSize = (activities: number) => INodeExecutionData[];

async function measured(
	sizes: readonly number[],
	against: number,
	rounds: number,
	itemsOfSize: ItemsOfSize,
): Promise<Size[]> {
	const inputs = sizes.map(itemsOfSize);
	const taken = sizes.map((): number[] => []);
	for (const [index, size] of sizes.entries()) if (size <= A_ROUND) await nanosecondsOf(size, inputs[index]);
	for (let round = 0; round < rounds; round++) {
		const order = sizes.map((_, index) => (round % 2 === 0 ? index : sizes.length - 1 - index));
		for (const index of order) taken[index].push(await nanosecondsOf(sizes[index], inputs[index]));
	}
	const reference = taken[sizes.indexOf(against)];
	const result: Size[] = [];
	for (const [index, activities] of sizes.entries()) {
		result.push({
			activities,
			nanoseconds: taken[index],
			ratios: taken[index].map((time, round) => time / reference[round]),
			bytes: await bytesOf(inputs[index]),
		});
	}
	return result;
}

const score = (items: INodeExecutionData[]): Promise<INodeExecutionData[][]> => execute(new ScoreLead(), {}, [items]);

async function nanosecondsOf(activities: number, items: INodeExecutionData[]): Promise<number> {
	const times = Math.max(1, Math.round(A_ROUND / activities));
	const started = performance.now();
	for (let time = 0; time < times; time++) await score(items);
	return ((performance.now() - started) * 1e6) / (times * activities);
}

async function bytesOf(items: INodeExecutionData[]): Promise<number> {
	const before = heapUsed();
	const output = await score(items);
	const bytes = heapUsed() - before;
	return output[0].length === 0 ? 0 : bytes / output[0].length;
}

function heapUsed(): number {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
	return process.memoryUsage().heapUsed;
}
