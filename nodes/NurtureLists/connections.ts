import { connectionsBy } from '../shared/connections';

/** What the operations take and give, in this order. */
export const FIND_INPUTS = ['Lead Book', 'Consent', 'Links'] as const;
export const FIND_OUTPUTS = ['Joins', 'Leaves', 'Changes', 'Files', 'Summary'] as const;
export const RESULT_INPUTS = [
	'Summary',
	'Settings',
	'Mailchimp Leaves',
	'Mailchimp Joins',
	'Brevo',
	'Mautic',
	'Other Tool',
	'E-Mail',
] as const;
export const RESULT_OUTPUTS = ['Rows', 'Messages', 'Faults'] as const;

const ENDS = {
	find: { inputs: FIND_INPUTS, outputs: FIND_OUTPUTS },
	result: { inputs: RESULT_INPUTS, outputs: RESULT_OUTPUTS },
};

export const INPUTS = connectionsBy(ENDS, 'inputs');
export const OUTPUTS = connectionsBy(ENDS, 'outputs');
