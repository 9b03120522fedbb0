import type { DateTime } from 'luxon';

/** The day in the zone in which people read it: what is reported once per day has it in its key. */
export const dayKey = (day: DateTime): string => day.toFormat('yyyy-MM-dd');
