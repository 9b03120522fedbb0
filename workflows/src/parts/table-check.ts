/** Finds tables that n8n would take for one of ours, since it finds a table by a part of its name, and an older lead book. */
import { OURS, TABLES } from '../tables';
import { step, type Place, type StepOptions } from './canvas';
import { value } from './expression';

/** Columns of the lead book that an installation of the first version lacks; n8n's node makes tables, but no columns. */
const ADDED = ['batch', 'crm', 'mergedInto', 'news'];
const LEAD_BOOK = TABLES.leadBook.name;

/** A condition of n8n's If and Filter, and how they compare. */
export const matches = (id: string, leftValue: string, operator: object, rightValue = '') => ({
	id,
	leftValue,
	rightValue,
	operator,
});
export const LOOSE = { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2 };

const lacksColumns = `${JSON.stringify(ADDED).replaceAll('"', "'")}.some((name) => !$json.columns.some((each) => each.name == name))`;

/** Of tables those that are in the way. */
export const tablesInTheWay = (place: Place, options: StepOptions = {}) =>
	step(
		'filter',
		'Tables in the way',
		place,
		{
			conditions: {
				options: LOOSE,
				combinator: 'or',
				conditions: [
					matches(
						'clash',
						value('$json.name ?? ""'),
						{ type: 'string', operation: 'regex' },
						`/.(${OURS})|(${OURS})./i`,
					),
					matches('old', value(`$json.name == '${LEAD_BOOK}' && ${lacksColumns}`), {
						type: 'boolean',
						operation: 'true',
						singleValue: true,
					}),
				],
			},
			options: {},
		},
		options,
	);

/** Ends the run with an error that names the table and says what to do. */
export const stopInTheWay = (place: Place) =>
	step('stopAndError', 'Stop and say what to do', place, {
		errorMessage: value(
			`$json.name == '${LEAD_BOOK}' ? 'Add to ${LEAD_BOOK} the columns ${ADDED.join(', ')} (String) that it lacks.' : 'Rename the data table ' + $json.name + ': n8n takes it for ours.'`,
		),
	});
