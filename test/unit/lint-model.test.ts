import { lintModel, MODEL_CHECKS } from '../../lifecycle/model/lint/lint-model';
import { parseModel } from '../../lifecycle/model/parse';
import { starterModel } from '../../lifecycle/model/starter';
import type { ScoreOptions } from '../../lifecycle/model/rule';

type Row = Record<string, unknown>;
const visit = (more: Row = {}): Row => ({
	rule: 'Visit',
	dimension: 'engagement',
	event: 'page_view',
	points: 30,
	...more,
});
const fact = (more: Row = {}): Row => ({
	rule: 'Title',
	dimension: 'fit',
	field: 'title',
	operator: 'is',
	value: 'x',
	points: 10,
	...more,
});

function remarks(rows: Row[], options: ScoreOptions = {}): string[] {
	const parsed = parseModel(rows);
	if (!parsed.ok) throw new Error(parsed.faults[0].message);
	return lintModel(parsed.value, options).map(({ message, hint }) => `${message}. ${hint}`);
}

/** What is wrong, the rules, the options, and the one remark that they draw. */
const DRAW_ONE: Array<[string, Row[], ScoreOptions, RegExp]> = [
	[
		'fit worth more than half',
		[visit(), fact({ points: 31 })],
		{},
		/Fit makes up 51 % of the score.*31 of 61 points.*Fit Cap/s,
	],
	['fit worth more than half by its weight', [visit(), fact({ points: 20 })], { fitWeight: 200 }, /Fit makes up 57 %/],
	[
		'a threshold out of reach',
		[visit({ per: 'once' }), fact()],
		{},
		/No lead can reach the threshold of 65: the rules give at most 40 points/,
	],
	[
		'a threshold above the cap',
		[visit(), fact()],
		{ totalCap: 60 },
		/No lead can reach the threshold of 65: the rules give at most 60 points/,
	],
	[
		'a rule without points',
		[visit(), visit({ rule: 'B', event: 'form_submit', points: 0 })],
		{},
		/Row 2 \(“B”\) gives 0 points/,
	],
	[
		'a short word that stands inside longer ones',
		[visit(), fact({ operator: 'contains', value: 'ceo, cto' })],
		{},
		/“cto” also stands inside “director”.*has_word/s,
	],
	[
		'a trainee inside the international department',
		[visit(), fact({ operator: 'contains', value: 'Intern' })],
		{},
		/“Intern” also stands inside “international”/,
	],
	['a key moment without an event', [visit(), fact({ moment: true })], {}, /is a key moment without an event/],
	[
		'a slip of the pen',
		[visit({ event: 'page_veiw' })],
		{},
		/no known activity is called “page_veiw”.*Did you mean page_view/s,
	],
	[
		'numbers that contradict each other',
		[
			visit(),
			fact({ field: 'n', operator: 'gt', value: 100 }),
			{ rule: 'Title', field: 'n', operator: 'lt', value: 50 },
		],
		{},
		/can never apply: its conditions on “n” leave no number/,
	],
	[
		'texts that contradict each other',
		[visit(), fact(), { rule: 'Title', field: 'title', operator: 'is', value: 'y' }],
		{},
		/“title” would have to be “x” and “y”/,
	],
	[
		'bands that overlap',
		[
			visit(),
			fact({ rule: 'Small', field: 'n', operator: 'between', value: '1..100' }),
			fact({ rule: 'Big', field: 'n', operator: 'gte', value: 100 }),
		],
		{},
		/Row 2 \(“Small”\) and Row 3 \(“Big”\) both apply when “n” is 100 to 100/,
	],
	[
		'the same asked twice',
		[visit(), fact(), fact({ rule: 'Again', value: 'X', points: -3 })],
		{},
		/asks for the same as Row 2 \(“Title”\), with points against it/,
	],
	['a protected trait', [visit(), fact({ field: 'dateOfBirth' })], {}, /scores a protected trait/],
	['a protected trait by name', [visit(), fact({ rule: 'Gender is female' })], {}, /scores a protected trait/],
	[
		'opens scored high',
		[visit(), visit({ rule: 'Open', event: 'email_open', points: 3 })],
		{},
		/gives 3 points for opening an e-mail/,
	],
];

describe('remarks about a model', () => {
	it('the starter model draws none', () => {
		const starter = starterModel();
		expect(starter.ok && lintModel(starter.value)).toEqual([]);
	});

	it.each(DRAW_ONE)('%s', (_what, rows, options, message) => {
		expect(remarks(rows, options)).toEqual([expect.stringMatching(message)]);
	});

	it('each check is drawn by a case, and its remark is as severe as the check', () => {
		const drawn = DRAW_ONE.flatMap(([, rows, options]) => {
			const parsed = parseModel(rows);
			if (!parsed.ok) throw new Error(parsed.faults[0].message);
			const [remark] = lintModel(parsed.value, options);
			const checks = MODEL_CHECKS.filter(({ find }) => find(parsed.value.rules, options).length > 0);
			expect(checks.map(({ severity }) => severity)).toEqual([remark.severity]);
			return checks.map(({ what }) => what);
		});
		expect([...new Set(drawn)].sort()).toEqual(MODEL_CHECKS.map(({ what }) => what).sort());
	});

	it.each<[string, Row[]]>([
		[
			'bands that meet',
			[
				fact({ rule: 'Small', field: 'n', operator: 'lt', value: 100, points: 5 }),
				fact({ rule: 'Big', field: 'n', operator: 'gte', value: 100, points: 5 }),
			],
		],
		['an event of your own', [visit({ rule: 'Own', event: 'crane_rented' })]],
		[
			'a field whose name holds a trait by chance',
			[fact({ field: 'language' }), fact({ rule: 'B', field: 'agent' }), fact({ rule: 'C', field: 'page' })],
		],
		['an open worth 2', [visit({ rule: 'Open', event: 'email_open', points: 2 })]],
		['two rules on one field for different values', [fact(), fact({ rule: 'B', value: 'y' })]],
	])('none for %s', (_what, rows) => {
		expect(remarks([visit(), ...rows])).toEqual([]);
	});
});
