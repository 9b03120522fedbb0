import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readAnswers, type Answered, type Failed } from '../../lifecycle/enrichment/answers';
import type { AskedLead } from '../../lifecycle/enrichment/leads';
import { QUESTIONS, SERVICE_NAMES, type Question, type ServiceResult } from '../../lifecycle/enrichment/services';
import { isFields } from '../../lifecycle/path';
import { itemsAt } from '../shared/inputs';
import { addHints, counted, readAsOf, refuse } from '../shared/shell';

/** What the services know, rows of the lead book, and one item at the end in any case. */
export function read(context: IExecuteFunctions): INodeExecutionData[][] {
	const { asOf } = context.getNodeParameter('options', 0, {});
	const leads = leadsAsked(context);
	const answered = QUESTIONS.map((question, index) => answersTo(context, question, index + 1));
	const { enriched, rows, failed } = readAnswers(leads, answered, readAsOf(context, asOf));
	addHints(context, failed.map(sentenceOf), 'warning');
	const items = (list: readonly object[]) => list.map((each) => ({ json: { ...each } }));
	return [items(enriched), items(rows), items([{ asked: leads.length, answered: enriched.length }])];
}

function leadsAsked(context: IExecuteFunctions): AskedLead[] {
	const [first] = itemsAt(context, 0);
	const leads = first?.json.leads;
	if (Array.isArray(leads) && leads.every(isAsked)) return leads as unknown as AskedLead[];
	return refuse(context, {
		message: 'The input “Asked” does not hold the leads that were asked about',
		hint: 'Connect the output “Asked” of the Enrich Leads node with the operation “Find Leads to Ask About”.',
	});
}

const isAsked = (lead: unknown): boolean =>
	isFields(lead) && typeof lead.email === 'string' && Array.isArray(lead.services) && isFields(lead.asked);

/** Clearbit's node puts an error beside the data. */
function answersTo(context: IExecuteFunctions, question: Question, input: number): Answered {
	const answers = itemsAt(context, input).map(({ json, error }) =>
		error === undefined ? json : { ...json, error: json.error ?? error },
	);
	return { answers, isActive: isActive(context, question) };
}

/** Whether one of the nodes before asks the question; a node of another service tells nothing when it fails as a whole. */
const isActive = (context: IExecuteFunctions, { service, name }: Question): boolean =>
	context
		.getParentNodes(context.getNode().name, { depth: 1, includeNodeParameters: true })
		.some(
			({ type, disabled, parameters }) =>
				!disabled &&
				type.endsWith(`.${service}`) &&
				(service !== 'clearbit' || (parameters?.resource === 'person') === (name === 'Clearbit Person')),
		);

const WHY: Readonly<Record<Exclude<ServiceResult, 'answered'>, string>> = {
	pending: 'is still looking',
	busy: 'takes no more calls for now',
	credits: 'has no credits left',
	credential: 'refused its credential',
	broken: 'failed, or did not answer',
	refused: 'did not accept the call',
};

const sentenceOf = ({ service, result, count }: Failed): string =>
	`${SERVICE_NAMES[service]} ${WHY[result as keyof typeof WHY]} (${counted(count, 'lead')}).`;
