import { checkOutbox } from '../../lifecycle/delivery/outbox-check';
import cases from '../cases/outbox-check.json';

interface Case {
	readonly why: string;
	readonly row: Record<string, unknown>;
	readonly stuck?: string;
	readonly fault?: string;
	readonly tasksWaiting?: number;
}

describe('a row of the outbox', () => {
	const NOON = Date.parse('2026-03-04T12:00:00Z');
	it.each((cases as Case[]).map((each) => [each.why, each] as const))(
		'%s',
		(_why, { row, stuck, fault, tasksWaiting = 0 }) => {
			const fine = { id: 8, status: 'new', channel: 'slack', kind: 'hand_off', attempts: 0 };
			const told = checkOutbox([{ id: 7, ...row }, fine], NOON);
			expect(told.stuck).toEqual(stuck === undefined ? [] : [{ error: stuck }]);
			expect(told.faults.map(({ message, hint }) => `${message}. ${hint}`)).toEqual(fault === undefined ? [] : [fault]);
			expect(told.tasksWaiting).toBe(tasksWaiting);
		},
	);
});
