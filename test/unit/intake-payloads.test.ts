import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { foldLead } from '../../lifecycle/activity/activity';
import { NORMALIZE_DEFAULTS, normalizeActivities } from '../../lifecycle/activity/normalize';
import { readIntake } from '../../lifecycle/intake/intake';

/** Real payloads of the vendors' documentation and open-source test suites; they are not part of the repository. */
const FOLDER = join(__dirname, '../../../shared/data/payloads');
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file !== 'INDEX.json') : [];
const asOf = DateTime.fromISO('2026-11-22T00:00:00Z');

interface Payload {
	contentType?: string;
	body: { form?: Record<string, string>; xml?: string };
}

/** The bytes that the vendor would send. */
function sentBody({ body }: Payload): string {
	if (body.form !== undefined) return new URLSearchParams(body.form).toString();
	return body.xml ?? JSON.stringify(body);
}

if (files.length === 0) {
	it.skip(`the vendors' payloads, for want of ${FOLDER}`, () => undefined);
} else {
	it.each(files)('%s gives what Normalize Activity gives', (file) => {
		const payload = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Payload;
		const headers = { 'content-type': payload.contentType ?? 'application/json' };
		const text = sentBody(payload);
		const request = { method: 'POST', uri: '', headers, body: Buffer.from(text) };
		const intake = readIntake(request, NORMALIZE_DEFAULTS, asOf);
		const normalized = normalizeActivities([{ item: 0, json: { headers, body: text } }], NORMALIZE_DEFAULTS, asOf);
		expect(normalized.faults).toEqual([]);
		expect(intake).toEqual({
			ok: true,
			activities: normalized.activities.map(({ activity }) => ({ ...activity, lead: foldLead(activity.lead) })),
			refused: normalized.skipped.length,
		});
	});
}
