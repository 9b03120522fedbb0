import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CrmSync } from '../../nodes/CrmSync/CrmSync.node';
import { EnrichLeads } from '../../nodes/EnrichLeads/EnrichLeads.node';
import { LeadPage } from '../../nodes/LeadPage/LeadPage.node';
import { LeadDigest } from '../../nodes/LeadDigest/LeadDigest.node';
import { NurtureLists } from '../../nodes/NurtureLists/NurtureLists.node';
import { TABLES } from '../../workflows/src/tables';

/** Nodes whose inputs are tables: without a template beside them nobody knows which. */
const FED_BY_TABLES = [CrmSync, EnrichLeads, LeadDigest, LeadPage, NurtureLists].map((Node) => new Node().description);
const noticesIn = (properties: INodeProperties[], operation?: string): INodeProperties[] =>
	properties.filter(
		({ type, displayOptions }) =>
			type === 'notice' && (operation === undefined || displayOptions?.show?.operation?.includes(operation)),
	);

describe.each(FED_BY_TABLES.map((description) => [description.displayName, description] as const))(
	'%s',
	(_name, { properties }) => {
		const operations = (properties.find(({ name }) => name === 'operation')?.options ?? []) as INodePropertyOptions[];

		it('says for each operation what to connect, and which template shows how', () => {
			const named = operations.length > 0 ? operations.map(({ value }) => String(value)) : [undefined];
			for (const operation of named) {
				const [notice, ...others] = noticesIn(properties, operation);
				expect([operation, others.length, notice?.displayName]).toEqual([
					operation,
					0,
					expect.stringMatching(/^Connect .*(Templates? \d\d.* shows? how|unconnected)\.$/s),
				]);
			}
		});

		it('names tables that there are', () => {
			const tables = Object.values(TABLES).map(({ name }) => name as string);
			const named = noticesIn(properties).flatMap(({ displayName }) =>
				Array.from(displayName.matchAll(/\bll_\w+/g), ([name]) => name),
			);
			expect(named.length).toBeGreaterThan(0);
			expect(named.filter((name) => !tables.includes(name))).toEqual([]);
		});
	},
);
