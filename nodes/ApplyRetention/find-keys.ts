import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { foldLead } from '../../lifecycle/activity/activity';
import { storedLinks } from '../../lifecycle/identity/stored-links';
import { asText } from '../../lifecycle/text';
import { keyQueriesOf } from '../shared/queries';
import { recordsOfInput } from '../shared/settings-input';

/** The keys of the leads as `k0` to `k29` of as many items as it takes. */
export function findKeys(context: IExecuteFunctions): INodeExecutionData[][] {
	const leads = recordsOfInput(context, 0).map(({ lead }) => foldLead(asText(lead)));
	return [keyQueriesOf(leads, storedLinks(recordsOfInput(context, 1))).map((json) => ({ json }))];
}
