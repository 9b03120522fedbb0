import type { AccountRollup } from '../../lifecycle/account/aggregate';
import { counted } from '../shared/shell';

/** What is worth knowing of a roll-up and stops nothing. */
export function remarksOn({
	alone,
	unscored,
	weightless,
}: Pick<AccountRollup, 'alone' | 'unscored' | 'weightless'>): string[] {
	const remarks: string[] = [];
	if (alone > 0) {
		remarks.push(
			`${counted(alone, 'lead is an account', 'leads are accounts')} of one: free mail, or nothing that names a company.`,
		);
	}
	if (unscored > 0) {
		remarks.push(
			`${counted(unscored, 'lead has', 'leads have')} no score yet and ${unscored === 1 ? 'does' : 'do'} not count in the account’s score.`,
		);
	}
	if (weightless > 0) {
		remarks.push(
			`${counted(weightless, 'account scores', 'accounts score')} 0 because nobody there has a role from “Role Weights”.`,
		);
	}
	return remarks;
}
