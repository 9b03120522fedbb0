import { step, type Place } from './canvas';
import { value } from './expression';

/** The last step of 00: says what there is now and what to do next. */
export const whatWasLoaded = (place: Place, tables: string, next: string) =>
	step(
		'set',
		'What was loaded',
		place,
		{
			assignments: {
				assignments: [
					{ id: 'tables', name: 'tables', type: 'string', value: tables },
					{
						id: 'rows',
						name: 'rows loaded',
						type: 'number',
						value: value('$input.all().reduce((sum, item) => sum + (item.json.insertedRows ?? 0), 0)'),
					},
					{ id: 'next', name: 'next', type: 'string', value: next },
				],
			},
			options: {},
		},
		{ executeOnce: true },
	);
