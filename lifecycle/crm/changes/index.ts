import type { FaultReport } from '../../message/message';
import { reasonRecogniser } from '../../recycle/recognise';
import type { RecycleReason } from '../../recycle/reason';
import type { Decision } from '../../stage/cause';
import { readDecision } from '../../stage/decisions';
import type { CrmName } from '../crm';
import type { Change, CrmChanges, Skipped, Told } from './crm-changes';
import { hubspotChanges } from './hubspot-changes';
import { odooChanges } from './odoo-changes';
import { pipedriveChanges } from './pipedrive-changes';
import { salesforceChanges } from './salesforce-changes';

export const CRM_CHANGES: Readonly<Record<CrmName, CrmChanges>> = {
	hubspot: hubspotChanges,
	salesforce: salesforceChanges,
	pipedrive: pipedriveChanges,
	odoo: odooChanges,
};

export interface Decided {
	readonly decisions: Decision[];
	readonly skipped: Skipped[];
	/** Leads that came back for a reason that nobody knows, for those who can mend it. */
	readonly report: FaultReport | undefined;
}

/**
 * What people changed in a CRM, as decisions.
 *
 * @param reasons why leads come back, as the settings have them
 * @param asOf ISO 8601 in UTC; a change without a time is of now
 */
export function decisionsOf(told: Told, crm: CrmChanges, reasons: readonly RecycleReason[], asOf: string): Decided {
	const { changes, skipped } = crm.changesOf(told);
	const recognise = reasonRecogniser(reasons);
	const isUnknown = ({ decision, reason }: Change): boolean =>
		(decision === 'sent_back' || decision === 'lost') && !recognise(reason ?? '').ok;
	const unknown = changes.filter(isUnknown);
	const decisions = changes
		.filter((change) => !isUnknown(change))
		.flatMap((change) => {
			const read = readDecision({ ...change, crm: crm.title }, asOf);
			return read.ok ? [read.value] : [];
		});
	return { decisions, skipped, report: reportOn(unknown, crm, asOf) };
}

function reportOn(unknown: readonly Change[], { title }: CrmChanges, asOf: string): FaultReport | undefined {
	if (unknown.length === 0) return undefined;
	return {
		kind: 'fault',
		key: `crm_reason:${unknown.map(({ lead, reason, at }) => `${lead}:${reason}:${at ?? ''}`).join(',')}`,
		audience: 'marketing',
		at: asOf,
		where: title,
		faults: unknown.map(({ lead, reason }) => ({
			message: `${lead} came back from ${title}, and nothing was changed: the reason “${reason}” is not known`,
			hint: `Add a row reason_… to ll_settings, or correct the reason in ${title}.`,
		})),
	};
}
