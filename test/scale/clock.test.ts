/** The clock of every n8n is set back in the middle of a load, by Debian's libfaketime; PostgreSQL's goes on. */
import { existsSync } from 'node:fs';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { librariesIn, unpackedFolder } from '../../scripts/host/debian.mjs';
import { activitiesOf } from '../support/activities';
import { expectCountedOnce } from '../support/counted-once';
import { QueueRig } from '../support/queue-rig';

jest.setTimeout(900_000);

const LIBRARY = join(librariesIn(unpackedFolder('libfaketime')), 'faketime', 'libfaketime.so.1');
const isThere = existsSync(LIBRARY);
const itWithLibrary = isThere ? it : it.skip;

const ACTIVITIES = 60;
const LEADS = 12;
const AT_ONCE = 10;
const IN_THE_MIDDLE = 20;
/** As long as a lease, in seconds. */
const SET_BACK = 120;

let folder: string;
let rig: QueueRig;

beforeAll(async () => {
	if (!isThere) return;
	folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-clock-'));
	await writeFile(clock(), '+0');
	rig = await QueueRig.open({
		LD_PRELOAD: LIBRARY,
		FAKETIME_TIMESTAMP_FILE: clock(),
		FAKETIME_CACHE_DURATION: '1',
		// Timers go on as they do when a clock is set.
		FAKETIME_DONT_FAKE_MONOTONIC: '1',
	});
});
afterAll(async () => {
	await rig?.stop();
	if (folder) await rm(folder, { recursive: true });
});

const clock = (): string => join(folder, 'clock');

itWithLibrary('two minutes back: each activity counts once, each message goes out once', async () => {
	// What lies ahead of n8n's clock counts later: with the lead's next activity, or at night.
	const activities = activitiesOf('clock', ACTIVITIES, LEADS, Date.now() - 2 * SET_BACK * 1000);
	let taken = 0;
	await rig.send(activities, AT_ONCE, () => {
		taken++;
		if (taken === IN_THE_MIDDLE) void writeFile(clock(), `-${SET_BACK}`);
	});
	await expectCountedOnce(rig, activities);
	// Otherwise the clock was not what it was set to.
	const [{ behind }] = await rig.rows(
		`select max(extract(epoch from "createdAt" - "at"::timestamptz))::int as behind from ll_score_log`,
	);
	expect(behind).toBeGreaterThan(60);
});
