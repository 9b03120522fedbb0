interface Policy {
	readonly name: string;
	readonly cells?: readonly string[];
	readonly stages: string;
	readonly startField: string;
	/** Business hours. */
	readonly target: number;
	/** Business hours after the deadline. */
	readonly escalatedAfter: number;
}

// The step is done when the lead leaves the stage, so there is no stop field.
const policy = ({ name, cells = [], stages, startField, target, escalatedAfter }: Policy) => ({
	name,
	cells,
	stages,
	startField,
	stopField: '',
	target,
	unit: 'business hours',
	thenTarget: 0,
	thenUnit: 'business hours',
	warnAt: 75,
	escalations: { escalation: [{ level: 'manager', after: escalatedAfter, unit: 'business hours' }] },
});

/** What sales has promised, as *Check SLA* takes it: 04 watches it, and a hand-off says when its first step is due. */
export const SLA_POLICIES = {
	policy: [
		policy({
			name: 'Hot lead: first response',
			cells: ['A1', 'A2', 'B1'],
			stages: 'mql',
			startField: 'handedOffAt',
			target: 4,
			escalatedAfter: 4,
		}),
		policy({ name: 'First response', stages: 'mql', startField: 'handedOffAt', target: 8, escalatedAfter: 8 }),
		policy({
			name: 'Accepted lead: next step',
			stages: 'accepted',
			startField: 'acceptedAt',
			target: 80,
			escalatedAfter: 16,
		}),
	],
};
