// @ts-check
/**
 * The demo's past: three months of a pipeline, played through the templates at their own time, so that the tables show
 * a lead's whole life when the user arrives. What the leads did stands in 09; what sales answered stands here.
 */

import { HostFailure } from './failure.mjs';
import { Replay } from './replay.mjs';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Weekly at first, daily in the last days. */
const DAILY_FROM = 14;

const STORY = { template: '09-demo-traffic', node: 'What the leads did' };

/**
 * So many days before the demo starts. Who is not in here gets no answer, and breaches the SLA.
 *
 * @type {readonly { days: number, lead: string, decision: string, by: string, reason?: string }[]}
 */
const ANSWERS = [
	{
		days: 33,
		lead: 'george.tan@straits-health.example',
		decision: 'sent_back',
		by: 'kim.ito@sales.example',
		reason: 'Could not reach him, three calls',
	},
	{ days: 7.9, lead: 'george.tan@straits-health.example', decision: 'accepted', by: 'kim.ito@sales.example' },
	{ days: 6.9, lead: 'hannah.cole@fenwick-software.example', decision: 'accepted', by: 'leo.brandt@sales.example' },
	{ days: 4.5, lead: 'hannah.cole@fenwick-software.example', decision: 'opportunity', by: 'leo.brandt@sales.example' },
	{ days: 1.9, lead: 'grace.adeyemi@lagoon-pay.example', decision: 'accepted', by: 'leo.brandt@sales.example' },
];

/**
 * @typedef {{ activity: string, lead: string, days: number, [key: string]: unknown }} Deed
 * @typedef {{ file: string, template: import('./client.mjs').Template }} Source
 */

/**
 * @param {import('./host.mjs').OpenHost} host
 * @param {readonly Source[]} templates
 * @param {import('./templates.mjs').CredentialIds} credentials
 * @param {(done: number, all: number) => void} report how far it is
 */
export async function playHistory({ client, secrets }, templates, credentials, report) {
	const replay = new Replay(client, secrets.webhookSecret);
	try {
		await replay.open(templates, credentials);
		await play(replay, storyOf(templates), report);
	} finally {
		await replay.close();
	}
}

/**
 * @param {readonly Source[]} templates
 * @returns {Deed[]} oldest first
 */
function storyOf(templates) {
	const source = templates.find(({ file }) => file === STORY.template);
	const node = source?.template.nodes.find(({ name }) => name === STORY.node);
	if (node === undefined) {
		throw new HostFailure(
			`workflows/${STORY.template}.json has no node "${STORY.node}".`,
			'Restore the file, then start again.',
		);
	}
	/** @type {{ calls: { activities: Deed[] }[] }} */
	const { calls } = JSON.parse(node.parameters.jsonOutput);
	return calls.flatMap(({ activities }) => activities);
}

/**
 * @param {Replay} replay
 * @param {Deed[]} story
 * @param {(done: number, all: number) => void} report
 */
async function play(replay, story, report) {
	const now = Date.now();
	const moments = momentsOf(now, Math.max(...story.map(({ days }) => days)));
	const at = (/** @type {number} */ days) => now - days * DAY;
	let since = 0;
	for (const [index, moment] of moments.entries()) {
		const asOf = new Date(moment).toISOString();
		const isDue = (/** @type {{ days: number }} */ { days }) => at(days) > since && at(days) <= moment;
		const deeds = story.filter(isDue).map(({ days, ...deed }) => ({ ...deed, at: new Date(at(days)).toISOString() }));
		if (deeds.length > 0) await replay.run('01-capture', asOf, deeds);
		await replay.run('02-score', asOf);
		for (const { days, ...answer } of ANSWERS.filter(isDue)) await replay.run('05-feedback', asOf, answer);
		if (isMorning(moment)) {
			// The first run of a day begins the rescore of the night, the next one does it.
			await replay.run('02-score', asOf);
			await replay.run('03-account-rollup', asOf);
		}
		if (moment > at(DAILY_FROM)) await replay.run('04-sla-watch', asOf);
		// It copies what 04 and 05 have to tell.
		await replay.run('02-score', asOf);
		if (moment > at(DAILY_FROM) && isMorning(moment)) await replay.run('11-digest', asOf);
		since = moment;
		report(index + 1, moments.length);
	}
}

const MORNING = 9;
const AFTERNOON = 16;
const isMorning = (/** @type {number} */ moment) => new Date(moment).getUTCHours() === MORNING;

/**
 * @param {number} now
 * @param {number} days how far back
 * @returns {number[]} mornings of each week, then mornings and afternoons of each day, all before now
 */
function momentsOf(now, days) {
	const today = Math.floor(now / DAY) * DAY;
	const weeks = Array.from({ length: Math.ceil((days - DAILY_FROM) / 7) }, (_, week) => DAILY_FROM + 7 * (week + 1));
	const daily = Array.from({ length: DAILY_FROM }, (_, day) => day + 1);
	return [
		...weeks.reverse().map((day) => today - day * DAY + MORNING * HOUR),
		...daily.reverse().flatMap((day) => [MORNING, AFTERNOON].map((hour) => today - day * DAY + hour * HOUR)),
	].filter((moment) => moment < now);
}
