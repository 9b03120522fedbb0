/**
 * The node's inputs and outputs as n8n works them out from the parameters. n8n keeps this as text and runs it in the
 * browser, so it is written as text.
 */
export const INPUTS = `={{ ((parameters) => {
	const names = parameters.operation === 'result' ? ['Messages', 'Slack', 'Teams', 'E-Mail'] : ['Outbox', 'Settings', 'CRM Sync'];
	return names.map((displayName) => ({ type: 'main', displayName }));
})($parameter) }}` as const;

export const OUTPUTS = `={{ ((parameters) => {
	const names = parameters.operation === 'result' ? ['Rows', 'Rows, Channel Down', 'Reports'] : ['Due', 'Rows', 'Reports', 'Ask the CRM'];
	return names.map((displayName) => ({ type: 'main', displayName }));
})($parameter) }}` as const;
