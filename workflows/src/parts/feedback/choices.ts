export { CHOICES } from '../../../../lifecycle/message/choices';

export const REASON_IN_WORDS = 'Another reason, in my own words below';

/** What sales is offered as a reason, and the reason of *Recycle Lead* it stands for. */
export const REASONS = {
	'No budget': 'no_budget',
	'No authority to decide': 'no_authority',
	'No need': 'no_need',
	'Bad timing': 'bad_timing',
	'Cannot be reached': 'unreachable',
	'Works for, or signed with, a competitor': 'competitor',
	'Wrong person': 'wrong_person',
	'Wrong data': 'bad_data',
	Duplicate: 'duplicate',
};

/** The options of a form's drop-down. */
export const options = (choices: object) => ({ values: Object.keys(choices).map((option) => ({ option })) });

/** An object as it reads well in an expression. */
export const lines = (data: object): string => JSON.stringify(data).replaceAll('":"', '": "').replaceAll('","', '", "');
