import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { callsOf, leadsToAsk, type Paused } from '../../lifecycle/enrichment/leads';
import { QUESTIONS, SERVICE_NAMES } from '../../lifecycle/enrichment/services';
import { shown } from '../../lifecycle/fault';
import { storedLinks } from '../../lifecycle/identity/stored-links';
import { Consent, readConsent } from '../../lifecycle/lists/consent';
import { asNumber } from '../../lifecycle/number';
import { toIso } from '../../lifecycle/time';
import { itemsAt } from '../shared/inputs';
import { addHints, readAsOf, refuse } from '../shared/shell';
import { DEFAULT_DAYS, DEFAULT_LEADS } from './description';

/** Calls for each question, then what is asked as one item, also where nobody is asked about. */
export function found(context: IExecuteFunctions): INodeExecutionData[][] {
	const options = context.getNodeParameter('options', 0, {});
	const [book, log, links] = [0, 1, 2].map((input) => itemsAt(context, input).map(({ json }) => json));
	const asOf = readAsOf(context, options.asOf);
	const words = storedLinks(links);
	const consent = new Consent(
		log.flatMap((entry) => readConsent(entry) ?? []),
		words,
		asOf.toMillis(),
	);
	const { leads, paused } = leadsToAsk(book, consent, {
		asOf,
		most: wholeNumber(context, 'Leads per Run', options.leads ?? DEFAULT_LEADS),
		daysFresh: wholeNumber(context, 'Ask Again After (Days)', options.daysFresh ?? DEFAULT_DAYS),
	});
	addHints(context, paused.map(sentenceOf), 'warning');
	const calls = QUESTIONS.map((question) => callsOf(question, leads).map((call) => ({ json: { ...call } })));
	return [...calls, [{ json: { leads: leads } }]];
}

function wholeNumber(context: IExecuteFunctions, name: string, value: unknown): number {
	const number = asNumber(value);
	if (number !== undefined && Number.isInteger(number) && number >= 1) return number;
	return refuse(context, {
		message: `“${name}” is ${shown(value)}, which is not a whole number above 0`,
		hint: 'Give a number such as 10.',
	});
}

const WHY: Readonly<Record<Paused['why'], string>> = {
	busy: 'takes no more calls for now',
	credits: 'has no credits left',
	credential: 'refused its credential: choose one that is valid',
};

const sentenceOf = ({ service, why, until }: Paused): string =>
	`${SERVICE_NAMES[service]} ${WHY[why]}. It is asked again from ${toIso(until)} on.`;
