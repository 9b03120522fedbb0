import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LeadPage } from '../nodes/LeadPage/LeadPage.node';
import * as tables from '../test/support/page-tables';
import { execute, type Timing } from './harness/alone';

const LEADS = 10_000;
const ACTIVITIES = 5000;
const HOUR = 3_600_000;
const RUNS = 5;

const leadBook = Array.from({ length: LEADS }, (_, index) => ({
	...tables.leadBook[index % 4],
	...{ id: index, lead: `lead${index}@x.example`, owner: `rep${index % 20}@x.example`, mergedInto: '' },
}));
const scoreLog = leadBook.map(({ lead }) => ({ ...tables.scoreLog[2], lead }));
const activityLog = Array.from({ length: ACTIVITIES }, (_, index) => ({
	...tables.activityLog[index % tables.activityLog.length],
	...{ id: index, activity: `b${index}`, at: new Date(Date.parse(tables.AS_OF) - index * HOUR).toISOString() },
}));

/** A page of many leads, and the page of a lead with a long log. */
export async function bench(): Promise<Timing[]> {
	const { links, rules, stageLog, settings } = tables;
	return [
		await page('Lead Page: all leads', LEADS, {}, [leadBook, scoreLog, settings]),
		await page(
			'Lead Page: one lead, by its activities',
			ACTIVITIES,
			{ operation: 'lead', lead: tables.RITA, formUrl: tables.FORM },
			[tables.leadBook, activityLog, links, rules, stageLog, settings],
		),
	];
}

async function page(
	name: string,
	items: number,
	parameters: INodeParameters,
	inputs: IDataObject[][],
): Promise<Timing> {
	let milliseconds = Infinity;
	for (let run = 0; run < RUNS; run++) {
		const given = inputs.map((rows) => rows.map((json) => ({ json })));
		const started = performance.now();
		await execute(new LeadPage(), { options: { asOf: tables.AS_OF }, ...parameters }, given);
		milliseconds = Math.min(milliseconds, performance.now() - started);
	}
	return { name, items, milliseconds: Math.round(milliseconds) };
}
