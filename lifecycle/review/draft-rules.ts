import type { RuleColumn } from '../model/rule';
import type { Conversion } from './conversion';

/** A row of `ll_rules` that a conversion speaks for. */
export type DraftRule = Partial<Record<RuleColumn, string | number | boolean>>;

/**
 * The rules that a conversion table speaks for, as rows of a table of rules under a model's name of their own: one for each
 * activity type, asset, source and field whose leads convert more or less often than chance explains. Rules that the model has
 * already are not repeated, and of things that touch the same leads, as an offer that is made, chosen and sent, the first alone
 * counts: the others would give its points again.
 */
export function draftRules(table: readonly Conversion[], model: string): DraftRule[] {
	const known = new Set<string>();
	return table.flatMap((row) => {
		const condition = row.suggested === null || row.suggested === 0 ? undefined : conditionOf(row);
		const leads = `${row.touched} ${row.converted}`;
		if (condition === undefined || known.has(leads)) return [];
		known.add(leads);
		const { kind, name, of, converted, touched, ratio, lift } = row;
		return [
			{
				rule: kind === 'type' ? name : `${of}: ${name}`,
				points: row.suggested ?? 0,
				...condition,
				note: `${converted} of ${touched} leads converted (${ratio} %, ${lift} times the usual)`,
				model,
			},
		];
	});
}

function conditionOf({ kind, name, of }: Conversion): DraftRule | undefined {
	switch (kind) {
		case 'rule':
			return undefined;
		case 'type':
			return { dimension: 'engagement', event: name, per: 'once' };
		case 'asset':
			return {
				dimension: 'engagement',
				event: of,
				field: '$activity.asset',
				operator: 'is',
				value: name,
				per: 'once',
			};
		case 'source':
		case 'field':
			// The source of an activity says what told of it, which a rule about the lead cannot read.
			return of === '' ? undefined : { dimension: 'fit', field: of, operator: 'is', value: name };
	}
}
