export const NURTURED = 'ana@acme.example';

/** Columns of a lead in nurture on the track `welcome`, and what differs. */
export const nurtured = <More extends object>(more?: More) => ({
	...{ lead: NURTURED, email: NURTURED, name: 'Ana Ruiz', stage: 'nurture', track: 'welcome', cell: 'B3', total: 40 },
	...more,
});
