import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { publish, type Approval } from '../../../lifecycle/review/publish';
import { asText } from '../../../lifecycle/text';
import { itemsOf } from '../items';
import { asOfOf, rowsOf } from '../sources';

/** The writes that make a draft, or the version before, live; or why there are none. */
export function publishModel(context: IExecuteFunctions): INodeExecutionData[][] {
	const [asked = {}] = rowsOf(context, 'Approval');
	const isMine = rowsOf(context, 'Lease').length > 0;
	const at = asOfOf(context).toUTC().toISO() ?? '';
	const outcome = publish(rowsOf(context, 'Rules'), approvalOf(asked), { isMine, at });
	const { title, message } = outcome;
	if (outcome.kind === 'published') return [itemsOf(outcome.renames), itemsOf([{ next: 'say', title, message }]), []];
	const { draft, lead } = asked;
	const again = { next: 'page', draft, lead, notice: message };
	return [[], [], itemsOf([outcome.isStale ? again : { next: 'say', title, message }])];
}

/** Without a mark of what was seen, nobody saw a preview: then it is the way back. */
const approvalOf = ({ draft, mark }: Readonly<Record<string, unknown>>): Approval =>
	asText(mark) === '' ? { kind: 'former' } : { kind: 'draft', draft: asText(draft).trim(), mark: asText(mark) };
