/* global $input */
// The Code node "Items" of Check SLA: leads handed to sales in the last 30 days, every third of them accepted.

const MINUTE = 60 * 1000;
const HANDED_OFF_OVER = 30 * 24 * 60;
const ANSWERED_WITHIN = 2000;

function makeLead(index, asOf) {
	const handedOff = asOf - ((index * 7919) % HANDED_OFF_OVER) * MINUTE;
	const accepted = handedOff + (index % ANSWERED_WITHIN) * MINUTE;
	return {
		email: `lead${index}@example.com`,
		cell: 'A1',
		stage: 'mql',
		handedOffAt: new Date(handedOff).toISOString(),
		acceptedAt: index % 3 === 0 && accepted <= asOf ? new Date(accepted).toISOString() : '',
	};
}

const { items, asOf } = $input.first().json;
return Array.from({ length: items }, (_, index) => ({ json: makeLead(index, Date.parse(asOf)) }));
