import { LEAD_PROPERTIES } from '../../../../lifecycle/crm/properties';

const columns = ['lead', 'email', 'name', 'title', 'company', 'owner'];
const picked = [...columns, ...LEAD_PROPERTIES.map(({ column }) => column)].join(', ');

/** Defines `forCrm(row, tasks, more)`: a lead as the steps of the CRM take it, from its row of the lead book and the tasks for its owner. */
export const FOR_CRM = `const forCrm = ({ ${picked} }, tasks, more) => ({ ${picked}, tasks, ...more });`;

/**
 * Defines `taskOf({ row, reasons }, { handedOffAt, due })`, the task of a hand-off. Its key stands in its text, so that it is
 * found again. Needs `at` and the words.
 */
export const TASK = `const taskOf = ({ row, reasons }, { handedOffAt, due }) => ({
		key: 'task:' + row.lead + ':' + handedOffAt,
		subject: 'Follow up: ' + who(row),
		text: [
			whoLine(row),
			standing(row),
			reasonsLine(reasons),
			...(due ? ['Due: ' + day(due)] : []),
			nextLine('get in touch, then accept the lead or send it back with a reason.'),
			'task:' + row.lead + ':' + handedOffAt,
		].join('\\n'),
		due: due ?? at,
	});`;
