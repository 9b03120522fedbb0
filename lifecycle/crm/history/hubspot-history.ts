import { fault, ok } from '../../fault';
import { asNumber } from '../../number';
import { isFields } from '../../path';
import { asText } from '../../text';
import { hubspot } from '../hubspot';
import { listIn } from '../values';
import type { CrmHistory } from './crm-history';

const UNEXPECTED = fault(
	'HubSpot did not answer with contacts',
	'Look at the output of the node that reads them. It has to ask HubSpot’s API for contacts.',
);

/** https://developers.hubspot.com/docs/api-reference: lists of contacts, each answer with the cursor of the next one. */
export const hubspotHistory: CrmHistory = {
	title: hubspot.title,
	source: 'hubspot',
	count: (answers, cursor) => ({ total: asNumber(answers[0]?.total) ?? null, cursor }),
	page(answers) {
		if (!answers.some(({ results }) => Array.isArray(results))) return UNEXPECTED;
		const paging = answers.map((answer) => answer.paging).find(isFields);
		const next = isFields(paging?.next) ? asText(paging.next.after) : '';
		return ok({ records: answers.flatMap((answer) => listIn(answer, 'results')), next });
	},
	ownersOf: (users) => new Map(hubspot.staffOf(users).map(({ id, email }) => [String(id), email])),
	stagesOf: ({ stage, leadStatus }) => [asText(stage), asText(leadStatus)],
	isLost: () => false,
};
