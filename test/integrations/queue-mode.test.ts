/** n8n in queue mode, in short: `npm run test:scale` does the rest. */
import { isPostgresThere } from '../../scripts/host/postgres.mjs';
import { findRedis } from '../../scripts/host/redis.mjs';
import { activitiesOf } from '../support/activities';
import { expectCountedOnce } from '../support/counted-once';
import { QueueRig } from '../support/queue-rig';

const isThere = isPostgresThere() && findRedis() !== undefined;
const itInQueueMode = isThere ? it : it.skip;

let rig: QueueRig;

beforeAll(async () => {
	if (isThere) rig = await QueueRig.open();
}, 300_000);
afterAll(() => rig?.stop());

itInQueueMode('takes activities with 202, scores them on a worker, and hands over once', async () => {
	const activities = activitiesOf('queue', 15, 3);
	const before = await rig.runsOfWorkers();
	await rig.send(activities, 5);
	await expectCountedOnce(rig, activities);
	const crossed = await rig.rows(`select lead from ll_outbox where kind = 'hand_off' and status = 'sent'`);
	expect(crossed).toHaveLength(3);
	const after = await rig.runsOfWorkers();
	expect(after.reduce((sum, runs, index) => sum + runs - before[index], 0)).toBeGreaterThanOrEqual(15);
	expect(await rig.services.slack.violations()).toEqual([]);
});
