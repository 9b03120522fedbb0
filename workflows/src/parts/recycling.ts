import { step, type Place } from './canvas';
import { value } from './expression';

/** The columns of a lead that *Recycle Lead* took back, or disqualified, for an update of its row. */
const ROW = `({
	id: $json.id,
	stage: $json.stage,
	handedOffAt: $json.handedOffAt,
	acceptedAt: null,
	recycledAt: $json.recycledAt,
	retained: $json.retained,
	recycles: $json.recycles,
	track: $json.recycle.track,
	coolOffUntil: $json.recycle.coolOffUntil,
	version: Number($execution.id),
})`;

/** An item of *Recycle Lead* as its row of the lead book; the item must have the row's `id`. */
export const rowOfRecycled = (name: string, place: Place) =>
	step('set', name, place, { mode: 'raw', jsonOutput: value(ROW), options: {} });
