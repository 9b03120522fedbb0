/* global $input */
// The Code node "Items" of Apply Decay: leads last active in the last two years, every other one decayed before.

const MINUTE = 60 * 1000;
const SILENT_OVER = 2 * 365 * 24 * 60;
const POINTS_A_MONTH = 10;

const iso = (instant) => new Date(instant).toISOString();
const rounded = (points) => Math.round(points * 100) / 100;

function plusMonths(instant, months) {
	const date = new Date(instant);
	const day = date.getUTCDate();
	date.setUTCMonth(date.getUTCMonth() + months);
	return date.getUTCDate() === day ? date.getTime() : date.setUTCDate(0);
}

function monthsBetween(from, to) {
	let months = 0;
	while (plusMonths(from, months + 1) <= to) months++;
	return months;
}

// As Apply Decay left it at an earlier run.
function decayed(lead, lastActivityAt, at) {
	const { engagement, total } = lead.leadScore;
	const periods = monthsBetween(lastActivityAt, at);
	if (periods === 0) return lead;
	const after = rounded(Math.max(0, engagement - periods * POINTS_A_MONTH));
	const lost = rounded(engagement - after);
	const appliedAt = iso(plusMonths(lastActivityAt, periods));
	return {
		...lead,
		leadScore: { ...lead.leadScore, engagement: after, total: rounded(total - lost) },
		decay: { before: engagement, after, lost, periods, appliedAt, base: engagement, baseAt: iso(lastActivityAt) },
	};
}

function makeLead(index, asOf) {
	const engagement = (index % 9000) / 100;
	const lastActivityAt = asOf - ((index * 7919) % SILENT_OVER) * MINUTE;
	const lead = {
		email: `lead${index}@example.com`,
		leadScore: { fit: 20, engagement, total: rounded(engagement + 20), lastActivityAt: iso(lastActivityAt) },
	};
	return index % 2 === 0 ? lead : decayed(lead, lastActivityAt, plusMonths(asOf, -3));
}

const { items, asOf } = $input.first().json;
return Array.from({ length: items }, (_, index) => ({ json: makeLead(index, Date.parse(asOf)) }));
