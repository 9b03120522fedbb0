import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { storedLinks } from '../../../lifecycle/identity/stored-links';
import { leadKey } from '../../../lifecycle/lead/key';
import { keyQueriesOf } from '../../shared/queries';
import { itemsOf } from '../items';
import { rowsOf } from '../sources';

const LOGS = ['ll_activity_log', 'll_stage_log'] as const;

/**
 * Under which keys the activities of leads stand, some dozen in an item, for reads of both logs. No leads give one empty
 * item, so that what follows runs all the same: n8n 3 changes what *Always Output Data* does on a node like this one.
 */
export function keys(context: IExecuteFunctions): INodeExecutionData[][] {
	const leads = rowsOf(context, 'Leads').map(({ lead }) => leadKey(lead));
	const queries = keyQueriesOf(leads, storedLinks(rowsOf(context, 'Links')));
	const reads = LOGS.flatMap((table) => queries.map((query) => ({ table, ...query })));
	return [itemsOf(reads.length === 0 ? [{}] : reads)];
}
