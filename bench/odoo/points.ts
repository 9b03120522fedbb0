import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';

import { compileModel } from '../../lifecycle/model/compile';
import { parseModelJson } from '../../lifecycle/model/json';
import { scoreLead } from '../../lifecycle/score/score';
import type { Application } from './applications.mjs';

/**
 * The points model for the applications, written from what the steps mean and from no outcome: how far the applicant came,
 * what they did themselves, how often they were spoken to, and silence. Docs: performance.md.
 */
const MODEL = {
	name: 'loan-applications',
	version: '1',
	rules: [
		{ rule: 'Passed the first check', dimension: 'engagement', event: 'a_preaccepted', points: 5, per: 'once' },
		{ rule: 'Application complete', dimension: 'engagement', event: 'a_accepted', points: 10, per: 'once' },
		{ rule: 'Has an offer', dimension: 'engagement', event: 'o_sent', points: 10, per: 'once' },
		{ rule: 'Sent the offer back signed', dimension: 'engagement', event: 'o_sent_back', points: 30, per: 'once' },
		{ rule: 'Offer assessed', dimension: 'engagement', event: 'w_valideren aanvraag', points: 10, per: 'once' },
		{
			rule: 'Sent missing papers',
			dimension: 'engagement',
			event: 'w_nabellen incomplete dossiers',
			points: 2,
			max: 10,
		},
		{ rule: 'Called about the offer', dimension: 'engagement', event: 'w_nabellen offertes', points: 1, max: 5 },
		{ rule: 'Offer withdrawn', dimension: 'engagement', event: 'o_cancelled', points: -5, max: 10 },
		{ rule: 'Offer declined', dimension: 'engagement', event: 'o_declined', points: -30, per: 'once' },
		{ rule: 'Checked for fraud', dimension: 'engagement', event: 'w_beoordelen fraude', points: -20, per: 'once' },
		{ rule: 'Silent for two weeks', dimension: 'engagement', event: 'inactivity', days: 14, every: 14, points: -10 },
	],
};

function compiled() {
	const model = parseModelJson(MODEL);
	if (!model.ok) throw new Error(model.faults.map(({ message }) => message).join('; '));
	const result = compileModel(model.value, {}, { shape: 'generic', fieldMapping: {} });
	if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('; '));
	return result.value;
}

/**
 * Scores applications as of a date.
 *
 * @param file JSON: `{ asOf, applications }`
 * @returns total by id of the application, and the milliseconds that reading the model and scoring took
 */
export function scoreApplications(file: string): { scores: Record<string, number>; milliseconds: number } {
	const given = JSON.parse(readFileSync(file, 'utf8')) as { asOf: string; applications: Application[] };
	const leads = given.applications.map(({ id, events }) => ({
		lead: id,
		fields: {},
		activities: events.map(({ type, at }, index) => ({ activity: `${id}:${index}`, type: type.toLowerCase(), at })),
	}));
	const asOf = DateTime.fromISO(given.asOf, { zone: 'utc' });
	const startedAt = performance.now();
	const model = compiled();
	const totals = leads.map((lead) => scoreLead(lead, model, asOf));
	const milliseconds = performance.now() - startedAt;
	const scores = totals.map((score, index) => {
		if (!score.ok) throw new Error(`${leads[index].lead}: ${score.message}`);
		return [leads[index].lead, score.value.total] as const;
	});
	return { scores: Object.fromEntries(scores), milliseconds };
}
