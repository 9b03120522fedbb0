/**
 * Exponential and logarithm from the four operations alone, whose results IEEE 754 fixes to the last bit. `Math.exp`, `Math.log`
 * and `**` may differ in the last bit between engines, and a model that is trained twice has to be the same.
 * Source: fdlibm 5.3 of Sun Microsystems, e_exp.c and e_log.c.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.442695040888963387;

const P = [
	1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.6533902205465251539e-6,
	4.13813679705723846039e-8,
];

const MOST = 709;
const LEAST = -745;

/** eˣ, within one unit of the last place. 0 below -745, Infinity above 709. */
export function exp(x: number): number {
	if (x > MOST) return Infinity;
	if (x < LEAST) return 0;
	const power = Math.round(x * INVERSE_LN2);
	const high = x - power * LN2_HIGH;
	const low = power * LN2_LOW;
	const rest = high - low;
	const square = rest * rest;
	const c = rest - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
	return scaled(1 - (low - (rest * c) / (2 - c) - high), power);
}

const POWERS = Float64Array.from({ length: 2100 }, (_, index) => powerOfTwo(index - 1050));

function powerOfTwo(power: number): number {
	let value = 1;
	for (let step = 0; step < Math.abs(power); step++) value = power < 0 ? value / 2 : value * 2;
	return value;
}

// 2¹⁰²⁴ is infinite and 2⁻¹⁰⁷⁵ nothing, so the last steps are taken apart.
function scaled(value: number, power: number): number {
	if (power > 1000) return value * POWERS[2050] * POWERS[1050 + power - 1000];
	if (power < -1000) return value * POWERS[50] * POWERS[1050 + power + 1000];
	return value * POWERS[power + 1050];
}

const L = [
	6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
	1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
];
const ROOT_OF_TWO = 1.41421356237309514547;
const BITS = new DataView(new ArrayBuffer(8));
const LEAST_NORMAL = 2.2250738585072014e-308;
const RAISED = 54;

/** A number as a mantissa from 1 up to 2 and a power of two. */
function parted(x: number): [mantissa: number, power: number] {
	const raise = x < LEAST_NORMAL ? RAISED : 0;
	BITS.setFloat64(0, raise === 0 ? x : x * POWERS[1050 + RAISED]);
	const high = BITS.getUint32(0);
	BITS.setUint32(0, (high & 0xfffff) | 0x3ff00000);
	return [BITS.getFloat64(0), ((high >>> 20) & 0x7ff) - 1023 - raise];
}

/** The natural logarithm of a number above 0, within one unit of the last place; -Infinity of 0, NaN below. */
export function log(x: number): number {
	if (x === 0) return -Infinity;
	if (!(x > 0) || x === Infinity) return x === Infinity ? Infinity : NaN;
	let [mantissa, power] = parted(x);
	if (mantissa > ROOT_OF_TWO) [mantissa, power] = [mantissa / 2, power + 1];
	const f = mantissa - 1;
	const s = f / (2 + f);
	const z = s * s;
	const series = z * (L[0] + z * (L[1] + z * (L[2] + z * (L[3] + z * (L[4] + z * (L[5] + z * L[6]))))));
	const half = (f * f) / 2;
	return power * LN2_HIGH - (half - (s * (half + series) + power * LN2_LOW) - f);
}

/** 0.5 to the power of x. */
export const halved = (x: number): number => exp(-x * LN2);

const LN2 = 0.6931471805599453;

/** The probability of log-odds. */
export const logistic = (logOdds: number): number => 1 / (1 + exp(-logOdds));

/** log(1 + eˣ), also where eˣ is infinite. */
export const softplus = (x: number): number => (x > 0 ? x + log(1 + exp(-x)) : log(1 + exp(x)));

/** A number with so many significant digits, so that a model is short and reads back as it was. */
export const shortened = (value: number, digits = 9): number => Number(value.toPrecision(digits));
