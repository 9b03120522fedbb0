/** Finds tables that n8n would take for one of ours, since it finds a table by a part of its name, and columns that older tables lack. */
import { ownStep, step, type Place } from './canvas';
import { value } from './expression';

/** A message where something is wrong with the tables, on the first output; else the tables on the second. On the third they come where rules and settings can be read. */
export const checkTables = (place: Place, parameters: object = {}) =>
	ownStep('reportFaults', 'Check the tables', place, { operation: 'tables', ...parameters });

/** Ends the run with an error that names the table and says what to do. */
export const stopInTheWay = (place: Place) =>
	step('stopAndError', 'Stop and say what to do', place, { errorMessage: value('$json.text') });
