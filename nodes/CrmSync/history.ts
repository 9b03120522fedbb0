import type { DateTime } from 'luxon';
import { shown, type Result } from '../../lifecycle/fault';
import { CRM_HISTORY } from '../../lifecycle/crm/history';
import type { CrmHistory } from '../../lifecycle/crm/history/crm-history';
import { IMPORTED_STAGES, type ImportedStage } from '../../lifecycle/crm/history/new-leads';
import { asText } from '../../lifecycle/text';
import { toIso } from '../../lifecycle/time';
import { refuse } from '../shared/shell';
import type { Run } from './operation';

/** How the records of the chosen CRM are read. */
export function historyOf({ kind, crm, context }: Run): CrmHistory {
	const history = kind === 'own' ? undefined : CRM_HISTORY[kind];
	if (history !== undefined) return history;
	return refuse(context, {
		message: `“CRM” is ${shown(kind === 'own' ? 'Other' : crm.title)}, whose records this node cannot import`,
		hint: 'Choose HubSpot or Odoo. For others, post what you know of their records to the webhook of 01.',
	});
}

/** The value, or its fault as an error of the node. */
export const valueOf = <T>({ context }: Run, result: Result<T>): T =>
	result.ok ? result.value : refuse(context, result);

export const isoOf = (asOf: DateTime): string => toIso(asOf.toMillis());

interface StageRow {
	word?: unknown;
	stage?: unknown;
}

/** The parameter “Stages”: what the words of the CRM mean. */
export function stagesOf({ context }: Run): ReadonlyMap<string, ImportedStage> {
	const { values = [] } = context.getNodeParameter('stages', 0, {}) as { values?: StageRow[] };
	return new Map(
		values.map(({ word, stage }, index): [string, ImportedStage] => {
			const name = asText(word).trim();
			const becomes = IMPORTED_STAGES.find((each) => each === stage);
			if (name !== '' && becomes !== undefined) return [name, becomes];
			return refuse(context, {
				message: `Row ${index + 1} of “Stages” says ${shown(word)} becomes ${shown(stage)}`,
				hint: `Give the name of a stage in the CRM, and one of: ${IMPORTED_STAGES.join(', ')}.`,
			});
		}),
	);
}
