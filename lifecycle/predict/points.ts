import type { DraftRule } from '../review/draft-rules';
import { counted, rounded } from '../review/figures';
import { Z95 } from '../review/statistics/wilson';
import { quantile } from '../review/statistics/quantile';
import { signedPoints } from '../points';
import { log } from './arithmetic';
import { assetKey, doingsOf, type Cell, type Column } from './column';
import { learnEncodings, type Matrix } from './encoding';
import { chooseRidge } from './linear';
import { allRows, fitLine, usualErrors } from './logistic';
import type { Example } from './snapshot';
import { columnsOf, outcomesOf, tableOf, type SurveyTerms, type Table } from './survey';

export interface PointTerms extends SurveyTerms {
	/** Points by which the odds of converting double. */
	readonly doubling: number;
	/** Name in the column “model” of the rows. */
	readonly model: string;
}

/** A rule that may be asked of a lead, and the leads that meet it. */
interface Question {
	readonly rule: DraftRule;
	readonly met: Uint8Array;
}

const LEAST_LEADS = 20;
const THIRDS = [1 / 3, 2 / 3] as const;

/**
 * Rules with points, learnt from the outcomes of leads: one for each text of an attribute, the lowest and the highest third of
 * each number, and each type and asset of activity, all weighed against each other. Only those whose 95 % interval does not hold 0
 * come out, as rows for a table of rules; the note tells the interval.
 */
export function suggestPoints(examples: readonly Example[], terms: PointTerms): DraftRule[] {
	const table = tableOf(columnsOf(examples, terms), examples);
	const questions = [...attributeQuestions(table), ...activityQuestions(table, examples)]
		.filter(isTelling)
		.filter(isFirstOfItsLeads());
	if (questions.length === 0) return [];
	const outcomes = outcomesOf(examples);
	const matrix = matrixOf(questions, examples.length);
	const { ridge } = chooseRidge(matrix, outcomes);
	const line = fitLine(matrix, outcomes, ridge, allRows(matrix.rows));
	const errors = usualErrors(matrix, outcomes, ridge, line);
	const scale = terms.doubling / log(2);
	return questions
		.map((question, term) => ({ question, weight: line.weights[term], error: errors[term] }))
		.filter(({ weight, error }) => Math.abs(weight) > Z95 * error)
		.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
		.flatMap(({ question: { rule, met }, weight, error }) => {
			const [points, low, high] = [weight, weight - Z95 * error, weight + Z95 * error].map((each) =>
				Math.round(each * scale),
			);
			const leads = met.reduce((sum, isMet) => sum + isMet, 0);
			const note = `${signedPoints(points)} (95 % interval ${low} to ${high}), learnt from ${counted(leads, 'lead')} of ${examples.length}`;
			return points === 0 ? [] : [{ ...rule, points, note, model: terms.model }];
		});
}

const isTelling = ({ met }: Question): boolean => {
	const count = met.reduce((sum, isMet) => sum + isMet, 0);
	return count >= LEAST_LEADS && met.length - count >= LEAST_LEADS;
};

/** Of rules that the same leads meet, the first alone: the others would share its points. */
function isFirstOfItsLeads(): (question: Question) => boolean {
	const known = new Set<string>();
	return ({ met }) => {
		const leads = met.join('');
		if (known.has(leads)) return false;
		known.add(leads);
		return true;
	};
}

function matrixOf(questions: readonly Question[], rows: number): Matrix {
	const terms: number[] = [];
	const starts = new Uint32Array(rows + 1);
	for (let row = 0; row < rows; row++) {
		for (const [term, { met }] of questions.entries()) if (met[row] === 1) terms.push(term);
		starts[row + 1] = terms.length;
	}
	return {
		rows,
		width: questions.length,
		starts,
		terms: Uint32Array.from(terms),
		values: new Float64Array(terms.length).fill(1),
	};
}

const met = (cells: readonly Cell[], holds: (cell: Cell) => boolean): Uint8Array =>
	Uint8Array.from(cells, (cell) => Number(holds(cell)));

function attributeQuestions(table: Table): Question[] {
	const cellsOf = new Map(table.columns.map((column, index) => [column, table.cells[index]]));
	return learnEncodings(table).flatMap((encoding) => {
		const { column } = encoding;
		const cells = cellsOf.get(column) ?? [];
		if (column.of !== 'attribute' || column.as === 'date') return [];
		return encoding.kind === 'category'
			? encoding.categories.map((value) => ({
					rule: { rule: `${column.name}: ${value}`, dimension: 'fit', field: column.name, operator: 'is', value },
					met: met(cells, (cell) => cell === value),
				}))
			: numberQuestions(column, cells);
	});
}

function numberQuestions({ name }: Extract<Column, { of: 'attribute' }>, cells: readonly Cell[]): Question[] {
	const numbers = cells.filter((cell): cell is number => typeof cell === 'number');
	const [low, high] = THIRDS.map((share) => rounded(quantile(numbers, share), 2));
	const question = (operator: 'lte' | 'gt', value: number, holds: (cell: number) => boolean): Question => ({
		rule: {
			rule: `${name} ${operator === 'gt' ? 'above' : 'up to'} ${value}`,
			dimension: 'fit',
			field: name,
			operator,
			value,
		},
		met: met(cells, (cell) => typeof cell === 'number' && holds(cell)),
	});
	return [
		question('lte', low, (cell) => cell <= low),
		...(high > low ? [question('gt', high, (cell) => cell > high)] : []),
	];
}

function activityQuestions({ columns }: Table, examples: readonly Example[]): Question[] {
	const doings = examples.map((example) => doingsOf(example));
	return columns.flatMap((column): Question[] => {
		if (column.of === 'count') {
			const { type } = column;
			const rule = { rule: type, dimension: 'engagement', event: type, per: 'once' };
			return [{ rule, met: Uint8Array.from(doings, ({ byType }) => Number(byType.has(type))) }];
		}
		if (column.of !== 'asset') return [];
		const { type, asset } = column;
		const rule = {
			...{ rule: `${type}: ${asset}`, dimension: 'engagement', event: type, per: 'once' },
			...{ field: '$activity.asset', operator: 'is', value: asset },
		};
		return [{ rule, met: Uint8Array.from(doings, ({ byAsset }) => Number(byAsset.has(assetKey(type, asset)))) }];
	});
}
