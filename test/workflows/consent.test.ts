/** Whom each template reaches outside of n8n; those that reach leads ask for their consent first. */
import { basename } from 'node:path';
import type { NodeJSON, WorkflowJSON } from '@n8n/workflow-sdk';
import { CONSENT_TYPES } from '../../lifecycle/lists/consent';
import cases from '../cases/sends-to.json';
import { files, parsed } from '../support/templates';

/** Nodes that go out of n8n. */
const OUTSIDE =
	/\.(slack|microsoftTeams|emailSend|mailchimp|sendInBlue|mautic|clearbit|hunter|dropcontact|hubspot|salesforce|pipedrive|odoo|httpRequest|googleSheets|lmChatOpenAi)$/;
const TO_LEADS = /\.(mailchimp|sendInBlue|mautic|clearbit|hunter|dropcontact)$/;

const outside = ({ nodes }: WorkflowJSON): NodeJSON[] => nodes.filter(({ type }) => OUTSIDE.test(type));
const reaching = files.filter((file) => outside(parsed(file)).length > 0);
const rowOf = (file: string) => cases.find(({ template }) => template === basename(file));

/** Names of the nodes from which one is reached. */
function before(name: string, { connections }: WorkflowJSON, found = new Set<string>()): Set<string> {
	for (const [source, { main = [] }] of Object.entries(connections)) {
		const leadsThere = main.some((targets) => (targets ?? []).some(({ node }) => node === name));
		if (leadsThere && !found.has(source)) before(source, { connections } as WorkflowJSON, found.add(source));
	}
	return found;
}

it('has a row for each template that goes out of n8n, and no other', () => {
	expect([...new Set(reaching.map((file) => basename(file)))].sort()).toEqual(
		cases.map(({ template }) => template).sort(),
	);
});

describe.each(reaching)('%s', (file) => {
	const workflow = parsed(file);

	it('reaches leads only where its row says so', () => {
		const toLeads = workflow.nodes.filter(({ type }) => TO_LEADS.test(type));
		expect(toLeads.length > 0).toBe(rowOf(file)?.reaches === 'leads');
	});

	it('reads what leads said about it before it reaches any', () => {
		const isConsentRead = ({ type, parameters }: NodeJSON): boolean =>
			type === 'n8n-nodes-base.dataTable' && CONSENT_TYPES.every((each) => JSON.stringify(parameters).includes(each));
		const reads = new Set(workflow.nodes.filter(isConsentRead).map(({ name }) => String(name)));
		const unasked = workflow.nodes
			.filter(({ type }) => TO_LEADS.test(type))
			.filter(({ name }) => ![...before(String(name), workflow)].some((source) => reads.has(source)));
		expect(unasked.map(({ name }) => name)).toEqual([]);
	});

	it('sends mail to an address of the team or of a message, never to that of a lead', () => {
		const to = workflow.nodes
			.filter(({ type }) => type.endsWith('.emailSend'))
			.map(({ parameters }) => parameters?.toEmail);
		for (const address of to) expect(JSON.stringify(address)).not.toMatch(/\$json\.(email|lead)\b/);
	});
});
