import type { WorkflowBuilder } from '@n8n/workflow-sdk';
import { note, step, type Place, type Step } from '../canvas';
import { clock } from '../clock';
import { crm } from '../crm';
import { from, maybe } from '../expression';
import { stopOnFaults } from '../faults';
import { splitOut, workOut } from '../steps';
import { crmIn } from './index';

const MOMENT = 'When the change came';

/** Times of CRMs: milliseconds, ISO 8601, or “2026-03-04 12:00:00” in UTC; else nothing. */
const TIME_OF = `const timeOf = (value) => {
		const time = typeof value === 'number' ? DateTime.fromMillis(value) : /^\\d{4}-\\d\\d-\\d\\d \\d/.test(value ?? '') ? DateTime.fromSQL(value, { zone: 'utc' }) : DateTime.fromISO(String(value ?? ''));
		return time.isValid ? time.toUTC().toISO() : null;
	};`;

const recordsBody = (starts: readonly Step[]): string => `
	const events = [${starts.map((start) => `...${maybe(start)}`).join(', ')}];${crmIn.recordsOf}
	return { records, passed, events };
`;

const changesBody = (records: Step): string => `
	const { records, events, passed: passedBefore } = ${from(records)}.first().json;
	const { asOf } = ${from({ name: MOMENT })}.first().json;
	const ids = records.map(({ id }) => String(id));
	const passed = [...passedBefore];
	${TIME_OF}${crmIn.changesOf}
	return { said: changes.map((change, item) => ({ reason: '', note: '', ...change, item, asOf, crm: '${crm.title}' })), passed };
`;

const cameBody = (said: Step): string => `
	const results = $input.all().map(({ json }) => json);
	const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
	return {
		done: count('done'),
		already: count('already'),
		refused: count('refused'),
		results,
		passed: ${from(said)}.first().json.passed,
		faults: results.filter(({ title }) => title === 'Why does it come back?').map(({ lead, message }) => lead + ' came back from ${crm.title}, and nothing was done: ' + message + ' Add the words to *Recycle Lead*, or correct the reason in ${crm.title}.'),
	};
`;

/**
 * The third way into 05: what people change in the CRM. It says so in the form of the others, and hands it to the same
 * steps. Takes thirteen columns and four rows, beginning at the upper left corner.
 *
 * @param take the node that calls the workflow with what was said
 */
export function takeChanges(flow: WorkflowBuilder, [column, row]: Place, callItself: object): void {
	const at = (columns: number, rows = 0): Place => [column + columns, row + 2 + rows];
	const starts = crmIn.starts((each) => at(0, each));
	const moment = clock(at(1), MOMENT);
	const records = workOut('Records that changed', at(2), recordsBody(starts));
	const eachRecord = splitOut('One item a record', at(3), 'records');
	const reads = crmIn.reads((each) => at(4 + each));
	const said = workOut(`What ${crm.title} says`, at(7), changesBody(records));
	const eachChange = splitOut('One item a change', at(8), 'said');
	const take = step('executeWorkflow', 'Take the change', at(9), callItself);
	const came = workOut('What came of the change', at(10), cameBody(said));
	const stopping = stopOnFaults(at(11));

	for (const start of starts) flow.add(start.to(moment));
	flow.add(moment.to(records).to(eachRecord));
	const last = [eachRecord, ...reads].reduce((before, next) => {
		flow.add(before.to(next));
		return next;
	});
	flow.add(last.to(said).to(eachChange).to(take).to(came).to(stopping.first));
	stopping.connect(flow);
	addNote(flow, [column - 0.45, row]);
}

const addNote = (flow: WorkflowBuilder, place: Place): void =>
	void flow.add(
		note(
			'6 The CRM',
			place,
			[13.4, 4.1],
			'off',
			`
			# 6 · What people change in ${crm.title}
			Accepted, an opportunity, won, lost, unqualified with a reason, another owner: *What ${crm.title} says* puts it into the words of the form and hands it to *Feedback*. **What each value means stands there; add yours.**
			Nothing comes back twice: what the lead book says already changes nothing, and what was set before the lead was handed over is old. What is passed over is listed with the reason.
			Off until you choose credentials and switch all of it on. ${crmIn.setUp}
		`,
		),
	);
