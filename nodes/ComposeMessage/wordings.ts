import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fault } from '../../lifecycle/fault';
import { SITUATIONS, type Situation } from '../../lifecycle/message/situation';
import { placeholdersIn, placeholdersOf, type Wording } from '../../lifecycle/message/wording';
import { LANGUAGES, type Language } from '../../lifecycle/settings/settings';
import { asText } from '../../lifecycle/text';
import { refuse } from '../shared/shell';

interface WordingRow {
	readonly situation?: unknown;
	readonly language?: unknown;
	readonly title?: unknown;
	readonly opening?: unknown;
	readonly next?: unknown;
}

const FIELDS = [
	['title', 'Title'],
	['opening', 'Opening Line'],
	['next', 'Next Step'],
] as const satisfies ReadonlyArray<readonly [keyof Wording, string]>;

export type OwnWordings = Readonly<Record<Language, ReadonlyMap<Situation, Partial<Wording>>>>;

/** What the form says instead of the ready-made texts; of two rows for one message and language the last counts. */
export function readWordings(context: IExecuteFunctions): OwnWordings {
	const { wording = [] } = context.getNodeParameter('wordings', 0, {}) as { wording?: WordingRow[] };
	const faults = wording.flatMap(faultsOf);
	if (faults.length > 0) refuse(context, faults);
	const of = (language: Language): ReadonlyMap<Situation, Partial<Wording>> =>
		new Map(
			wording
				.filter((row) => (row.language ?? 'en') === language)
				.map((row) => [(row.situation ?? 'hand_off') as Situation, textsOf(row)]),
		);
	return { en: of('en'), fr: of('fr') };
}

const textsOf = (row: WordingRow): Partial<Wording> =>
	Object.fromEntries(FIELDS.map(([name]) => [name, asText(row[name])]));

function faultsOf(row: WordingRow, index: number): Fault[] {
	const where = `Row ${index + 1} of “Wording”`;
	const situation = SITUATIONS.find((each) => each === (row.situation ?? 'hand_off'));
	if (situation === undefined || !(LANGUAGES as readonly unknown[]).includes(row.language ?? 'en'))
		return [
			{
				message: `${where}: “Message” or “Language” is not one of the list`,
				hint: 'Choose both from the list, without an expression.',
			},
		];
	const known = placeholdersOf(situation);
	return FIELDS.flatMap(([name, displayName]) =>
		placeholdersIn(asText(row[name]))
			.filter((placeholder) => !known.includes(placeholder))
			.map((placeholder) => ({
				message: `${where}, “${displayName}”: this message has nothing to put in place of [${placeholder}]`,
				hint: `Use one of: ${known.map((each) => `[${each}]`).join(' ')}.`,
			})),
	);
}
