/** Which of the user's credentials serves which service. */
import { SERVICES, type Account, type Accounts, type ServiceName } from './services';
import type { UserCredential } from './survey';

export interface Found {
	readonly accounts: Accounts;
	/** Services for which there are several, and none is named. */
	readonly remarks: readonly string[];
}

/** @param named by name or id, to choose where there are several */
export function findAccounts(
	credentials: readonly UserCredential[],
	services: readonly ServiceName[],
	named: readonly string[],
): Found {
	const accounts: Partial<Record<ServiceName, Account>> = {};
	const remarks: string[] = [];
	for (const service of services) {
		const { label, takes } = SERVICES[service];
		const fitting = credentials.filter(({ type }) => Object.hasOwn(takes, type));
		const chosen = fitting.filter(({ id, name }) => named.includes(id) || named.includes(name));
		const [account] = chosen.length > 0 ? chosen : fitting.length === 1 ? fitting : [];
		if (account !== undefined) accounts[service] = { type: account.type, id: account.id, name: account.name };
		else if (fitting.length > 1)
			remarks.push(
				`${label} has ${fitting.length} credentials (${fitting.map(({ name }) => `“${name}”`).join(', ')}) and none is connected: name one, as in --credential "${fitting[0].name}"`,
			);
	}
	return { accounts, remarks };
}
