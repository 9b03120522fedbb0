/**
 * What other people write for the same things: in other languages, in other orders, by other tools. The tables are apart from
 * those that the words and readers were made after, so that they show how far these carry.
 */
import { attributeName } from '../../lifecycle/activity/attributes';
import { typeOfName } from '../../lifecycle/activity/names';
import { asBoolean } from '../../lifecycle/boolean';
import { isPlaceholder } from '../../lifecycle/empty';
import { sameKey } from '../../lifecycle/lead/key';
import { asWrittenNumber } from '../../lifecycle/number';
import { DEFAULT_REASONS, readReasons } from '../../lifecycle/recycle/reason';
import { reasonRecogniser } from '../../lifecycle/recycle/recognise';
import { asInstant, toIso } from '../../lifecycle/time';
import variants from '../cases/variants.json';

type Kind = keyof typeof variants;

function reasonOf(text: string): string | null {
	const reasons = readReasons(DEFAULT_REASONS);
	if (!reasons.ok) throw new Error(reasons.faults[0].message);
	const found = reasonRecogniser(reasons.value)(text);
	return found.ok ? found.value.reason : null;
}

const READERS: Readonly<Record<Kind, (text: string) => unknown>> = {
	types: (text) => {
		const named = typeOfName(text);
		return 'nothing' in named ? null : named.type;
	},
	numbers: (text) => asWrittenNumber(text) ?? null,
	times: (text) => {
		const instant = asInstant(text);
		return instant === undefined ? null : toIso(instant);
	},
	booleans: (text) => asBoolean(text) ?? null,
	placeholders: isPlaceholder,
	fields: attributeName,
	keys: sameKey,
	reasons: reasonOf,
};

describe.each(Object.keys(variants) as Kind[])('%s', (kind) => {
	const rows = variants[kind].rows as Array<[text: string, expected: unknown]>;
	it.each(rows)('%j is %j', (text, expected) => {
		expect(Array.isArray(expected) ? expected : [expected]).toContainEqual(READERS[kind](text));
	});
});
