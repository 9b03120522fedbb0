import { step, type Place, type StepOptions } from '../canvas';
import { value } from '../expression';

const OFF: StepOptions = { disabled: true, notesInFlow: true, onError: 'continueRegularOutput' };
const CHOOSE = 'Choose a credential, then press D';

/** For calls that may be repeated; n8n repeats the node when its first item failed. */
export const AGAIN: StepOptions = { retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 };

/** A node of n8n for the CRM. */
export const crmStep = (
	type: string,
	name: string,
	place: Place,
	parameters: object,
	{ notes, ...options }: StepOptions = {},
) => step(type, name, place, parameters, { ...OFF, notes: notes ?? CHOOSE, ...options });

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

export const crmCall = (name: string, place: Place, call: Call, options: StepOptions = {}) => {
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
	return crmStep('httpRequest', name, place, parameters, { notes: `${CHOOSE}. ${why}`, ...options });
};
