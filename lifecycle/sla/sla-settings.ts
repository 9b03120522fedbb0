import type { OpeningHoursRow } from './hours';
import type { PolicyRow } from './policy';

/** The form as typed. Fields are paths in the lead; one left empty is not read. */
export interface SlaSettings {
	readonly policies: readonly PolicyRow[];
	/** Whether every policy that applies runs (`all`), or only the first one in the list. */
	readonly policyMatch: 'all' | 'first';
	readonly timeZone: unknown;
	readonly openingHours: readonly OpeningHoursRow[];
	/** Dates as `readHolidays` takes them; `holidayLabel` names an entry in messages. */
	readonly holidays: readonly unknown[];
	readonly holidayLabel?: (index: number) => string;
	/** Rows `{ from, until }` during which every clock stands still. */
	readonly pauses: readonly unknown[];
	readonly cellField: string;
	readonly stageField: string;
	readonly alertsField: string;
	readonly pausesField: string;
	readonly timeZoneField: string;
}
