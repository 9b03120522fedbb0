import { CRM_CHANGES, decisionsOf } from '../../lifecycle/crm/changes';
import type { CrmName } from '../../lifecycle/crm/crm';
import type { Fields } from '../../lifecycle/path';
import { readSettings } from '../../lifecycle/settings/read-settings';
import cases from '../cases/crm-decisions.json';

interface Case {
	readonly crm: CrmName;
	readonly why: string;
	readonly events: Fields[];
	/** What the nodes give that read the records and the users. */
	readonly records: Fields[];
	readonly users: Fields[];
	/** Of each only the fields that are told; `null` where no record is read at all. */
	readonly changes: Fields[] | null;
	readonly skipped: string[];
}

const REASONS = readSettings([]).settings.reasons;
const AS_OF = '2026-03-05T00:00:00.000Z';

describe('changes in a CRM', () => {
	it.each((cases as unknown as Case[]).map((each) => [`${each.crm}: ${each.why}`, each] as const))(
		'%s',
		(_name, each) => {
			const crm = CRM_CHANGES[each.crm];
			const { records, skipped: foreign } = crm.recordsOf(each.events);
			expect(records.length > 0).toBe(each.changes !== null);
			const { changes, skipped } = records.length > 0 ? crm.changesOf(each) : { changes: [], skipped: [] };
			expect([...foreign, ...skipped].map(({ why }) => why)).toEqual(each.skipped);
			expect(changes).toEqual((each.changes ?? []).map((change) => expect.objectContaining(change) as object));
		},
	);

	const unqualified = (cases as unknown as Case[])[0];

	it('are decisions, with the CRM and an id of their own', () => {
		const { decisions, report } = decisionsOf(unqualified, CRM_CHANGES.hubspot, REASONS, AS_OF);
		expect(decisions).toMatchObject([
			{ lead: 'ana@acme.example', decision: 'sent_back', reason: 'no budget until autumn', crm: 'HubSpot' },
		]);
		expect(decisions[0].activity).toMatch(/\w{8}/);
		expect(decisionsOf(unqualified, CRM_CHANGES.hubspot, REASONS, AS_OF).decisions).toEqual(decisions);
		expect(report).toBeUndefined();
	});

	it('for a reason that nobody knows change nothing, and say so', () => {
		const [contact] = unqualified.records;
		const properties = { ...(contact.properties as Fields), lead_reason: { value: 'ennui' } };
		const told = { ...unqualified, records: [{ ...contact, properties }] };
		const { decisions, report } = decisionsOf(told, CRM_CHANGES.hubspot, REASONS, AS_OF);
		expect(decisions).toEqual([]);
		expect(report).toMatchObject({
			kind: 'fault',
			faults: [
				{
					message: 'ana@acme.example came back from HubSpot, and nothing was changed: the reason “ennui” is not known',
					hint: 'Add a row reason_… to ll_settings, or correct the reason in HubSpot.',
				},
			],
		});
	});

	it.each(Object.keys(CRM_CHANGES) as CrmName[])('%s: events and answers of any shape throw nothing', (name) => {
		const odd: Fields[] = [
			{},
			{ a: 1 },
			{ body: null },
			{ meta: 'x', data: [1] },
			{ results: [null, 3] },
			{ properties: [] },
			{ Id: 7 },
		];
		const crm = CRM_CHANGES[name];
		expect(crm.recordsOf(odd).records).toEqual([]);
		expect(crm.changesOf({ events: odd, records: odd, users: odd }).changes).toEqual([]);
	});
});
