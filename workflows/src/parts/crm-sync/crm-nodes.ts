import { step, type Place, type Step, type StepOptions } from '../canvas';
import { value } from '../expression';

/** The nodes of a CRM in 16; the templates for two CRMs differ in them only. */
export interface CrmNodes {
	/** Who works there. */
	readonly users: (place: Place) => Step;
	/** What else has to be known before something is written. */
	readonly setUp?: (place: Place) => Step;
	/** Each takes an item of the output *Look Up*. */
	readonly find: (at: (row: number) => Place) => readonly Step[];
	readonly update: (place: Place) => Step;
	/** Left out where the CRM makes a record by itself. */
	readonly create?: (place: Place) => Step;
	readonly findTasks: (place: Place) => Step;
	readonly makeTask: (place: Place) => Step;
}

/** For calls that may be repeated; n8n repeats the node when its first item failed. */
export const AGAIN: StepOptions = { retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 };
/** Asked once; nothing is asked any more when it failed. */
export const ONCE: StepOptions = { ...AGAIN, executeOnce: true, onError: 'continueErrorOutput' };

const OFF: StepOptions = { disabled: true, notesInFlow: true, onError: 'continueRegularOutput' };
const CHOOSE = 'Credential, then activate';

/** A node of n8n for the CRM. */
export const crmStep = (
	type: string,
	name: string,
	place: Place,
	parameters: object,
	{ notes, ...options }: StepOptions = {},
): Step => step(type, name, place, parameters, { ...OFF, notes: notes ?? CHOOSE, ...options });

/** A call that n8n's node of the CRM cannot make, with that node's credential. */
interface Call {
	readonly credential: string;
	readonly url: string;
	/** Posts the item's `body`; else the call is a GET. */
	readonly isPost?: boolean;
	/** Calls a second, where the CRM takes few. */
	readonly perSecond?: number;
	/** Why it is a call, for the node's note. */
	readonly why: string;
}

/** A call hangs for this long at most, in milliseconds. */
const TIMEOUT = 10_000;

export function crmCall(name: string, place: Place, call: Call, options: StepOptions = {}): Step {
	const { credential, url, isPost = false, perSecond, why } = call;
	const sent = isPost
		? { method: 'POST', sendBody: true, specifyBody: 'json', jsonBody: value('JSON.stringify($json.body)') }
		: { method: 'GET' };
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
}

/** Expressions of the item's fields, by the name they get. */
export const fields = (names: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(names).map(([name, source]) => [name, value(`$json.${source}`)]));
