import { WITH_SALES } from '../lead/row';
import type { SlaAlert } from '../message/message';
import type { Sla } from '../sla';
import type { Cause } from './cause';
import type { RowDraft } from './draft';
import { factsOf } from './news';

/**
 * A deadline of a lead that is with sales comes near or is over. Due soon goes to the owner, overdue to the owner and the manager, what
 * follows to the manager. A lead whose cell changes while it waits comes under another policy; it is told about once all
 * the same.
 */
export function applyDeadline(draft: RowDraft, { sla }: Extract<Cause, { kind: 'deadline' }>): void {
	const { alert, alertKey, startedAt, dueAt } = sla;
	if (alert === null || alertKey === null || startedAt === null || dueAt === null) return;
	const { slaAlerts, stage } = draft.row;
	if (!WITH_SALES.has(stage) || slaAlerts.includes(alertKey)) return;
	draft.set({ slaAlerts: [...slaAlerts, alertKey] });
	if (slaAlerts.some((key) => key.endsWith(`|${alert}|${startedAt}`))) return;
	if (alert === 'at_risk' || alert === 'breached') draft.send(alertMessage(draft, sla, 'owner'));
	if (alert !== 'at_risk') draft.send(alertMessage(draft, sla, 'manager'));
}

function alertMessage({ row, policy }: RowDraft, sla: Sla, to: SlaAlert['to']): SlaAlert {
	const audience = to === 'manager' ? 'manager' : (row.owner ?? 'sales');
	const name = sla.policy ?? '';
	const level = sla.alert ?? '';
	const startedAt = sla.startedAt ?? '';
	return {
		kind: level === 'at_risk' ? 'sla_at_risk' : 'sla_breached',
		key: ['sla', row.lead, level, startedAt, audience].join(':'),
		audience,
		at: policy.asOf,
		about: factsOf(row),
		to,
		policy: name,
		level,
		startedAt,
		dueAt: sla.dueAt ?? '',
		elapsedMinutes: sla.elapsedMinutes ?? 0,
		remainingMinutes: sla.remainingMinutes ?? 0,
		isBusinessTime: policy.isBusinessTime(name),
	};
}
