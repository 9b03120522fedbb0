/* global $, $input */
// The Code node "Code" beside Apply Decay: 10 points of engagement a month without activity, once a month only.

const POINTS_A_MONTH = 10;
const started = Date.now();
const asOf = Date.parse($('Settings').first().json.asOf);
const rounded = (points) => Math.round(points * 100) / 100;

function plusMonths(instant, months) {
	const date = new Date(instant);
	const day = date.getUTCDate();
	date.setUTCMonth(date.getUTCMonth() + months);
	if (date.getUTCDate() !== day) date.setUTCDate(0);
	return date.getTime();
}

function monthsBetween(from, to) {
	let months = 0;
	while (plusMonths(from, months + 1) <= to) months++;
	return months;
}

const items = $input.all();
for (const { json } of items) {
	const { engagement, total, lastActivityAt } = json.leadScore;
	const last = Date.parse(lastActivityAt);
	const months = monthsBetween(last, asOf);
	const base = json.decay?.base ?? engagement;
	const after = months > 0 ? rounded(Math.max(0, base - months * POINTS_A_MONTH)) : engagement;
	const lost = rounded(engagement - after);
	const appliedAt = months > 0 ? new Date(plusMonths(last, months)).toISOString() : (json.decay?.appliedAt ?? null);
	json.leadScore.engagement = after;
	json.leadScore.total = rounded(total - lost);
	json.decay = { before: engagement, after, lost, appliedAt, base };
}
items[0].json.scriptMilliseconds = Date.now() - started;
return items;
