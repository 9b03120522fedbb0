/** The rows with which a new installation starts. */
import { STARTER_ROWS } from '../../../lifecycle/model/starter';
import { SETTING_ROWS } from '../../../lifecycle/settings/setting-defaults';

/** Rules as the table holds them: a switch that is not set stands as false or true, so that it can be seen and flipped. */
export const FIRST_RULES = STARTER_ROWS.map((row) => ({
	...row,
	moment: row.moment === true,
	active: row.active !== false,
	model: 'starter',
}));

export const FIRST_SETTINGS = [...SETTING_ROWS];
