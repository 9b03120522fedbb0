import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CRM_NAMES } from '../../lifecycle/crm/crm';
import { LEAD_PROPERTIES, PROPERTY_NAMES, PROPERTY_TYPES } from '../../lifecycle/crm/properties';

describe.each(CRM_NAMES)('docs/crm/%s.md', (crm) => {
	const text = readFileSync(join(__dirname, '..', '..', 'docs', 'crm', `${crm}.md`), 'utf8');

	it('names each property and its type as the templates write it', () => {
		const rows = LEAD_PROPERTIES.map(
			({ column, kind, purpose }) =>
				`| \`${PROPERTY_NAMES[crm](column)}\` | \`${PROPERTY_TYPES[crm][kind]}\` | ${purpose} |`,
		);
		expect(text).toContain(`| property | type | holds |\n| --- | --- | --- |\n${rows.join('\n')}\n`);
	});
});
