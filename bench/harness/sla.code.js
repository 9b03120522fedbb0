/* global $, $input, DateTime */
// The Code node "Code" beside Check SLA: a first response within 4 business hours, Monday to Friday 9:00 to 17:00 in
// Paris, warned of at three quarters.

const MINUTE = 60 * 1000;
const ZONE = 'Europe/Paris';
const TARGET = 240 * MINUTE;
const WARNING = 0.75 * TARGET;
const started = Date.now();
const asOf = Date.parse($('Settings').first().json.asOf);

// The hours of a day are the same for every lead, so each day is worked out once.
const days = new Map();
function openingOf(date) {
	const key = date.toISODate();
	if (!days.has(key)) {
		const isWorkday = date.weekday <= 5;
		const at = (hour) => date.set({ hour, minute: 0, second: 0, millisecond: 0 }).toMillis();
		const next = date.plus({ days: 1 }).startOf('day');
		days.set(key, { opens: at(isWorkday ? 9 : 17), closes: at(17), next });
	}
	return days.get(key);
}

function dueAfter(start, span) {
	let left = span;
	let date = DateTime.fromMillis(start, { zone: ZONE });
	for (;;) {
		const { opens, closes, next } = openingOf(date);
		const from = Math.max(opens, start);
		if (from < closes && left <= closes - from) return from + left;
		left -= Math.max(0, closes - from);
		date = next;
	}
}

function openBetween(start, end) {
	let open = 0;
	for (let date = DateTime.fromMillis(start, { zone: ZONE }); date.toMillis() < end; date = openingOf(date).next) {
		const { opens, closes } = openingOf(date);
		open += Math.max(0, Math.min(closes, end) - Math.max(opens, start));
	}
	return open;
}

function stateOf(stop, dueAt, warnAt) {
	if (stop !== undefined) return stop <= dueAt ? 'met' : 'met_late';
	if (asOf > dueAt) return 'breached';
	return asOf >= warnAt ? 'at_risk' : 'on_track';
}

const items = $input.all();
for (const { json } of items) {
	const start = Date.parse(json.handedOffAt);
	const stop = json.acceptedAt === '' ? undefined : Date.parse(json.acceptedAt);
	const dueAt = dueAfter(start, TARGET);
	const warnAt = dueAfter(start, WARNING);
	const elapsedMinutes = Math.floor(openBetween(start, stop ?? asOf) / MINUTE);
	const state = stateOf(stop, dueAt, warnAt);
	json.sla = {
		policy: 'First response',
		state,
		startedAt: new Date(start).toISOString(),
		warnAt: new Date(warnAt).toISOString(),
		dueAt: new Date(dueAt).toISOString(),
		elapsedMinutes,
		remainingMinutes: TARGET / MINUTE - elapsedMinutes,
		alert: state === 'at_risk' || state === 'breached' ? state : null,
	};
}
items[0].json.scriptMilliseconds = Date.now() - started;
return items;
