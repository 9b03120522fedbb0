import { DateTime } from 'luxon';
import { compileModel } from '../../lifecycle/model/compile';
import type { CompiledModel } from '../../lifecycle/model/compiled';
import { readRules } from '../../lifecycle/model/parse';
import { scoreLead } from '../../lifecycle/score/score';
import { AS_OF } from '../harness/alone';
import { RULES, type FlatCondition, type FlatLead } from './flat-model';

/** The same rules in one engine; what it makes of them once is done. */
export interface Contender {
	readonly name: string;
	/** Leads of one round, so that a round of each takes about as long. */
	readonly leads: number;
	/** Points of each lead. */
	readonly score: (leads: readonly FlatLead[]) => number[] | Promise<number[]>;
}

/** Loads a package of `libraries/`. */
export type Load = (name: string) => Promise<unknown>;

export const REFERENCE = 'json-logic-engine, compiled';
export const OURS = 'Score Lead, with its reasons';

export const contenders = async (load: Load): Promise<Contender[]> => [
	await jsonLogic(load),
	scoreLeads(),
	await zenEngine(load),
	await jsonRulesEngine(load),
];

// --- Score Lead ----------------------------------------------------------------------------------------------------------

export function scoreLeads(): Contender {
	const model = compiled();
	const asOf = DateTime.fromISO(AS_OF, { zone: 'utc' });
	return {
		name: OURS,
		leads: 2000,
		score: (leads) => leads.map((fields) => totalOf(fields, model, asOf)),
	};
}

function totalOf(fields: FlatLead, model: CompiledModel, asOf: DateTime): number {
	const score = scoreLead({ lead: fields.email as string, fields, activities: [] }, model, asOf);
	if (!score.ok) throw new Error(score.message);
	return score.value.total;
}

function compiled(): CompiledModel {
	const rows = RULES.flatMap(({ name, dimension, points, conditions }) =>
		conditions.map((condition) => ({ rule: name, dimension, points, ...condition })),
	);
	const read = readRules(rows, { labelOf: (_row, index) => `Row ${index + 1}` });
	const model = read.ok ? compileModel(read.value.model) : read;
	if (!model.ok) throw new Error(model.faults.map(({ message }) => message).join('; '));
	return model.value;
}

// --- The others ----------------------------------------------------------------------------------------------------------

interface JsonLogic {
	readonly LogicEngine: new () => { build: (logic: unknown) => (lead: FlatLead) => number };
}

async function jsonLogic(load: Load): Promise<Contender> {
	const { LogicEngine } = (await load('json-logic-engine')) as JsonLogic;
	const sign = { is: '===', in: 'in', gte: '>=', lt: '<' } as const;
	const test = ({ field, operator, value }: FlatCondition) => ({ [sign[operator]]: [{ var: field }, value] });
	const points = RULES.map(({ conditions, points }) => ({
		if: [conditions.length === 1 ? test(conditions[0]) : { and: conditions.map(test) }, points, 0],
	}));
	const total = new LogicEngine().build({ '+': points });
	return { name: REFERENCE, leads: 10_000, score: (leads) => leads.map((lead) => total(lead)) };
}

interface JsonRules {
	readonly Engine: new (rules: readonly unknown[]) => {
		run: (facts: FlatLead) => Promise<{ events: ReadonlyArray<{ params: { points: number } }> }>;
	};
}

async function jsonRulesEngine(load: Load): Promise<Contender> {
	const { Engine } = (await load('json-rules-engine')) as JsonRules;
	const sign = { is: 'equal', in: 'in', gte: 'greaterThanInclusive', lt: 'lessThan' } as const;
	const engine = new Engine(
		RULES.map(({ name, conditions, points }) => ({
			name,
			conditions: {
				all: conditions.map(({ field, operator, value }) => ({ fact: field, operator: sign[operator], value })),
			},
			event: { type: name, params: { points } },
		})),
	);
	return {
		name: 'json-rules-engine',
		leads: 20,
		score: async (leads) => {
			const totals: number[] = [];
			for (const lead of leads) {
				const { events } = await engine.run(lead);
				totals.push(events.reduce((sum, { params }) => sum + params.points, 0));
			}
			return totals;
		},
	};
}

interface Zen {
	readonly ZenEngine: new () => {
		createDecision: (content: unknown) => { evaluate: (lead: FlatLead) => Promise<{ result: { total: number } }> };
	};
}

async function zenEngine(load: Load): Promise<Contender> {
	const { ZenEngine } = (await load('@gorules/zen-engine')) as Zen;
	const decision = new ZenEngine().createDecision(zenDecision());
	return {
		name: '@gorules/zen-engine',
		leads: 50,
		score: async (leads) => {
			const totals: number[] = [];
			for (const lead of leads) totals.push((await decision.evaluate(lead)).result.total);
			return totals;
		},
	};
}

/** One expression between input and output. */
function zenDecision(): unknown {
	const sign = { is: '==', in: 'in', gte: '>=', lt: '<' } as const;
	const test = ({ field, operator, value }: FlatCondition) => `${field} ${sign[operator]} ${JSON.stringify(value)}`;
	const points = RULES.map(({ conditions, points }) => `(${conditions.map(test).join(' and ')} ? ${points} : 0)`);
	const position = { x: 0, y: 0 };
	return {
		nodes: [
			{ id: 'input', type: 'inputNode', name: 'Lead', position },
			{
				...{ id: 'points', type: 'expressionNode', name: 'Points', position },
				content: { expressions: [{ id: 'total', key: 'total', value: points.join(' + ') }] },
			},
			{ id: 'output', type: 'outputNode', name: 'Score', position },
		],
		edges: [
			{ id: 'first', type: 'edge', sourceId: 'input', targetId: 'points' },
			{ id: 'second', type: 'edge', sourceId: 'points', targetId: 'output' },
		],
	};
}
