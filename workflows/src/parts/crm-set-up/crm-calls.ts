import { step, type Place, type Step, type StepOptions } from '../canvas';
import { value } from '../expression';

const OFF: StepOptions = { disabled: true, notesInFlow: true, onError: 'continueRegularOutput' };
const CHOOSE = 'Credential, then press D';

/** For calls that may be repeated; n8n repeats the node when its first item failed. */
export const AGAIN: StepOptions = { retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 };

/** One call or more of a CRM: a chain of steps, the last of which gives the answers, and of a failed call `error`, a text. */
export interface Asked {
	readonly steps: readonly [Step, ...Step[]];
	readonly answer: Step;
}

const node = (type: string, name: string, place: Place, parameters: object, { notes, ...options }: StepOptions = {}) =>
	step(type, name, place, parameters, { ...OFF, notes: notes ?? CHOOSE, ...options });

/** A node of n8n for the CRM. */
export const crmStep = (...given: Parameters<typeof node>): Asked => {
	const only = node(...given);
	return { steps: [only], answer: only };
};

/** n8n's expressions run in an isolate, into which a list of items with n8n's error objects does not go; their words do. */
const PLAIN = value(
	'$json.error ? { error: { message: String($json.error.message), httpCode: String($json.error.httpCode ?? $json.error.statusCode ?? $json.error.status ?? "") } } : $json',
);

/** A call that n8n's node of the CRM cannot make, with that node's credential. */
interface Call {
	readonly credential: string;
	readonly url: string;
	/** Expression of the body of a POST; without it the call is a GET. */
	readonly body?: string;
	/** Calls a second, where the CRM takes few. */
	readonly perSecond?: number;
	/** Why it is a call, for the node's note. */
	readonly why: string;
}

/** A call hangs for this long at most, in milliseconds. */
const TIMEOUT = 10_000;

export const crmCall = (name: string, [column, row]: Place, call: Call, options: StepOptions = {}): Asked => {
	const { credential, url, body, perSecond, why } = call;
	const sent =
		body === undefined
			? { method: 'GET' }
			: { method: 'POST', sendBody: true, specifyBody: 'json', jsonBody: value(`JSON.stringify(${body})`) };
	const batching =
		perSecond === undefined ? {} : { batching: { batch: { batchSize: perSecond, batchInterval: 1000 } } };
	const parameters = {
		...sent,
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credential,
		options: { ...batching, timeout: TIMEOUT },
	};
	const request = node('httpRequest', `${name}: call`, [column, row], parameters, {
		notes: `${CHOOSE}. ${why}`,
		...options,
	});
	const answer = step('set', name, [column + 1, row], { mode: 'raw', jsonOutput: PLAIN, options: {} });
	return { steps: [request, answer], answer };
};
