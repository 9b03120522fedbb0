// @ts-check
/** The records of a mock: kept by object and id, with a note of every write, so that a test can count them. */

/**
 * @typedef {import('./http.mjs').Json} Json
 * @typedef {{ id: string, fields: Json, createdAt: string, updatedAt: string }} StoredRecord
 * @typedef {{ object: string, id: string, kind: 'create' | 'update' | 'delete', fields: Json }} Write
 */

export class Records {
	/** @type {Map<string, Map<string, StoredRecord>>} */
	#objects = new Map();
	/** @type {Write[]} */
	#writes = [];
	#nextId;
	#idOf;

	/** @param {(number: number, object: string) => string} idOf the vendor's form of an id */
	constructor(idOf, first = 1001) {
		this.#idOf = idOf;
		this.#nextId = first;
	}

	/**
	 * @param {string} object e.g. `contacts`
	 * @returns {StoredRecord[]} oldest first
	 */
	all(object) {
		return [...this.#map(object).values()];
	}

	/**
	 * @param {string} object
	 * @param {string} id
	 * @returns {StoredRecord | undefined}
	 */
	get(object, id) {
		return this.#map(object).get(String(id));
	}

	/**
	 * @param {string} object
	 * @param {string} field
	 * @param {unknown} value text is compared whatever its case
	 * @returns {StoredRecord | undefined}
	 */
	find(object, field, value) {
		const wanted = String(value).toLowerCase();
		return this.all(object).find(({ fields }) => String(fields[field] ?? '').toLowerCase() === wanted);
	}

	/**
	 * @param {string} object
	 * @param {Json} fields
	 * @returns {StoredRecord}
	 */
	create(object, fields) {
		const record = this.seed(object, fields);
		this.#writes.push({ object, id: record.id, kind: 'create', fields });
		return record;
	}

	/**
	 * A record that was there before: not a write of the test's.
	 *
	 * @param {string} object
	 * @param {Json} fields
	 * @returns {StoredRecord}
	 */
	seed(object, fields) {
		const id = this.#idOf(this.#nextId++, object);
		const now = new Date().toISOString();
		const record = { id, fields: { ...fields }, createdAt: now, updatedAt: now };
		this.#map(object).set(id, record);
		return record;
	}

	/**
	 * @param {string} object
	 * @param {string} id of a record that is there
	 * @param {Json} fields
	 * @returns {StoredRecord}
	 */
	update(object, id, fields) {
		const known = this.get(object, id);
		if (known === undefined) throw new Error(`There is no ${object} ${id}.`);
		const record = { ...known, fields: { ...known.fields, ...fields }, updatedAt: new Date().toISOString() };
		this.#map(object).set(record.id, record);
		this.#writes.push({ object, id: record.id, kind: 'update', fields });
		return record;
	}

	/**
	 * @param {string} object
	 * @param {string} id
	 * @returns {boolean} whether it was there
	 */
	delete(object, id) {
		const wasThere = this.#map(object).delete(String(id));
		if (wasThere) this.#writes.push({ object, id: String(id), kind: 'delete', fields: {} });
		return wasThere;
	}

	/**
	 * @param {{ object?: string, id?: string, kind?: Write['kind'] }} [filter]
	 * @returns {Write[]} oldest first
	 */
	writes({ object, id, kind } = {}) {
		return this.#writes.filter(
			(write) =>
				(object === undefined || write.object === object) &&
				(id === undefined || write.id === String(id)) &&
				(kind === undefined || write.kind === kind),
		);
	}

	/** @param {string} object */
	#map(object) {
		const known = this.#objects.get(object) ?? new Map();
		this.#objects.set(object, known);
		return known;
	}
}
