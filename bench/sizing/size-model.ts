/** How large the tables become: what each lead takes, and each activity. Fitted to `bench/measured/sizes.json`; docs/sizing.md. */

export type Store = 'dataTables' | 'postgres';

export interface Volume {
	readonly leads: number;
	/** In the log, of all leads together. */
	readonly activities: number;
}

/** Bytes; of PostgreSQL with its indexes, of a lead with its rows in every table but the log. */
const BYTES: Readonly<Record<Store, { readonly lead: number; readonly activity: number }>> = {
	dataTables: { lead: 1620, activity: 193 },
	postgres: { lead: 3210, activity: 414 },
};

const MEGABYTE = 2 ** 20;

export const megabytesOf = (store: Store, { leads, activities }: Volume): number =>
	(leads * BYTES[store].lead + activities * BYTES[store].activity) / MEGABYTE;
