/**
 * Defines `faultOf(error)`: one clean sentence about a failed call of a service. What a service answers may quote addresses,
 * tokens and whole documents, so little of it is kept. `service` is its name as people know it. Needs `cleaned` of DELIVERY.
 */
export const faultsOf = (service: string): string => `
	const saidBy = (error) => String(error?.message ?? error?.description ?? error ?? '').split('\\n')[0];
	const codeIn = (error, said) => [error?.httpCode, error?.statusCode, error?.status, /^(\\d{3})\\b/.exec(said)?.[1]].map((code) => Number(code)).find((code) => code >= 300 && code < 600) ?? 0;
	const reasonIn = (said) => cleaned(/"message\\\\*"\\s*:\\s*\\\\*"([^"\\\\]+)/.exec(said)?.[1] ?? said).replace(/[{}"\\\\]/g, '').slice(0, 140).trim();
	const sentenceFor = (code, said) => {
		if (code === 429 || /too many requests|spacing your requests/i.test(said)) return 'asks for fewer calls at a time';
		if (code === 401 || code === 403 || /authoriz|forbidden|credential/i.test(said)) return 'refused the credential: choose one that is valid and has the scopes that the documentation names';
		if (code >= 500 || /not able to process|bad gateway|service unavailable|gateway timed out/i.test(said)) return 'had a fault of its own';
		if (/time(d)? ?out|timeout|ECONNABORTED|aborted/i.test(said)) return 'did not answer in time';
		if (/ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|refused the connection|cannot connect|socket|network|disconnected/i.test(said)) return 'could not be reached';
		return 'did not accept it' + (reasonIn(said) ? ': ' + reasonIn(said) : '');
	};
	const faultOf = (error) => '${service} ' + sentenceFor(codeIn(error, saidBy(error)), saidBy(error)) + '.';`;
