import { NormalizeActivity } from '../nodes/NormalizeActivity/NormalizeActivity.node';
import { itemsOf, LEADS, timed, type Timing } from './harness/alone';

const EVENTS = 2 * LEADS;
const BATCH = 1000;

/** Over events of twelve vendors: one an item, as trigger nodes give them, and in batches of a webhook. */
export async function bench(): Promise<Timing[]> {
	const single = itemsOf('events.code.js', EVENTS);
	const batches = Array.from({ length: EVENTS / BATCH }, (_, batch) => ({
		json: {
			headers: {},
			query: {},
			body: single.slice(batch * BATCH, (batch + 1) * BATCH).map(({ json }) => json),
		},
	}));
	const normalize = { node: new NormalizeActivity(), items: EVENTS };
	return [
		await timed({ ...normalize, name: 'Normalize Activity: mixed events, one an item', inputs: [single] }),
		await timed({ ...normalize, name: 'Normalize Activity: mixed events, 1,000 a webhook call', inputs: [batches] }),
	];
}
