/** What is worked out once for leads with the same keys gives what reading each lead by itself gives. */
import fc from 'fast-check';
import { leadView, LEAD_SHAPES } from '../../lifecycle/lead/fields';
import { layoutOf, layoutReader } from '../../lifecycle/lead/layout';
import { compileModel } from '../../lifecycle/model/compile';
import { readRules } from '../../lifecycle/model/parse';
import { looseReader } from '../../lifecycle/path';

const KEYS = [
	...[
		'title',
		'Title',
		'jobTitle',
		'jobtitle',
		'firstName',
		'last_name',
		'name',
		'email',
		'Email',
		'country',
		'revenue',
	],
	...[
		'properties',
		'properties.email',
		'Properties.Email',
		'org_id',
		'a.b',
		'a',
		'A.B',
		'constructor',
		'__proto__',
		'',
	],
];
const value = fc.oneof(
	fc.constantFrom('Director', '', ' ', 'N/A', '-', 'Ann <ann@gmail.com>', 'ann@gmail.com', '500M', 'US'),
	fc.constantFrom(0, 7, 1000, NaN, Infinity, true, false, null, undefined),
	fc.constantFrom({ value: 'Director' }, { b: 3 }, { email: 'x@y.example', jobtitle: 'CEO' }, [3, 'Ann'], [], ['x']),
);
const fields = fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 8 }).map((entries) => {
	const lead: Record<string, unknown> = {};
	for (const [key, each] of entries)
		Object.defineProperty(lead, key, { value: each, enumerable: true, configurable: true, writable: true });
	return lead;
});
const path = fc.constantFrom(...KEYS, 'a["b"]', 'properties.jobtitle', 'TITLE', ' title ', 'org_id.name', '[0]');

describe('a reader that knows the layout', () => {
	it('gives what a reader gives that looks for the key each time', () => {
		fc.assert(
			fc.property(path, fc.array(fields, { minLength: 1, maxLength: 4 }), (where, leads) => {
				const read = layoutReader(where);
				for (const lead of [...leads, ...leads]) {
					expect(read(lead, layoutOf(lead))).toEqual(looseReader(where)(lead));
				}
			}),
			{ numRuns: 2000 },
		);
	});
});

const RULES = [
	['title', 'is', 'Director'],
	['title', 'is_empty', ''],
	['jobTitle', 'is_not_empty', ''],
	['name', 'contains', 'ann'],
	['email', 'is', 'ann@gmail.com'],
	['$lead.emailClass', 'is', 'free'],
	['revenue', 'gte', 1000],
	['revenue', 'lt', 8],
	['country', 'not_in', 'US, GB'],
	['properties.email', 'is_not_empty', ''],
	['a.b', 'gt', 1],
	['$lead.completeness', 'gt', 30],
].map(([field, operator, compared], index) => ({
	rule: `Rule ${index}`,
	field,
	operator,
	value: compared,
	points: 1,
	dimension: 'fit',
}));
/** More than one number holds. */
const MANY = [0, 1, 2].flatMap((time) => RULES.map((row) => ({ ...row, rule: `${row.rule} ${time}` })));

const shape = fc.constantFrom(...LEAD_SHAPES);
const completenessFields = fc.constantFrom(
	undefined,
	[],
	['title', 'Title', '$lead.seniority', 'a.b', 'email', 'email'],
);

describe('facts of a lead', () => {
	it('are those that each field gives when it is read by itself', () => {
		fc.assert(
			fc.property(
				shape,
				completenessFields,
				fc.array(fields, { minLength: 1, maxLength: 4 }),
				(given, named, leads) => {
					const read = readRules(MANY, { labelOf: (_row, index) => `Row ${index + 1}` });
					if (!read.ok) throw new Error(read.faults[0].message);
					const model = compileModel(read.value.model, { completenessFields: named }, { shape: given });
					if (!model.ok) throw new Error(model.faults[0].message);
					for (const lead of [...leads, ...leads]) {
						// With something taught, be it nothing, a lead is read field by field.
						expect(model.value.factsOf(leadView(lead))).toEqual(model.value.factsOf(leadView(lead, new Map())));
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});
