/** Many calls at once, over two workers. */
import { activitiesOf } from '../support/activities';
import { expectCountedOnce } from '../support/counted-once';
import { QueueRig } from '../support/queue-rig';

jest.setTimeout(900_000);

let rig: QueueRig;

beforeAll(async () => {
	rig = await QueueRig.open();
});
afterAll(() => rig?.stop());

describe('200 calls at once', () => {
	it('of one lead: every point counts, one hand-off, one line each', async () => {
		const activities = activitiesOf('one', 200, 1);
		const before = await rig.runsOfWorkers();
		await rig.send(activities, activities.length);
		await expectCountedOnce(rig, activities);
		const after = await rig.runsOfWorkers();
		// Otherwise one worker did it all, and nothing was at once.
		expect(after.map((runs, index) => runs - before[index] > 10)).toEqual([true, true]);
	});

	it('of 40 leads', async () => {
		const activities = activitiesOf('forty', 200, 40);
		await rig.send(activities, activities.length);
		await expectCountedOnce(rig, activities);
	});
});

describe('a batch', () => {
	it('that is delivered three times at once counts once', async () => {
		const activities = activitiesOf('batch', 100, 20);
		await rig.send([activities, activities, activities], 3);
		await expectCountedOnce(rig, activities);
	});

	it('that comes with single calls about the same counts once', async () => {
		const activities = activitiesOf('mixed', 60, 5);
		await rig.send([activities, ...activities, activities], 10);
		await expectCountedOnce(rig, activities);
	});
});
