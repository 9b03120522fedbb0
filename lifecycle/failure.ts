import { asNumber } from './number';
import { isFields, type Fields } from './path';
import { asText } from './text';

/** What failed, in the words and with the HTTP status that n8n's node gives. */
export interface Failure {
	readonly said: string;
	readonly status: number;
}

/** The failure in an answer of a node of n8n that goes on after an error; undefined for what is none. */
export function failureIn({ error }: Fields): Failure | undefined {
	if (error === undefined || error === null || error === '') return undefined;
	if (!isFields(error)) return { said: firstLine(asText(error)), status: statusIn(asText(error)) };
	const said = firstLine(asText(error.message) || asText(error.description));
	const status = [error.httpCode, error.statusCode, error.status].map(asNumber).find(isStatus);
	return { said, status: status ?? statusIn(said) };
}

const firstLine = (text: string): string => text.split('\n')[0];
const isStatus = (status: number | undefined): status is number =>
	status !== undefined && status >= 300 && status < 600;

function statusIn(said: string): number {
	const status = Number(/^(\d{3})\b/.exec(said)?.[1]);
	return isStatus(status) ? status : 0;
}

/** What kind of failure it is; `refused` where the service did not want the call itself. */
export type Why = 'busy' | 'credential' | 'broken' | 'slow' | 'away' | 'refused';

export function whyOf({ said, status }: Failure): Why {
	if (status === 429 || /too many requests|spacing your requests/i.test(said)) return 'busy';
	if (status === 401 || status === 403 || /authoriz|forbidden|credential/i.test(said)) return 'credential';
	if (status >= 500 || /not able to process|bad gateway|service unavailable|gateway timed out/i.test(said))
		return 'broken';
	if (/time(d)? ?out|timeout|ECONNABORTED|aborted/i.test(said)) return 'slow';
	if (/ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|refused the connection|cannot connect|socket|network|disconnected/i.test(said))
		return 'away';
	return 'refused';
}
