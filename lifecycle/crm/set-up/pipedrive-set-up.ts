import { fault, ok } from '../../fault';
import type { Fields } from '../../path';
import { isFields } from '../../path';
import { PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../properties';
import { listIn } from '../values';
import type { CrmSetUp } from './crm-set-up';

/** The most fields that Pipedrive lists with one call. */
export const FIELDS_A_CALL = 500;

const WANTED = PROPERTIES.map(({ column, kind }) => ({
	field_name: PROPERTY_NAMES.pipedrive(column),
	field_type: PROPERTY_TYPES.pipedrive[kind],
}));

const isWhole = ({ data, additional_data: more }: Fields): boolean =>
	Array.isArray(data) && !(isFields(more) && more.next_cursor);

/** Pipedrive creates a second field of a name without a word, so nothing is created unless all names are known. */
export const pipedriveSetUp: CrmSetUp = {
	missing(there) {
		if (there.length === 0 || !there.every(isWhole)) {
			const list = WANTED.map(({ field_name: name, field_type: type }) => `${name} (${type})`).join(', ');
			return fault(
				`Pipedrive did not list all fields of a person (at most ${FIELDS_A_CALL}), so those that it has might be created twice`,
				`Make them by hand: ${list}.`,
			);
		}
		const names = new Set(
			there.flatMap((answer) => listIn(answer, 'data')).map(({ field_name, name }) => field_name ?? name),
		);
		const missing = WANTED.filter(({ field_name: name }) => !names.has(name));
		return ok(missing.map((body) => ({ what: body.field_name, body })));
	},
	created: () => [],
};
