/** n8n keeps the text of errors in its event log and its own log, which no erasure reaches: no error may quote a person. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { shown, withoutAddresses } from '../../lifecycle/fault';
import { STANDARD_FIELDS } from '../../lifecycle/lead/fields';
import { faultText } from '../../lifecycle/lists/report';
import { TABLES } from '../../workflows/src/tables';
import { itemsOf, runNode, type NodeClass } from '../support/engine';
import { parsed } from '../support/templates';

const PERSON = 'planted.person';
const ADDRESS = `${PERSON}@secret.example`;

const FOLDER = join(__dirname, '../../nodes');
const NODES = readdirSync(FOLDER)
	.filter((name) => name !== 'shared' && !name.endsWith('Trigger'))
	.map((name): [string, NodeClass] => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		const module = require(join(FOLDER, name, `${name}.node.ts`)) as Record<string, NodeClass>;
		return [name, module[name]];
	});

/** Whatever a node reads is the address of a person, where it makes sense and where it makes none. */
const FIELDS = [
	...Object.values(TABLES).flatMap(({ columns }) => columns.map(({ name }) => name)),
	...[
		...STANDARD_FIELDS,
		'leadScore',
		'activities',
		'reason',
		'decision',
		'decay',
		'grid',
		'score',
		'appliedAt',
		'lost',
	],
];
const PLANTED: IDataObject = { ...Object.fromEntries(FIELDS.map((name) => [name, ADDRESS])), id: 1 };
const NESTED: IDataObject = {
	...{ ...PLANTED, lead: ADDRESS, email: ADDRESS, id: 2 },
	leadScore: { total: ADDRESS, fit: ADDRESS, engagement: ADDRESS, lastActivityAt: ADDRESS },
	activities: [{ type: ADDRESS, at: ADDRESS }],
};

const operationsOf = ({ properties }: { properties: INodeProperties[] }): string[] => {
	const operation = properties.find(({ name }) => name === 'operation');
	const options = (operation?.options ?? []) as INodePropertyOptions[];
	return options.length > 0 ? options.map(({ value }) => String(value)) : [''];
};
const CASES = NODES.flatMap(([name, node]) =>
	operationsOf(new node().description as { properties: INodeProperties[] }).flatMap((operation) =>
		[PLANTED, NESTED].map((item, index) => [name, operation, index, node, item] as const),
	),
);

const INPUTS = 9;
let errors = 0;
let hinted = 0;

it.each(CASES)(
	'%s %s says what is wrong without quoting anybody (%i)',
	async (_name, operation, _index, node, item) => {
		const parameters: INodeParameters = operation === '' ? {} : { operation };
		const run = async (more: INodeParameters, onError?: 'continueRegularOutput'): Promise<string> => {
			try {
				const { error, hints, outputs } = await runNode(node, {
					parameters: { ...parameters, ...more },
					onError,
					inputs: Array.from({ length: INPUTS }, () => itemsOf([item])),
				});
				if (error !== undefined) errors++;
				hinted += hints.length;
				const failed = outputs.flat().flatMap(({ json }) => (Object.keys(json).length === 1 ? [json.error] : []));
				return JSON.stringify([error?.message, error?.description, hints, failed]);
			} catch (error) {
				return String(error);
			}
		};
		expect(await run({})).not.toContain(PERSON);
		expect(await run({ options: { asOf: ADDRESS } })).not.toContain(PERSON);
		expect(await run({}, 'continueRegularOutput')).not.toContain(PERSON);
	},
);

it('saw nodes that stop', () => {
	expect(errors).toBeGreaterThan(20);
	expect(hinted).toBeGreaterThan(20);
});

it.each([
	[ADDRESS, '“…@secret.example”'],
	[`hand_off to ${ADDRESS}`, '“hand_off to …@secret.example”'],
	['@sales', '“@sales”'],
	['a @ b', '“a @ b”'],
])('shows %s as %s', (value, expected) => {
	expect(shown(value)).toBe(expected);
});

it('reads a word of a megabyte once, not from each of its letters', () => {
	expect(shown('budget'.repeat(200_000))).toHaveLength(63);
	expect(withoutAddresses(`${'a'.repeat(1_000_000)}@x.example`)).toBe('…@x.example');
});

it('takes addresses out of what a mailing tool says', () => {
	const text = faultText([{ kind: 'refused', tool: 'Mailchimp', count: 1, of: 2, error: `${ADDRESS} looks fake` }]);
	expect(text).toContain('…@secret.example looks fake');
	expect(withoutAddresses('no address')).toBe('no address');
});

it.each(['05-feedback', '12-nurture-lists', '17-ask-in-slack'])('%s stops without naming a lead', (file) => {
	const stops = parsed(file).nodes.filter(({ type }) => type === 'n8n-nodes-base.stopAndError');
	expect(stops.length).toBeGreaterThan(0);
	for (const { parameters } of stops)
		expect(JSON.stringify(parameters?.errorMessage)).not.toMatch(/\.(lead|email|name|by)\b/);
});
