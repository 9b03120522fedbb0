import type { LeadView } from '../lead/fields';
import { shown } from '../fault';
import { asNumber } from '../number';
import { asText } from '../text';
import { PLAIN_READING } from './reading';
import type { CompiledModel } from './compiled';
import { whyIncomparable } from './order-tests';
import type { Condition } from './rule';

const ASKS_FOR_NUMBER: ReadonlySet<string | undefined> = new Set(['gt', 'gte', 'lt', 'lte', 'between']);
/** `1.500` may be one and a half to whoever wrote it. */
const THOUSANDS_OR_DECIMALS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const DERIVED: ReadonlyMap<string, string> = new Map([
	['employees', '$lead.employees'],
	['revenue', '$lead.revenue'],
]);

interface Finding {
	field: string;
	example: unknown;
	count: number;
	why: string;
}

/**
 * Remarks about fields that rules compare as a number or a date and that hold text: what cannot be read, so that no such
 * rule applies, and numbers whose separator may stand for thousands or for decimals. One remark a field and reason.
 */
export function unreadNumbers(model: CompiledModel, leads: readonly LeadView[]): string[] {
	const findings = new Map<string, Finding>();
	const asked = new Map<string, Condition>();
	for (const { rule } of model.rules) {
		for (const condition of rule.conditions)
			if (asksForNumber(condition, rule.per === 'unit')) asked.set(condition.field, condition);
	}
	for (const condition of asked.values()) {
		const read = model.fieldOf(condition.field);
		for (const lead of leads) {
			const value = read(lead);
			const why = typeof value === 'string' ? reasonOf(condition, value) : undefined;
			if (why === undefined) continue;
			const key = `${condition.field} ${why}`;
			const finding = findings.get(key) ?? { field: condition.field, example: value, count: 0, why };
			findings.set(key, { ...finding, count: finding.count + 1 });
		}
	}
	return [...findings.values()].map(toRemark);
}

const asksForNumber = ({ subject, operator, field }: Condition, isUnit: boolean): boolean =>
	subject === 'lead' && field !== '' && (ASKS_FOR_NUMBER.has(operator) || isUnit);

function reasonOf({ operator, value }: Condition, field: string): string | undefined {
	if (THOUSANDS_OR_DECIMALS.test(field.trim())) return `was read as ${asText(asNumber(field))}`;
	if (!ASKS_FOR_NUMBER.has(operator)) return asNumber(field) === undefined ? 'It is no number.' : undefined;
	return whyIncomparable(value, field, PLAIN_READING);
}

function toRemark({ field, example, count, why }: Finding): string {
	const where = `“${field}” of ${count} ${count === 1 ? 'lead' : 'leads'}`;
	if (why.startsWith('was read as'))
		return `${where}: ${shown(example)} ${why}. Give a number, not text, if it means something else.`;
	const derived = DERIVED.get(field.toLowerCase());
	const instead = derived === undefined ? '' : ` ${derived} reads texts such as “201-500” and “50 M€”.`;
	return `${where} holds text that rules cannot compare, e.g. ${shown(example)}. ${why}${instead}`;
}
