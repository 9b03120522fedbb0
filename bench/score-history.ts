import { DateTime } from 'luxon';
import { compileStarter } from '../lifecycle/model/starter';
import { scoreHistory } from '../lifecycle/review/history/history';
import { topMovers } from '../lifecycle/review/history/movers';
import { openLead, type LeadOverTime } from '../lifecycle/score/over-time';
import { DAY } from '../lifecycle/time';
import { AS_OF, best, itemsOf, type Timing } from './harness/alone';

const LEADS = 1000;
const DAYS = 90;
const NOW = DateTime.fromISO(AS_OF).toMillis();

/** The score of each day of 90 for 1,000 leads with ten activities, from the log; and the movers of a week among them. */
export async function bench(): Promise<Timing[]> {
	const items = itemsOf('leads.code.js', LEADS);
	const days = Array.from({ length: DAYS }, (_, day) => NOW - day * DAY);
	const open = (): LeadOverTime[] => {
		const model = compileStarter();
		if (!model.ok) throw new Error(JSON.stringify(model.faults));
		return items.map(({ json }) => {
			const read = openLead(
				{ lead: json.email as string, fields: json, activities: json.activities as unknown[] },
				model.value,
			);
			if (!read.ok) throw new Error(read.message);
			return read.value;
		});
	};
	return [
		await best(`Score history: ${LEADS} leads, ${DAYS} days each`, LEADS * DAYS, () => {
			for (const lead of open()) scoreHistory(lead, days);
		}),
		await best('Top movers of a week', LEADS, () => {
			topMovers(open(), NOW - 7 * DAY, NOW);
		}),
	];
}
