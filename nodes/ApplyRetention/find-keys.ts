import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { asText } from '../../lifecycle/text';
import { queriesOf } from '../shared/queries';
import { recordsOfInput } from '../shared/settings-input';
import { linksOf } from './links';

/** The keys of the leads as `k0` to `k29` of as many items as it takes. */
export function findKeys(context: IExecuteFunctions): INodeExecutionData[][] {
	const links = linksOf(recordsOfInput(context, 1));
	const leads = recordsOfInput(context, 0).map(({ lead }) => foldLead(asText(lead)));
	const keys = leads.flatMap((lead) => [lead, ...links.keysOf(lead).map(({ key }) => key)]);
	const known = [...new Set(keys)].filter((key) => key !== '');
	return [queriesOf(known).map((json) => ({ json }))];
}
