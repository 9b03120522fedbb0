import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { previewSentences } from '../../../lifecycle/review/in-words';
import { modelVersions, swapTo } from '../../../lifecycle/review/model-versions';
import { tryModel } from '../../../lifecycle/review/try-model';
import { remark } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';
import { asOfOf, bookLeadsOf, draftNameOf, judge, modelOf, policyFor, rowsOf } from '../sources';

/** Names of leads in the preview's items; all are in its counts. */
const MOST_SHOWN = 500;

export function tryDraft(context: IExecuteFunctions): INodeExecutionData[][] {
	const draft = draftNameOf(context);
	const models = { live: modelOf(context), draft: modelOf(context, draft) };
	const asOf = asOfOf(context);
	const preview = tryModel(bookLeadsOf(context), models, { policy: policyFor(context), asOf, judged: judge });
	remark(context, preview.faults);
	const swap = swapTo(draft, modelVersions(rowsOf(context, 'Rules')), asOf.toUTC().toISO() ?? '');
	const sentences = previewSentences(preview);
	const rows = preview.changes.slice(0, MOST_SHOWN).map(({ lead, name, becomes, live, draft: after, why }) => ({
		...{ lead, name, becomes, cell: live.cell, newCell: after.cell, total: live.total, newTotal: after.total },
		...{ stage: live.stage, newStage: after.stage, why },
	}));
	const { changes: _, ...counts } = preview;
	return [
		itemsOf(rows),
		itemsOf([{ ...swap, summary: sentences.join(' ') }]),
		reportItem(sentences, { ...counts, changes: rows }),
	];
}
