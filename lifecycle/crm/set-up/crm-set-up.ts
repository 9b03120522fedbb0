import type { Result } from '../../fault';
import type { Fields } from '../../path';

/** A property to create: its name for people, and what the call of the CRM takes. */
export interface NewProperty extends Fields {
	readonly what: string;
}

/** How the properties are created in a CRM whose API allows it. What is there already is never changed. */
export interface CrmSetUp {
	/**
	 * Which properties are missing.
	 *
	 * @param there what the CRM has already, in its own shape
	 * @param first what it answered to the call before: the group of the properties, the model of a lead
	 */
	missing(there: readonly Fields[], first: readonly Fields[]): Result<readonly NewProperty[]>;
	/** What the call before created, by its name for people. */
	created(first: readonly Fields[]): readonly string[];
}
