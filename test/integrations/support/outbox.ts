/** Messages that a test puts into the outbox of a real n8n, and 10 Deliver, which sends them. */
import { outboxRowOf } from '../../../lifecycle/message/outbox';
import { readSettings } from '../../../lifecycle/settings/read-settings';
import type { Json } from '../../../scripts/host/client.mjs';
import type { IntegrationHost } from '../../services/harness.mjs';
import { MESSAGE_CASES, messageOf } from '../../support/messages';

export const DELIVER = '10-deliver';
const EVERY = 'Every 5 minutes';

const HAND_OFF = messageOf(MESSAGE_CASES[0]);
const { settings } = readSettings([]);

/** A new hand-off as the templates write it, of a lead with other facts where they are given. */
export function messageAbout(lead: string, more: object = {}, facts: object = {}): Json {
	const at = new Date().toISOString();
	const about = { ...(HAND_OFF as { about: object }).about, lead, email: lead, ...facts };
	const key = `hand_off:${lead}:${at}`;
	return outboxRowOf({ ...HAND_OFF, about, at, key, handedOffAt: at, ...more } as never, settings) as unknown as Json;
}

export async function insertRows(host: IntegrationHost, table: string, data: readonly Json[]): Promise<void> {
	const { id } = (await host.client.tables()).get(table) as { id: string };
	await host.client.api('POST', `/data-tables/${id}/rows`, { data, returnType: 'count' });
}

/** One run of a template by its schedule, to its end. */
export async function sweep(host: IntegrationHost, file = DELIVER): Promise<void> {
	await host.run(file, EVERY);
	await host.idle();
}

/** Until what failed once is due again. */
export const oneMinute = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 61_000));
