/** Whatever is killed in the middle of a load: what was answered with 202 counts once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { activitiesOf } from '../support/activities';
import { expectCountedOnce } from '../support/counted-once';
import { QueueRig } from '../support/queue-rig';

jest.setTimeout(900_000);

const ACTIVITIES = 60;
const LEADS = 12;
const AT_ONCE = 10;
/** Faults come when so many have been taken: runs are at work, others wait, others are still to come. */
const IN_THE_MIDDLE = 20;
/** A machine that comes back, in milliseconds; after ten seconds without Redis n8n gives up. */
const AWAY = 3000;

let rig: QueueRig;

beforeAll(async () => {
	rig = await QueueRig.open();
});
afterAll(() => rig?.stop());

const FAULTS: Array<[name: string, what: string, fault: () => Promise<void>]> = [
	['worker', 'a worker is killed', killWorker],
	['main', 'the main is killed', killMain],
	['redis', 'Redis is emptied and killed', emptyRedis],
	['postgres', 'PostgreSQL loses power', () => rig.queue.postgres.crash()],
	['dropped', 'PostgreSQL drops every connection, three times', dropConnections],
];

describe.each(FAULTS)('%s: in the middle of a load', (name, what, fault) => {
	it(`${what}: each activity counts once, each message goes out once`, async () => {
		const activities = activitiesOf(name, ACTIVITIES, LEADS);
		let taken = 0;
		let happened: Promise<void> | undefined;
		await rig.send(activities, AT_ONCE, () => {
			taken++;
			if (taken === IN_THE_MIDDLE) happened = fault();
		});
		await happened;
		await expectCountedOnce(rig, activities);
	});
});

async function killWorker(): Promise<void> {
	await rig.queue.workers[0].kill();
	await rig.queue.startWorker(0);
}

async function killMain(): Promise<void> {
	await rig.queue.main.server.kill();
	await rig.queue.startMain();
}

async function emptyRedis(): Promise<void> {
	const { redis } = rig.queue;
	await redis.ask('FLUSHALL');
	await redis.kill();
	await sleep(AWAY);
	await redis.start();
}

/** As at a failover: those who are connected are sent away, and find a server when they come back. */
async function dropConnections(): Promise<void> {
	for (let times = 0; times < 3; times++) {
		const admin = await rig.queue.postgres.connect('postgres');
		await admin.query(
			'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
		);
		await admin.end();
		await sleep(1000);
	}
}
