import { createHash } from 'crypto';
import { sameKey } from '../lead/key';
import { percentOf, rounded } from './figures';
import { wilsonInterval, Z95 } from './statistics/wilson';

export type Arm = 'A' | 'B';

/**
 * The arm of a test that a lead is in: by a hash of the test's name and the lead's key, so that a lead stays where it is, whatever
 * is asked first, and another test deals the leads anew. `share` (0..1) of the leads are in B.
 */
export function armOf(test: string, lead: string, share: number): Arm {
	const hash = createHash('sha256')
		.update(`${test}\n${sameKey(lead)}`)
		.digest();
	return hash.readUInt32BE(0) / 2 ** 32 < share ? 'B' : 'A';
}

export interface ArmResult {
	readonly leads: number;
	readonly converted: number;
	/** Percent, with its 95 % interval. */
	readonly ratio: number;
	readonly low: number;
	readonly high: number;
}

export interface AbTest {
	readonly A: ArmResult;
	readonly B: ArmResult;
	/** Of B over A in percentage points, with its 95 % interval; the interval alone decides nothing while a test runs. */
	readonly difference: number;
	readonly low: number;
	readonly high: number;
	/** The chance of a difference as large at any look, had there been none; may be looked at as often as one likes. */
	readonly pValue: number;
	/** Leads that each arm needs to find the difference that was planned with 80 % power. */
	readonly needed: number;
	readonly verdict: 'B is better' | 'A is better' | 'no difference found' | 'go on';
}

/** What was planned before the test began: B is worth having when it converts this many times as often. */
export interface AbPlan {
	/** Share of A that is expected to convert, 0..1. */
	readonly usual: number;
	/** E.g. 1.2 for a fifth more. */
	readonly worthwhile: number;
}

interface Count {
	readonly leads: number;
	readonly converted: number;
}

/** One look at a running test: how many leads of each arm are decided so far, and how many of them converted. */
export interface Look {
	readonly A: Count;
	readonly B: Count;
}

const ALPHA = 0.05;
const Z80 = 0.8416212335729143;
/** Below it the normal approximation of a share does not hold. */
const LEAST_OF_EACH = 10;

/**
 * Judges a test at its looks so far, oldest first. It stops when the p-value falls below 5 % at any look: a mixture sequential
 * probability ratio test (R. Johari and others, Operations Research 70 (2022), p. 1806), which stays at 5 % however often it is
 * looked at; a common test that is repeated until it is significant does not. Where both arms have the leads that were planned and
 * nothing was found, there is no difference worth waiting for.
 */
export function judgeTest(looks: readonly Look[], plan: AbPlan): AbTest {
	const last = looks[looks.length - 1] ?? { A: NOBODY, B: NOBODY };
	const pValue = looks.reduce((least, look) => Math.min(least, pValueOf(look, plan)), 1);
	const needed = neededLeads(plan);
	const { difference, deviation } = differenceOf(last);
	const isOver = last.A.leads >= needed && last.B.leads >= needed;
	const better = difference > 0 ? 'B is better' : 'A is better';
	return {
		A: armResult(last.A),
		B: armResult(last.B),
		difference: rounded(difference * 100, 1),
		low: rounded((difference - Z95 * deviation) * 100, 1),
		high: rounded((difference + Z95 * deviation) * 100, 1),
		pValue: rounded(pValue, 4),
		needed,
		verdict: pValue < ALPHA ? better : isOver ? 'no difference found' : 'go on',
	};
}

const NOBODY: Count = { leads: 0, converted: 0 };

function armResult({ leads, converted }: Count): ArmResult {
	const { low, high } = wilsonInterval(converted, leads);
	return {
		leads,
		converted,
		ratio: percentOf(converted, leads),
		low: rounded(low * 100, 1),
		high: rounded(high * 100, 1),
	};
}

function differenceOf({ A, B }: Look): { difference: number; deviation: number } {
	if (A.leads === 0 || B.leads === 0) return { difference: 0, deviation: 0 };
	const [a, b] = [A.converted / A.leads, B.converted / B.leads];
	return { difference: b - a, deviation: Math.sqrt((a * (1 - a)) / A.leads + (b * (1 - b)) / B.leads) };
}

function pValueOf(look: Look, { usual, worthwhile }: AbPlan): number {
	const counts = [look.A, look.B].flatMap(({ leads, converted }) => [converted, leads - converted]);
	if (counts.some((count) => count < LEAST_OF_EACH)) return 1;
	const { difference } = differenceOf(look);
	// Under no difference both arms share one rate.
	const rate = (look.A.converted + look.B.converted) / (look.A.leads + look.B.leads);
	const variance = rate * (1 - rate) * (1 / look.A.leads + 1 / look.B.leads);
	const mixture = (usual * (worthwhile - 1)) ** 2;
	const exponent = (mixture * difference * difference) / (2 * variance * (variance + mixture));
	return Math.min(1, Math.sqrt((variance + mixture) / variance) * Math.exp(-exponent));
}

function neededLeads({ usual, worthwhile }: AbPlan): number {
	const other = Math.min(1, usual * worthwhile);
	const variance = usual * (1 - usual) + other * (1 - other);
	return Math.ceil(((Z95 + Z80) ** 2 * variance) / (other - usual) ** 2);
}
