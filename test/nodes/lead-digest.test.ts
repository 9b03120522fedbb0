import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { LeadDigest } from '../../nodes/LeadDigest/LeadDigest.node';
import { INPUTS } from '../../nodes/LeadDigest/description';
import { itemsOf, jsonOf, runNode, type NodeRun } from '../support/engine';

const AS_OF = '2026-03-03T08:00:00Z';

type Tables = Partial<Record<(typeof INPUTS)[number], IDataObject[]>>;

/** A Get with “Always Output Data” gives a blank item for nothing. */
const inputsOf = (tables: Tables): INodeExecutionData[][] => INPUTS.map((name) => itemsOf(tables[name] ?? [{}]));

const run = (tables: Tables, { parameters, ...more }: NodeRun = {}) =>
	runNode(LeadDigest, { parameters: { options: { asOf: AS_OF }, ...parameters }, inputs: inputsOf(tables), ...more });

const waiting = { id: 1, lead: 'ana@acme.example', stage: 'mql', handedOffAt: '2026-03-03T07:30:00Z' };

describe('Lead Digest', () => {
	it('gives rows of the outbox, in the language and under the deadlines of the settings', async () => {
		const { outputs } = await run({
			'Lead Book': [waiting],
			Settings: [{ name: 'language', value: 'fr' }],
		});
		expect(jsonOf(outputs[0])).toEqual([
			{
				title: 'Leads, mar. 3 mars : 0 transmis, 1 en attente',
				audience: 'sales',
				status: 'new',
				kind: 'digest',
				at: '2026-03-03T08:00:00.000Z',
				lead: '',
				text: expect.stringContaining('En attente de réponse : 1 (ana@acme.example depuis mar. 3 mars, personne)'),
				channel: 'slack,teams',
				attempts: 0,
				nextAt: '',
				error: '',
				details: expect.stringContaining('"kind":"digest"'),
				key: 'digest:daily:2026-03-03:sales',
			},
		]);
	});

	it('says that there is nothing to say', async () => {
		const { outputs, hints } = await run({});
		expect(outputs[0]).toEqual([]);
		expect(hints.map(({ message }) => message)).toEqual([
			'Nothing happened and nothing is waiting, so there is no digest today.',
		]);
	});

	it('sends no digest where its kind has no channel', async () => {
		const { outputs } = await run({
			'Lead Book': [waiting],
			Settings: [{ name: 'channels_digest', value: 'none' }],
		});
		expect(outputs[0]).toEqual([]);
	});

	it('names cells that people wrote, and counts their leads all the same', async () => {
		const { outputs } = await run({ 'Lead Book': [{ ...waiting, stage: 'mqll' }] });
		const [{ text }] = jsonOf(outputs[0]);
		expect(text).toContain('Waiting for an answer: 1');
		expect(text).toMatch(/To correct: .*ll_lead_book.*ana@acme\.example.*stage.*mqll/);
	});

	it('names a second row of a lead in another spelling, and one without a lead, and counts neither', async () => {
		const twin = { ...waiting, id: 2, lead: ' Ana@Acme.example' };
		const { outputs } = await run({ 'Lead Book': [waiting, twin, { ...waiting, id: 3, lead: '' }] });
		const lines = (jsonOf(outputs[0])[0].text as string).split('\n');
		expect(lines).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^Waiting for an answer: 1 \(ana@acme.example since/),
				expect.stringMatching(/^To correct: ll_lead_book, Row 3, column “lead”: .*delete the row\.$/),
				'To correct: ll_lead_book, row 2, column “lead”: no template finds “Ana@Acme.example” in this spelling. Row 1 is the same lead: delete this one.',
			]),
		);
	});

	it('names the only row of a lead that no template finds, and counts it', async () => {
		const { outputs } = await run({ 'Lead Book': [{ ...waiting, lead: 'Ana@Acme.example' }] });
		const { text } = jsonOf(outputs[0])[0];
		expect(text).toContain('Waiting for an answer: 1 (Ana@Acme.example');
		expect(text).toContain('in this spelling. Write “ana@acme.example”, or delete the row.');
	});

	it('names a version that is too large to go on from', async () => {
		const { outputs } = await run({ 'Lead Book': [{ ...waiting, version: 1e20 }] });
		expect(jsonOf(outputs[0])[0].text).toMatch(/To correct: .*ana@acme\.example.*“version”.*Empty the cell\./);
	});

	it('names a setting that cannot be read, and goes on with the usual one', async () => {
		const { outputs } = await run({ Settings: [{ name: 'sales_cells', value: 'A1, Z9' }] });
		expect(jsonOf(outputs[0])[0].text).toMatch(/To correct: .*sales_cells.*Z9/);
	});

	it('takes deadlines that are all switched off for no deadline', async () => {
		const off = ['sla_hot_lead_first_response', 'sla_first_response', 'sla_accepted_lead_next_step'];
		const { outputs } = await run({
			'Lead Book': [{ ...waiting, handedOffAt: '2026-02-02T07:30:00Z' }],
			Settings: off.map((name) => ({ name, value: 'none' })),
		});
		const [{ title, text }] = jsonOf(outputs[0]);
		expect([title, text]).toEqual([
			'Leads, Tue 3 Mar: 0 handed over, 1 waiting',
			expect.not.stringContaining('To correct'),
		]);
	});

	it('estimates how full the tables are', async () => {
		// A million rows of 120 characters and 16 bytes of numbers, with a quarter more for what SQLite needs beside them.
		const row = (id: number): IDataObject => ({ id, properties: 'x'.repeat(120), more: 1 });
		const { outputs } = await run({ 'Log Sample': [row(1), row(1_000_000)] });
		expect(jsonOf(outputs[0])[0].text).toContain('The Data Tables of this n8n are 81 % full.');
		const larger = await run(
			{ 'Log Sample': [row(1), row(1_000_000)] },
			{ parameters: { options: { asOf: AS_OF, tableLimit: 1000 } } },
		);
		expect(larger.outputs[0]).toEqual([]);
	});

	it.each([['0'], ['much'], [-3]])('refuses a limit of %s', async (tableLimit) => {
		const { error } = await run({}, { parameters: { options: { tableLimit } } });
		expect(error).toMatchObject({ message: expect.stringContaining('“Data Table Limit (MB)”') });
	});

	it('gives its fault as an item where it must not stop', async () => {
		const { outputs, error } = await run(
			{ 'Lead Book': [waiting] },
			{ parameters: { options: { asOf: 'soon' } }, onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		expect(jsonOf(outputs[0])).toEqual([{ error: expect.stringContaining('“As Of”') }]);
	});
});

describe('docs/lead-digest.md', () => {
	const page = readFileSync(join(__dirname, '../../docs/lead-digest.md'), 'utf8');
	const [parameters, input, output] = [...page.matchAll(/^```json \w+\n(.*?)^```$/gms)].map(
		([, json]) => JSON.parse(json) as unknown,
	);

	it('has an example that comes out as it says', async () => {
		const { outputs } = await run(input as Tables, { parameters: parameters as INodeParameters });
		const told = jsonOf(outputs[0]).map(({ title, audience, channel, key, text }) => ({
			title,
			audience,
			channel,
			key,
			text: (text as string).split('\n').slice(0, 4),
		}));
		expect(told).toEqual(output);
	});

	it('names every parameter and input', () => {
		for (const { name, displayName, type } of new LeadDigest().description.properties) {
			if (name === 'options' || type === 'notice') continue;
			expect(page).toContain(`\`${name}\``);
			expect(page).toContain(displayName);
		}
		for (const input of INPUTS) expect(page).toContain(`| ${input} |`);
	});
});
