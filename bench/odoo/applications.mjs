// @ts-check
/**
 * Leads with what they did and how they ended: the loan applications of the BPI Challenge 2012 (a Dutch bank, October 2011
 * to March 2012) where their files stand beside the checkout, else made-up ones of the same shape.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * @typedef {{ type: string, at: string }} Event
 * @typedef {{ id: string, amount: number, outcome: 'converted' | 'declined' | 'cancelled' | 'open', events: Event[] }} Application
 * `outcome`: in the end; `events`: the completed ones, oldest first
 * @typedef {{ applications: Application[], source: string, isReal: boolean }} Data `source`: for the reader
 * @typedef {{ closed: Application[], open: Application[] }} Split each with the events until then only
 */

const FOLDER = join('..', 'shared', 'data', 'bpi2012');
/** The events that end an application. */
const CLOSING = new Set(['A_ACTIVATED', 'A_APPROVED', 'A_REGISTERED', 'A_DECLINED', 'A_CANCELLED']);
const MADE_UP = 6_000;
const DAY = 86_400_000;

/** The date of both scores: the last first of a month on which applications still came in. */
export const AS_OF = '2012-02-01T00:00:00Z';

/**
 * @param {string} checkout
 * @returns {Promise<Data>}
 */
export async function readApplications(checkout) {
	const folder = join(checkout, FOLDER);
	if (!existsSync(join(folder, 'cases.csv'))) {
		const source = `${FOLDER} is not there: ${MADE_UP} made-up applications, whose result says nothing about real ones`;
		return { applications: madeUp(MADE_UP), source, isReal: false };
	}
	const cases = await readFile(join(folder, 'cases.csv'), 'utf8');
	const events = gunzipSync(await readFile(join(folder, 'events.csv.gz'))).toString('utf8');
	const applications = parse(cases, events);
	const source = `${applications.length} loan applications of October 2011 to March 2012 (BPI Challenge 2012)`;
	return { applications, source, isReal: true };
}

/**
 * @param {string} cases `case_id,amount_req,reg_date,outcome,n_events`
 * @param {string} events `case_id,event,lifecycle,resource,timestamp`
 * @returns {Application[]}
 */
function parse(cases, events) {
	/** @type {Map<string, Application>} */
	const applications = new Map();
	for (const [id, amount, , outcome] of rowsOf(cases)) {
		const known = /** @type {Application['outcome']} */ (outcome);
		applications.set(id, { id, amount: Number(amount), outcome: known, events: [] });
	}
	for (const [id, type, lifecycle, , at] of rowsOf(events)) {
		if (lifecycle === 'COMPLETE') applications.get(id)?.events.push({ type, at });
	}
	return [...applications.values()];
}

const rowsOf = (/** @type {string} */ text) =>
	text
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => line.split(','));

/**
 * What was known at a date: who had ended by then, with the outcome, and who was still open. Whose outcome the data do
 * not know is left out.
 *
 * @param {readonly Application[]} applications
 * @param {string} asOf
 * @returns {Split}
 */
export function splitAt(applications, asOf) {
	const until = Date.parse(asOf);
	const known = applications
		.filter(({ outcome }) => outcome !== 'open')
		.map((one) => ({ ...one, events: one.events.filter(({ at }) => Date.parse(at) <= until) }))
		.filter(({ events }) => events.length > 0);
	const isClosed = (/** @type {Application} */ { events }) => events.some(({ type }) => CLOSING.has(type));
	return { closed: known.filter(isClosed), open: known.filter((one) => !isClosed(one)) };
}

/**
 * Applications whose interest, which nobody sees, decides how they go on and whether they convert.
 *
 * @param {number} count
 * @returns {Application[]} the same ones every time
 */
function madeUp(count) {
	const random = randomFrom(20_120_201);
	const start = Date.parse(AS_OF) - 120 * DAY;
	return Array.from({ length: count }, (_, index) => {
		const interest = random();
		let at = start + random() * 150 * DAY;
		/** @type {Event[]} */
		const events = [];
		const happens = (/** @type {string} */ type, days = 3) => {
			at += random() * days * DAY;
			events.push({ type, at: new Date(at).toISOString() });
		};
		happens('A_SUBMITTED', 0);
		const goesOn = ['A_PREACCEPTED', 'A_ACCEPTED', 'O_SENT', 'O_SENT_BACK'].every((type) => {
			if (random() > 0.55 + interest * 0.4) return false;
			happens(type);
			return true;
		});
		const calls = Math.floor(random() * 6 * interest);
		for (let call = 0; call < calls; call++) happens('W_Nabellen offertes');
		const outcome = goesOn && random() < 0.4 + interest * 0.5 ? 'converted' : random() < 0.5 ? 'declined' : 'cancelled';
		happens({ converted: 'A_ACTIVATED', declined: 'A_DECLINED', cancelled: 'A_CANCELLED' }[outcome], 15);
		return { id: `made-up-${index}`, amount: 1_000 * Math.ceil(random() * 40), outcome, events };
	});
}

/**
 * @param {number} seed
 * @returns {() => number} numbers that look random and are the same in every run (mulberry32)
 */
function randomFrom(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
