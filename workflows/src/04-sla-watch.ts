import { finished, note, ownStep, startsWith, template } from './parts/canvas';
import { asOf, clock } from './parts/clock';
import { from, value } from './parts/expression';
import { stopOnFaults } from './parts/faults';
import { SLA_POLICIES } from './parts/sla-policies';
import { append, is, readRows, splitOut, updateRows, workOut } from './parts/steps';
import { tell, tellNote } from './parts/tell';
import { WORDS } from './parts/words';
import { TABLES } from './tables';

// --- Check -------------------------------------------------------------------------------------------------------------

const minutes = startsWith('scheduleTrigger', 'Every 5 minutes', [0, 0], {
	rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
});
const moment = clock([1, 0]);
const withSales = readRows(
	'Leads that are with sales',
	[2, 0],
	TABLES.leadBook,
	[is('stage', 'mql'), is('stage', 'accepted')],
	{ any: true },
);

const check = ownStep(
	'checkSla',
	'Check SLA',
	[3, 0],
	{
		policies: SLA_POLICIES,
		options: { asOf: value(asOf), policyMatch: 'first' },
	},
	{ onError: 'continueRegularOutput' },
);
const checked = append('On track, at risk or breached', [4, 0], 3);

// --- Tell --------------------------------------------------------------------------------------------------------------

const alerts = workOut(
	'Alerts',
	[5, 0],
	`
	${WORDS.trim()}
	const leads = $input.all().map(({ json }) => json);
	const due = leads.filter(({ sla }) => sla?.alert);
	const units = Object.fromEntries((${from(check)}.params.policies?.policy ?? []).map(({ name, unit }) => [name, unit]));

	const unitOf = (minutes, { policy }) => ({ length: minutes < 60 ? 1 : 60, name: ((units[policy] ?? '').startsWith('business') ? 'business ' : '') + (minutes < 60 ? 'minute' : 'hour') });
	const inUnits = (minutes, { length }) => points(Math.round(minutes / length * 10) / 10);
	const measured = (minutes, unit) => inUnits(minutes, unit) + ' ' + unit.name + (inUnits(minutes, unit) === '1' ? '' : 's');
	const begun = (row) => row.stage === 'accepted' ? 'It was accepted on ' + day(row.sla.startedAt) : 'It was handed over on ' + day(row.sla.startedAt);
	const missing = (row) => row.stage === 'accepted' ? 'nothing has come of it yet' : 'nobody has accepted it';
	const whyNow = (row) => {
		const { alert, policy, dueAt, elapsedMinutes, remainingMinutes } = row.sla;
		const allowed = elapsedMinutes + remainingMinutes;
		const unit = unitOf(alert === 'at_risk' ? allowed : -remainingMinutes, row.sla);
		const lateness = remainingMinutes <= -1 ? ' and is ' + measured(-remainingMinutes, unit) + ' late' : '';
		const time = alert === 'at_risk'
			? inUnits(elapsedMinutes, unit) + ' of ' + measured(allowed, unit) + ' are gone, it is due on ' + day(dueAt)
			: 'It was due on ' + day(dueAt) + lateness;
		return 'Why now: ' + begun(row) + ' and ' + missing(row) + '. ' + time + ' (' + policy + ').';
	};
	const forOwner = (row) => row.stage === 'accepted'
		? 'agree on the next step and make it an opportunity, or send it back with a reason: '
		: 'get in touch now, then accept the lead, or send it back with a reason: ';
	const forManager = (row) => (row.owner ? 'ask ' + row.owner + ' what holds it up, or give the lead to somebody else.' : 'nobody owns this lead: give it to somebody.') + ' It can also go back to marketing, with a reason: ';
	const titles = { at_risk: 'Due ', breached: 'Overdue since ' };
	const message = (row, audience, next) => ({
		// Not by policy: a lead whose cell changes while it waits comes under another one, and is told about once all the same.
		key: ['sla', row.lead, row.sla.alert, row.sla.startedAt, audience].join(':'),
		lead: row.lead,
		kind: row.sla.alert === 'at_risk' ? 'sla_at_risk' : 'sla_breached',
		audience,
		title: (titles[row.sla.alert] ?? 'Still overdue since ') + DateTime.fromISO(row.sla.dueAt).toFormat('ccc d LLL HH:mm') + ': ' + who(row),
		text: [
			whoLine(row),
			whyNow(row),
			...(audience === 'manager' ? ['Owner: ' + (row.owner || 'none')] : []),
			standing(row),
			reasonsLine(reasonsOf(row)),
			nextLine(next(row) + form + encodeURIComponent(row.lead)),
		].join('\\n'),
		details: { ...detailsOf(row, reasonsOf(row)), due: row.sla.dueAt, ...(audience === 'manager' ? { stage: undefined } : {}) },
		at: ${asOf},
	});
	const messages = due.flatMap((row) => [
		...(['at_risk', 'breached'].includes(row.sla.alert) ? [message(row, row.owner || 'sales', forOwner)] : []),
		...(row.sla.alert === 'at_risk' ? [] : [message(row, 'manager', forManager)]),
	]);

	const read = ${from(withSales)}.all();
	const named = (error) => error.replace(/^Item (\\d+)/, (item, index) => 'Lead ' + read[Number(index)].json.lead);
	return {
		messages,
		told: due.map(({ id, slaAlerts }) => ({ id, slaAlerts: typeof slaAlerts === 'string' ? slaAlerts : JSON.stringify(slaAlerts), version: Number($execution.id) })),
		versions: Object.fromEntries(due.map(({ id, version }) => [id, version])),
		faults: leads.filter(({ error }) => error).map(({ error }) => named(error)),
	};
`,
);
const telling = tell(alerts, [6.4, 0]);
const eachTold = splitOut('Leads with an alert', [6.4, 2], 'told');
const store = updateRows('Note that it was told', [7.4, 2], TABLES.leadBook, [
	is('id', value('$json.id')),
	is('version', value(`${from(alerts)}.first().json.versions[$json.id]`)),
]);
const stopping = stopOnFaults([6.4, 3]);

const flow = template('04-sla-watch', '04 SLA watch')
	.add(minutes.to(moment).to(withSales).to(check))
	.add(check.output(0).to(checked.input(0)))
	.add(check.output(1).to(checked.input(1)))
	.add(check.output(2).to(checked.input(2)))
	.add(checked.to(alerts).to([telling.first, eachTold, stopping.first]))
	.add(eachTold.to(store));
telling.connect(flow);
stopping.connect(flow);

flow
	.add(
		note(
			'What it does',
			[-3.9, -3.6],
			[3.3, 2.2],
			'start',
			`
			# 04 SLA watch

			Every five minutes it looks at the leads that are **with sales** and asks whether the next step is done in time.

			- **Due soon** goes to the owner.
			- **Overdue** goes to the owner and to the manager.
			- **Still overdue** some hours later goes to the manager.

			Each is told once, and none after the step is done.

			**Before:** run **00 Set up**. Then publish this workflow.

			**Change first**
			- The promises, opening hours and holidays: *Check SLA*.
			- The time zone: *Settings* of this workflow.
			- Who the manager is: *Audiences*.
		`,
		),
	)
	.add(
		note(
			'1 Check',
			[-0.45, -3.6],
			[6.45, 7.5],
			'read',
			`
			# 1 · Check
			*Leads that are with sales* reads only the stages **mql** and **accepted**: with nothing to tell, a run ends after *Alerts*.
			*Check SLA* holds the promises, **the first that applies counts**: hot leads (A1, A2, B1) answered in 4 business hours, the others in 8, accepted ones moved on in 80 (ten days of eight hours). Warned at 75 %.
			**Opening hours** are 9:00 to 17:00, Monday to Friday; write **Holidays** as \`2026-12-25\`, \`12-25\` for every year or \`2026-12-24..2027-01-02\`, or switch *Holidays From* to a second input and connect a table.
		`,
		),
	)
	.add(
		tellNote(
			'2 Tell',
			[6.1, -3.6],
			[17.5, 7.5],
			'The messages go out first and the keys of the alerts are stored with the lead (**slaAlerts**) after them, so a run that is cut off loses no alert. ',
		),
	);

export default finished(flow);
