import type { Fault } from '../../fault';
import type { Fields } from '../../path';
import type { Crm } from '../crm';
import { failureIn } from '../../failure';
import { sentenceFor } from '../failure';
import { OURS, readAnswers } from '../look-up';
import type { Results } from '../tasks';
import type { CrmSetUp, NewProperty } from './crm-set-up';

export interface PropertiesState {
	/** False while the nodes of the CRM are deactivated. */
	readonly isOn: boolean;
	/** What was created, by its name for people. */
	readonly made: readonly string[];
	readonly faults: readonly Fault[];
}

export interface MissingProperties extends PropertiesState {
	readonly missing: readonly NewProperty[];
}

/** What is there already is no failure: it stays as it is. */
const isThere = (answer: Fields): boolean => failureIn(answer)?.status === 409;

const AGAIN = 'Correct that, then run this again: what is there already stays as it is.';
const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

/**
 * Which properties to create in a CRM. None where it did not answer, or cannot say what it has.
 *
 * @param there the answers to what the CRM has
 * @param first the answers to the call before, as {@link CrmSetUp.missing} says
 */
export function missingProperties(
	there: readonly Fields[],
	first: readonly Fields[],
	{ crm, setUp }: { crm: Crm; setUp: CrmSetUp },
): MissingProperties {
	const created = readAnswers(
		first.filter((answer) => !isThere(answer)),
		crm,
	);
	const asked = readAnswers(there, crm);
	if (created.isOff || asked.isOff) return { isOn: false, made: [], faults: [], missing: [] };
	const failed = created.fault ?? asked.fault;
	const made = setUp.created(created.fields);
	if (failed !== undefined)
		return { isOn: true, made, faults: [{ message: withoutStop(failed), hint: AGAIN }], missing: [] };
	const missing = setUp.missing(asked.fields, created.fields);
	if (missing.ok) return { isOn: true, made, faults: [], missing: missing.value };
	return { isOn: true, made, faults: [{ message: missing.message, hint: missing.hint }], missing: [] };
}

/** What was created of the properties that were missing, and what was not and why. */
export function createdProperties(
	state: PropertiesState,
	missing: readonly NewProperty[],
	results: Results,
	{ title }: Crm,
): PropertiesState {
	const made = [...state.made];
	const faults = [...state.faults];
	for (const [index, { what }] of missing.entries()) {
		const why = whyNot(results[index] ?? { error: 'no answer' }, title);
		if (why === undefined) made.push(what);
		else if (why !== '') faults.push({ message: `“${what}” was not made: ${withoutStop(why)}`, hint: AGAIN });
	}
	return { isOn: state.isOn, made, faults };
}

/** Why a property was not created, undefined where it was; '' where it was there. */
function whyNot(result: Fields, title: string): string | undefined {
	if (isThere(result)) return '';
	const failure = failureIn(result);
	if (failure !== undefined) return sentenceFor(failure, title);
	return Object.hasOwn(result, OURS) ? 'the node that creates it is deactivated' : undefined;
}
