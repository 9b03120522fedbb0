// @ts-check
/**
 * What a node and the Code node beside it have to agree on: of each item, the part that both work out, as text. Loaded
 * by n8n itself, with record-run.cjs.
 */

/** @typedef {Record<string, any>} Json */

/** @type {Record<string, (json: Json) => unknown>} by name of the case */
const gists = {
	'score-lead': ({ email, leadScore }) => {
		const { total, fit, engagement, quality, activities, reasons } = leadScore;
		const lines = reasons.map((/** @type {Json} */ reason) => `${reason.rule} ×${reason.count} ${reason.points}`);
		return { email, total, fit, engagement, quality, activities, reasons: lines.sort() };
	},
	'apply-decay': ({ email, leadScore: { engagement, total }, decay: { before, after, lost, appliedAt, base } }) => ({
		email,
		...{ engagement, total, before, after, lost, appliedAt, base },
	}),
	'check-sla': ({ email, sla }) => {
		const { policy, state, startedAt, warnAt, dueAt, elapsedMinutes, remainingMinutes, alert } = sla;
		return { email, policy, state, startedAt, warnAt, dueAt, elapsedMinutes, remainingMinutes, alert };
	},
	'aggregate-account': (json) => {
		const { account, domain, name, score, members, engaged, topLeads, qualified, transition } = json;
		return { account, domain, name, score, members, engaged, topLeads, qualified, transition };
	},
	'normalize-activity': ({ lead, type, at, channel, source, properties: { url, userAgent } }) => ({
		...{ lead, type, at, channel, source, url, userAgent },
	}),
};

module.exports = { gists };
