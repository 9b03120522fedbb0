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

const names = (find: readonly string[], result: readonly string[]) =>
	`={{ ((parameters) => {
	const names = parameters.operation === 'result' ? ${JSON.stringify(result)} : ${JSON.stringify(find)};
	return names.map((displayName) => ({ type: 'main', displayName }));
})($parameter) }}` as const;

/** n8n works these out in the browser, so they are text. */
export const INPUTS = names(FIND_INPUTS, RESULT_INPUTS);
export const OUTPUTS = names(FIND_OUTPUTS, RESULT_OUTPUTS);
