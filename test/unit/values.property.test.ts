/**
 * More than 100,000 cells as people of seven places write them, from a fixed seed: each is read as the value that its table says, or
 * refused by name. No cell is read as another value, and none is dropped without a word.
 */
import { compileOperator } from '../../lifecycle/model/operators';
import { parseModel } from '../../lifecycle/model/parse';
import { asNumber, asWrittenNumber } from '../../lifecycle/number';
import { toHundredths } from '../../lifecycle/points';
import { splitEntries } from '../../lifecycle/text';
import { asInstant } from '../../lifecycle/time';

const CELLS = 100_000;

/** mulberry32 */
function randomFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
	};
}

type Random = ReturnType<typeof randomFrom>;
const oneOf = <T>(random: Random, list: readonly T[]): T => list[random(list.length)];

interface Locale {
	thousands: readonly string[];
	decimal: string;
	currency: (text: string) => string;
	million: string;
	/** Other words of scale, and how much each multiplies. */
	scales: ReadonlyArray<readonly [word: string, factor: number]>;
	/** Names of months, in full or short. */
	months: readonly string[];
	/** How a day is written with its year last, which may mean two days. */
	day: (year: string, month: string, date: string) => string;
}

const LOCALES: Readonly<Record<string, Locale>> = {
	en: {
		thousands: [',', ''],
		decimal: '.',
		currency: (text) => `$${text}`,
		million: 'million',
		scales: [
			['k', 1e3],
			['thousand', 1e3],
			['bn', 1e9],
			['billion', 1e9],
		],
		months: ['January', 'May', 'Sept', 'Dec'],
		day: (y, m, d) => `${m}/${d}/${y}`,
	},
	de: {
		thousands: ['.', ''],
		decimal: ',',
		currency: (text) => `${text} €`,
		million: 'Mio.',
		scales: [
			['Tsd.', 1e3],
			['Tausend', 1e3],
			['Mrd.', 1e9],
			['Milliarden', 1e9],
		],
		months: ['Januar', 'März', 'Mai', 'Dez.'],
		day: (y, m, d) => `${d}.${m}.${y}`,
	},
	fr: {
		thousands: ['\u202f', ' ', '\u00a0', ''],
		decimal: ',',
		currency: (text) => `${text} €`,
		million: 'millions',
		scales: [
			['mille', 1e3],
			['Mds', 1e9],
			['milliards', 1e9],
		],
		months: ['janvier', 'février', 'août', 'déc.'],
		day: (y, m, d) => `${d}/${m}/${y}`,
	},
	es: {
		thousands: ['.', ''],
		decimal: ',',
		currency: (text) => `${text} EUR`,
		million: 'millones',
		scales: [
			['miles', 1e3],
			['mil millones', 1e9],
		],
		months: ['enero', 'mayo', 'agosto', 'dic.'],
		day: (y, m, d) => `${d}-${m}-${y}`,
	},
	it: {
		thousands: ['.', ''],
		decimal: ',',
		currency: (text) => `€ ${text}`,
		million: 'milioni',
		scales: [
			['mille', 1e3],
			['miliardi', 1e9],
		],
		months: ['gennaio', 'maggio', 'agosto', 'dic.'],
		day: (y, m, d) => `${d}.${m}.${y}`,
	},
	ch: {
		thousands: ["'", '’'],
		decimal: '.',
		currency: (text) => `CHF ${text}`,
		million: 'Mio',
		scales: [
			['Tsd', 1e3],
			['Mrd', 1e9],
		],
		months: ['Januar', 'Juni', 'Dez.'],
		day: (y, m, d) => `${d}.${m}.${y.slice(2)}`,
	},
	in: {
		thousands: [','],
		decimal: '.',
		currency: (text) => `₹${text}`,
		million: 'million',
		scales: [
			['lakh', 1e5],
			['lacs', 1e5],
			['crore', 1e7],
			['Cr', 1e7],
			['lakh crore', 1e12],
		],
		months: ['January', 'August', 'Sept'],
		day: (y, m, d) => `${d}/${m}/${y}`,
	},
};

const grouped = (digits: string, separator: string, isIndian: boolean): string =>
	isIndian && digits.length > 5
		? `${digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, separator)}${separator}${digits.slice(-3)}`
		: digits.replace(/\B(?=(\d{3})+$)/g, separator);

/** A number, and how somebody wrote it. */
function numberCell(random: Random): { text: string; value: number; isForRulesOnly: boolean } {
	const name = oneOf(random, Object.keys(LOCALES));
	const locale = LOCALES[name];
	const whole = String(random(10 ** (1 + random(9))));
	const cents = oneOf(random, ['', '', String(random(10)), String(random(100)).padStart(2, '0')]);
	const decimals = cents === '' ? '' : `${locale.decimal}${cents}`;
	const plain = `${grouped(whole, oneOf(random, locale.thousands), name === 'in')}${decimals}`;
	const size = Number(`${whole}.${cents === '' ? '0' : cents}`);
	const sign = oneOf(random, ['', '', '', '-', '−']);
	const value = sign === '' ? size : -size;
	switch (random(6)) {
		case 0:
			return { text: `${sign}${locale.currency(plain)}`, value, isForRulesOnly: false };
		case 1: {
			// Before a unit a lone point is decimal, so thousands are not written there.
			const short = `${String(random(1000))}${decimals}`;
			const millions = Number(short.replace(',', '.')) * 1e6;
			return { text: `${short} ${locale.million}`, value: millions, isForRulesOnly: false };
		}
		case 2: {
			const short = `${String(random(1000))}${decimals}`;
			return { text: `${short}M`, value: Number(short.replace(',', '.')) * 1e6, isForRulesOnly: true };
		}
		case 3: {
			const [word, factor] = oneOf(random, locale.scales);
			const short = `${String(random(1000))}${decimals}`;
			return { text: `${short} ${word}`, value: Number(short.replace(',', '.')) * factor, isForRulesOnly: false };
		}
		default:
			return { text: ` ${sign}${plain} `, value, isForRulesOnly: false };
	}
}

describe('generated cells', () => {
	it('numbers are read as what their writer meant, in rules and in leads', () => {
		const random = randomFrom(11);
		const wrong: unknown[] = [];
		for (let cell = 0; cell < CELLS / 2; cell++) {
			const { text, value, isForRulesOnly } = numberCell(random);
			const [inRule, inLead] = [asWrittenNumber(text), asNumber(text)];
			const isRight = (read: number | undefined): boolean =>
				read !== undefined && Math.abs(read - value) <= Math.abs(value) * 1e-12;
			if (!isRight(inRule) || !(isForRulesOnly ? inLead === undefined : isRight(inLead)))
				wrong.push([text, value, inRule, inLead]);
		}
		expect(wrong.slice(0, 5)).toEqual([]);
	});

	it('days with the year first are that day, days that may be two are none', () => {
		const random = randomFrom(12);
		const wrong: unknown[] = [];
		for (let cell = 0; cell < CELLS / 4; cell++) {
			const at = Date.UTC(2000 + random(60), random(12), 1 + random(28), random(24), random(60), random(60));
			const iso = new Date(at).toISOString();
			const [year, month, date] = iso.slice(0, 10).split('-');
			const time = iso.slice(11, 19);
			const meant = [
				[iso, at],
				[`${year}-${month}-${date}T${time}+02:00`, at - 7_200_000],
				[`${year}/${month}/${date} ${time}`, at],
				[`${year}-${Number(month)}-${Number(date)} ${time}`, at],
				[`${year}-${month}-${date}`, at - (at % 86_400_000)],
				[at, at],
				[String(at / 1000), at],
				[at * 1000, at],
			] as const;
			const [text, expected] = oneOf(random, meant);
			if (asInstant(text) !== expected) wrong.push([text, expected, asInstant(text)]);
			const unclear = oneOf(random, Object.values(LOCALES)).day(year, month, date);
			for (const other of [unclear, `${unclear} ${time}`, time]) if (asInstant(other) !== undefined) wrong.push(other);
		}
		expect(wrong.slice(0, 5)).toEqual([]);
	});

	it('a month that is written as a word of five languages is that month or none, never another', () => {
		const random = randomFrom(15);
		const wrong: unknown[] = [];
		for (let cell = 0; cell < CELLS / 10; cell++) {
			const { months } = oneOf(random, Object.values(LOCALES));
			const [date, month, year] = [1 + random(28), oneOf(random, months), 2000 + random(60)];
			const text = oneOf(random, [
				`${date}. ${month} ${year}`,
				`${date} ${month} ${year}`,
				`${month} ${date}, ${year}`,
			]);
			const read = asInstant(text);
			const isSame =
				read !== undefined && new Date(read).getUTCDate() === date && new Date(read).getUTCFullYear() === year;
			if (read !== undefined && !isSame) wrong.push([text, new Date(read).toISOString()]);
		}
		expect(wrong.slice(0, 5)).toEqual([]);
	});

	it('a list of numbers in a rule holds each of them, whatever its decimal separator', () => {
		const random = randomFrom(16);
		for (let cell = 0; cell < CELLS / 20; cell++) {
			const { decimal } = oneOf(random, Object.values(LOCALES));
			const numbers = Array.from({ length: 2 + random(3) }, () => `${random(1000)}${decimal}${1 + random(9)}`);
			const test = compileOperator('in', numbers.join('; '));
			const asked = oneOf(random, numbers);
			const value = Number(asked.replace(',', '.'));
			expect([asked, test.ok && test.value(value, 0)]).toEqual([asked, true]);
			const isListed = numbers.some((each) => Number(each.replace(',', '.')) === value + 0.05);
			expect([asked, test.ok && test.value(value + 0.05, 0)]).toEqual([asked, isListed]);
		}
	});

	it('a multiple choice holds its entries, each found, and nothing else', () => {
		const random = randomFrom(13);
		const words = ['Größe', 'R&D', 'Société', 'E-mail, SMS', 'İstanbul', 'niño', 'CRM', '1.500', 'São Paulo', 'a b'];
		for (let cell = 0; cell < CELLS / 8; cell++) {
			const chosen = words.filter(() => random(3) === 0);
			const text = chosen.join(oneOf(random, [';', '; ', ' ; ']));
			expect(splitEntries(text)).toEqual(chosen);
			const asked = oneOf(random, words);
			const test = compileOperator('is', asked);
			expect(test.ok && test.value(text, 0)).toBe(chosen.includes(asked));
		}
	});

	it('a cell of a rule gives its points or a fault that names row, column and text, never another number', () => {
		const random = randomFrom(14);
		const row = { rule: 'A', dimension: 'engagement', event: 'page_view' };
		const marks = [...".,' _%€$-+xMk()", ''];
		for (let cell = 0; cell < CELLS / 8; cell++) {
			const { text, value } = numberCell(random);
			const place = random(text.length + 1);
			const mark = oneOf(random, marks);
			const points = mark === '' ? text : text.slice(0, place) + mark + text.slice(place);
			const read = asWrittenNumber(points);
			const parsed = parseModel([{ ...row, points }]);
			if (parsed.ok) expect([points, parsed.value.rules[0].points]).toEqual([points, toHundredths(read ?? Number.NaN)]);
			else expect(parsed.faults[0].message).toMatch(/^Row 1 \(“A”\), column “points”: “.*” is not a number$/s);
			if (mark === '' && Math.abs(value) <= 1e9) expect(parsed.ok).toBe(true);
		}
	});
});
