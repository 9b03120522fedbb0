import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { COMPLETENESS, DEFAULT_COMPLETENESS_FIELDS } from '../../lifecycle/lead/completeness';
import { CODES } from '../../lifecycle/lead/country-names';
import { isEnglishSpeaking } from '../../lifecycle/lead/country';
import { DERIVED_FIELDS } from '../../lifecycle/lead/derived';
import { EMAIL_CLASSES } from '../../lifecycle/lead/email';
import { JOB_FUNCTIONS, SENIORITIES } from '../../lifecycle/lead/title';
import { asText } from '../../lifecycle/text';

const PAGE = readFileSync(resolve(__dirname, '../../docs/lead-attributes.md'), 'utf8');

/** The page's tables as rows of cells, code marks taken off, the heading first. */
function tables(): string[][][] {
	const blocks = PAGE.split(/\n\s*\n/).filter((block) => block.trimStart().startsWith('|'));
	return blocks.map((block) => {
		const [head, , ...rows] = block.trim().split('\n');
		return [head, ...rows].map((row) => row.split('|').slice(1, -1).map(cellText));
	});
}

const cellText = (cell: string): string => /^\s*`([^`]*)`\s*$/.exec(cell)?.[1] ?? cell.trim();

const firstColumn = (heading: string): string[] =>
	(tables().find(([head]) => head[0] === heading) ?? []).slice(1).map(([cell]) => cell);

interface Example {
	field: string;
	from: string;
	value: string;
	expected: string;
}

function examples(): Example[] {
	return tables().flatMap(([head, ...rows]) => {
		const [from] = head;
		const fields = head
			.map((cell, column) => ({ column, field: cell }))
			.filter(({ field }) => field.startsWith('$lead.'));
		return fields.flatMap(({ column, field }) =>
			rows.map((row) => ({ field: field.slice('$lead.'.length), from, value: row[0], expected: row[column] })),
		);
	});
}

describe('docs/lead-attributes.md', () => {
	it.each(examples())('$field of $value is $expected', ({ field, from, value, expected }) => {
		const derived = DERIVED_FIELDS.get(field);
		expect(derived?.from).toBe(from);
		expect(asText(derived?.derive(value)) || '–').toBe(expected);
	});

	it('lists every derived field, in order, and gives examples of each', () => {
		const listed = tables()[0].slice(1);
		expect(listed.map(([field, from]) => [field, from])).toEqual([
			...Array.from(DERIVED_FIELDS.values(), ({ name, from }) => [`$lead.${name}`, from]),
			[`$lead.${COMPLETENESS}`, 'the lead'],
		]);
		expect(new Set(examples().map(({ field }) => field))).toEqual(new Set(DERIVED_FIELDS.keys()));
	});

	it('names the fields that completeness looks at', () => {
		const section = PAGE.slice(PAGE.indexOf('## Completeness')).split('What activities taught')[0];
		const named = Array.from(section.matchAll(/`([a-z]+)`/g), ([, name]) => name);
		expect(named).toEqual([...DEFAULT_COMPLETENESS_FIELDS]);
	});

	it('explains every class, rank and department', () => {
		expect(firstColumn('class')).toEqual([...EMAIL_CLASSES]);
		expect(firstColumn('rank')).toEqual([...SENIORITIES]);
		const departments = /^Departments: ([^.]*)\./m.exec(PAGE)?.[1] ?? '';
		expect(Array.from(departments.matchAll(/`([^`]+)`/g), ([, name]) => name)).toEqual([...JOB_FUNCTIONS]);
	});

	it('lists every English-speaking country', () => {
		const listed = /^English-speaking codes: ([A-Z\s]+)\./m.exec(PAGE)?.[1].trim().split(/\s+/);
		expect(listed).toEqual(
			CODES.map(([code]) => code)
				.filter(isEnglishSpeaking)
				.sort(),
		);
	});
});
