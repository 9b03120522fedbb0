// @ts-check
/** Odoo's predictive lead scoring and a points model on the same leads, as of the same date, judged by what came later. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openOdoo } from '../../test/services/odoo/odoo.mjs';
import { runBundled } from '../harness/bundle.mjs';
import { AS_OF, readApplications, splitAt } from './applications.mjs';
import { areaUnderCurve, differenceOf, marginOf } from './auc.mjs';
import { importApplications, LEARNT_FROM, predict } from './predictive.mjs';

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @typedef {{
 *   label: string, area: number, margin: number, milliseconds: number, ahead?: { from: number, to: number },
 * }} Verdict `margin`: half of the 95 % interval; `ahead`: 95 % interval of the area less that of the points
 * @typedef {{
 *   source: string, asOf: string, closed: number, open: number, converted: number, verdicts: Verdict[],
 * }} SideBySide
 */

/**
 * @param {import('../../scripts/host/progress.mjs').Progress} progress
 * @returns {Promise<SideBySide>}
 */
export async function compareWithOdoo(progress) {
	const { applications, source } = await readApplications(CHECKOUT);
	const split = splitAt(applications, AS_OF);
	const points = await progress.step('Scoring by points', () => scoreByPoints(split.open));
	const predictions = await scoreByOdoo(split, progress);
	const judged = [{ label: 'Points model, written by hand', ...points }, ...predictions];
	return {
		source,
		asOf: AS_OF,
		closed: split.closed.length,
		open: split.open.length,
		converted: split.open.filter(({ outcome }) => outcome === 'converted').length,
		verdicts: judged.map((one) => verdictOn(one, points.scores, split.open)),
	};
}

/**
 * @param {readonly import('./applications.mjs').Application[]} open
 * @returns {Promise<{ scores: Record<string, number>, milliseconds: number }>}
 */
async function scoreByPoints(open) {
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-points-'));
	try {
		const file = join(folder, 'applications.json');
		await writeFile(file, JSON.stringify({ asOf: AS_OF, applications: open }));
		return await runBundled('odoo/points', `scoreApplications(${JSON.stringify(file)})`);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * @param {import('./applications.mjs').Split} split
 * @param {import('../../scripts/host/progress.mjs').Progress} progress
 */
async function scoreByOdoo(split, progress) {
	const odoo = await openOdoo(progress);
	try {
		let imported = 0;
		const all = split.closed.length + split.open.length;
		await progress.step(
			'Bringing the leads into Odoo',
			() => importApplications(odoo.client, split, (done) => void (imported = done)),
			{ usual: '1 to 3 minutes', detail: () => `${imported} of ${all}` },
		);
		const predictions = [];
		for (const { label, fields } of LEARNT_FROM) {
			predictions.push({ label, ...(await progress.step(label, () => predict(odoo.client, fields))) });
		}
		return predictions;
	} finally {
		await odoo.stop();
	}
}

/**
 * @param {{ label: string, scores: Record<string, number>, milliseconds: number }} judged
 * @param {Record<string, number>} points
 * @param {readonly import('./applications.mjs').Application[]} open
 * @returns {Verdict}
 */
function verdictOn({ label, scores, milliseconds }, points, open) {
	const judged = (/** @type {Record<string, number>} */ by) =>
		open.map(({ id, outcome }) => {
			if (typeof by[id] !== 'number') throw new Error(`${label} gave no score to ${id}.`);
			return { score: by[id], converted: outcome === 'converted' };
		});
	const scored = judged(scores);
	const converted = scored.filter((one) => one.converted).length;
	const area = areaUnderCurve(scored);
	const ahead = scores === points ? undefined : differenceOf(scored, judged(points));
	return { label, area, margin: marginOf(area, converted, scored.length - converted), milliseconds, ahead };
}
