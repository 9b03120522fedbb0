import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { asText } from '../../lifecycle/text';
import { recordsOfInput } from '../shared/settings-input';

/** Slack's id of who has an address; '' for nobody. */
export type People = (address: string) => string;

/**
 * Who was found in Slack: answers of its method users.lookupByEmail.
 *
 * @param isAlone whether there is one message only; then an answer that names no address is about it
 */
export function readPeople(context: IExecuteFunctions, input: number, isAlone: boolean): People {
	const found = recordsOfInput(context, input)
		.map(({ user }) => user as IDataObject | undefined)
		.filter((user) => user !== undefined && asText(user.id) !== '')
		.map((user) => ({ id: asText(user?.id), address: addressOf(user as IDataObject) }));
	const byAddress = new Map(found.map(({ id, address }) => [address, id]));
	return (address) =>
		address === '' ? '' : (byAddress.get(address.toLowerCase()) ?? (isAlone ? (byAddress.get('') ?? '') : ''));
}

const addressOf = ({ profile, email }: IDataObject): string =>
	asText((profile as IDataObject | undefined)?.email ?? email).toLowerCase();
