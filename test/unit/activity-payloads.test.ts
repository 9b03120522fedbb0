import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { Activity } from '../../lifecycle/activity/activity';
import { NORMALIZE_DEFAULTS, normalizeActivities } from '../../lifecycle/activity/normalize';
import type { Fields } from '../../lifecycle/path';
import { isFields } from '../../lifecycle/path';
import table from '../cases/activity-payloads.json';

/** Real payloads of the vendors' documentation and open-source test suites; they are not part of the repository. */
const FOLDER = join(__dirname, '../../../shared/data/payloads');
const RECEIPT = '2026-11-22T00:00:00.000Z';
const asOf = DateTime.fromISO(RECEIPT, { zone: 'utc' });

interface Expected {
	type: string;
	at: string;
	lead: string;
	channel: string;
	properties?: Record<string, unknown>;
	attributes?: Record<string, unknown>;
	quarantine?: string;
	id?: string;
}

const EXPECTED = new Map(Object.entries(table as Record<string, Expected[] | 'no activity'>));

/** A payload as it may reach the node: through a Webhook node, or as items of a trigger node. */
function shapesOf(file: string): [shape: string, items: Fields[]][] {
	const { body, headers = {} } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as {
		body: unknown;
		headers?: Fields;
	};
	const request = (content: unknown): Fields => ({ headers, query: {}, body: content });
	if (isFields(body) && 'xml' in body)
		return [
			['XML text', [request(body.xml)]],
			['parsed XML', [request(body.parsed)]],
		];
	if (isFields(body) && 'form' in body) {
		const text = new URLSearchParams(body.form as Record<string, string>).toString();
		return [
			['flat form', [request(body.form)]],
			['form text', [request(text)]],
			['parsed form', [body.parsed as Fields]],
		];
	}
	return [
		['webhook body', [request(body)]],
		['JSON text', [request(JSON.stringify(body))]],
		['trigger items', (Array.isArray(body) ? body : [body]) as Fields[]],
	];
}

const activitiesIn = (items: readonly Fields[], source = 'auto'): Activity[] => {
	const numbered = items.map((json, item) => ({ item, json }));
	const { activities, faults } = normalizeActivities(numbered, { ...NORMALIZE_DEFAULTS, source }, asOf);
	expect(faults).toEqual([]);
	return activities.map(({ activity }) => activity);
};

const present = existsSync(FOLDER);
if (!present) console.warn(`Skipped: the payloads are not on this machine (${FOLDER})`);

(present ? describe : describe.skip)('real payloads', () => {
	const files = present ? readdirSync(FOLDER).filter((file) => file !== 'INDEX.json') : [];

	it('are all in the table', () => {
		expect([...EXPECTED.keys()].sort()).toEqual(files.sort());
		expect(files).toHaveLength(121);
	});

	it.each(files)('%s', (file) => {
		const expected = EXPECTED.get(file);
		for (const [, items] of shapesOf(file)) {
			const activities = activitiesIn(items);
			if (expected === 'no activity') {
				expect(activities).toEqual([]);
				continue;
			}
			expect(activities).toMatchObject(
				(expected ?? []).map(({ id, at, ...rest }) => ({
					...rest,
					at: at === 'receipt' ? RECEIPT : at,
					...(id === undefined ? {} : { activity: id }),
				})),
			);
			expect(activities).toHaveLength(expected?.length ?? -1);
		}
	});

	it.each(files)('%s gives the same when its vendor is chosen, and on every run', (file) => {
		for (const [, items] of shapesOf(file)) {
			const [first, ...rest] = activitiesIn(items);
			if (first === undefined) continue;
			expect(activitiesIn(items, first.source)).toEqual([first, ...rest]);
			expect(first.activity).not.toBe('');
		}
	});

	it('count once when all of them come in one mixed batch, twice', () => {
		const items = files.flatMap((file) => shapesOf(file)[0][1]);
		const once = activitiesIn(items).filter(({ quarantine }) => quarantine === '').length;
		const twice = activitiesIn([...items, ...items]).filter(({ quarantine }) => quarantine === '').length;
		expect(twice).toBe(once);
		expect(once).toBeGreaterThan(60);
	});
});
