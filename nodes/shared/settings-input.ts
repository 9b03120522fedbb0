import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { inZone, readSettings } from '../../lifecycle/settings/read-settings';
import type { Settings } from '../../lifecycle/settings/settings';
import { itemsAt } from './inputs';
import { addHints, isBlank } from './shell';

/** Plain objects of an input, without blank ones. */
export const recordsOfInput = (context: IExecuteFunctions, input: number): IDataObject[] =>
	itemsAt(context, input)
		.filter((item) => !isBlank(item))
		.map(({ json }) => json);

/** The settings of an input with rows of `ll_settings`, in the workflow's time zone where they name none. */
export function settingsOfInput(context: IExecuteFunctions, input: number): Settings {
	const { settings, faults } = readSettings(recordsOfInput(context, input));
	addHints(
		context,
		faults.map(({ message, hint }) => `${message}. ${hint}`),
		'warning',
	);
	return inZone(settings, context.getTimezone());
}
