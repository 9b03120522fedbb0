import type { Message } from './message';

/** What a message is about, finer than its kind: each situation has a wording of its own. */
export const SITUATIONS = [
	'hand_off',
	'moment',
	'demoted',
	'sla_at_risk',
	'sla_breached',
	'sla_breached_manager',
	'no_owner',
	'no_progress',
	'no_progress_manager',
	'recycled',
	'disqualified',
	'no_follow_up',
	'account_crossed',
	'digest',
	'fault',
	'failed_run',
	'ask',
	'crm',
] as const;
export type Situation = (typeof SITUATIONS)[number];

export function situationOf(message: Message): Situation {
	switch (message.kind) {
		case 'sla_breached':
			return message.to === 'manager' ? 'sla_breached_manager' : 'sla_breached';
		case 'reminder':
			if (message.reason === 'no_owner') return 'no_owner';
			return message.to === 'manager' ? 'no_progress_manager' : 'no_progress';
		case 'recycled':
			if (message.to === 'manager') return 'no_follow_up';
			return message.outcome === 'disqualify' ? 'disqualified' : 'recycled';
		case 'fault':
			return message.run === undefined ? 'fault' : 'failed_run';
		default:
			return message.kind;
	}
}
