import { replayable } from '../../scripts/host/replay.mjs';
import { bindErrorWorkflow, bindTables, ERROR_WORKFLOW, hasOwnTrigger } from '../../scripts/host/templates.mjs';
import { TABLES } from '../../workflows/src/tables';
import { files, parsed } from '../support/templates';

const ids = new Map(Object.values(TABLES).map(({ name }) => [name, { id: `id of ${name}` }]));

interface Locator {
	mode: string;
	value: string;
	cachedResultName?: string;
}

/** How each Data Table node of a template finds its table. */
const locatorsOf = ({ nodes }: { nodes: Array<{ parameters?: object }> }): Locator[] =>
	nodes.flatMap(({ parameters }) => (parameters as { dataTableId?: Locator } | undefined)?.dataTableId ?? []);

describe('bindTables', () => {
	it.each(files)('points every Data Table node of %s to its table by id', (file) => {
		const template = parsed(file) as unknown as Parameters<typeof bindTables>[0];
		const before = JSON.stringify(template);
		const names = locatorsOf(template).map(({ value }) => value);
		const bound = locatorsOf(bindTables(template, ids));
		names.forEach((name, index) => {
			const byId = name.startsWith('=')
				? { mode: 'id' }
				: { mode: 'list', value: `id of ${name}`, cachedResultName: name };
			expect(bound[index]).toMatchObject(byId);
		});
		expect(JSON.stringify(template)).toBe(before);
	});

	it('finds by id what an expression names', () => {
		const dataTableId = { __rl: true, mode: 'name', value: '={{ $json.table }}' };
		const node = { type: 'n8n-nodes-base.dataTable', parameters: { dataTableId } };
		const few = new Map([['ll_state', { id: 'w1' }]]);
		const [bound] = locatorsOf(bindTables({ name: 'x', nodes: [node], connections: {} }, few));
		expect(bound).toEqual({ __rl: true, mode: 'id', value: '={{ ({"ll_state":"w1"})[$json.table] }}' });
	});

	it('leaves a table that is not there to its name', () => {
		const template = parsed('00-set-up') as unknown as Parameters<typeof bindTables>[0];
		expect(bindTables(template, new Map())).toEqual(template);
	});
});

describe('bindErrorWorkflow', () => {
	const template = parsed('02-score') as unknown as Parameters<typeof bindErrorWorkflow>[0];

	it('names the workflow by its id, or not at all', () => {
		const before = JSON.stringify(template);
		expect(bindErrorWorkflow(template, 'w24').settings).toMatchObject({ executionOrder: 'v1', errorWorkflow: 'w24' });
		expect(bindErrorWorkflow(template, undefined).settings).not.toHaveProperty('errorWorkflow');
		expect(JSON.stringify(template)).toBe(before);
	});

	it('leaves one that a user chose', () => {
		const own = { ...template, settings: { errorWorkflow: 'mine' } };
		expect(bindErrorWorkflow(own, 'w24')).toEqual(own);
		expect(files).toContain(ERROR_WORKFLOW);
	});
});

describe('replayable', () => {
	const node = (name: string, type: string, parameters: object = {}) => ({ name, type, parameters });
	interface Replayed {
		type: string;
		disabled?: boolean;
		parameters: { path?: string; jsonOutput?: string; options?: { asOf?: string } };
	}
	const at = (...nodes: object[]) =>
		replayable({ name: 'x', nodes, connections: {} }, 'replay').nodes as unknown as Replayed[];

	it('gives each of our nodes the time of the call', () => {
		const [start, digest] = at(
			node('Every morning', 'n8n-nodes-base.scheduleTrigger'),
			node('Lead Digest', 'n8n-nodes-lead-lifecycle.leadDigest', { options: { asOf: 'now', language: 'fr' } }),
		);
		expect(start).toMatchObject({ name: 'Every morning', type: 'n8n-nodes-base.webhook' });
		expect(digest.parameters.options).toEqual({
			asOf: "={{ $('Every morning').first().json.query.asOf }}",
			language: 'fr',
		});
	});

	it('gives the time of the call where a step reads when the schedule ran', () => {
		const [, step] = at(
			node('Every morning', 'n8n-nodes-base.scheduleTrigger'),
			node('Edit Fields', 'n8n-nodes-base.set', { jsonOutput: "={{ $('Every morning').first().json.timestamp }}" }),
		);
		expect(step.parameters.jsonOutput).toBe("={{ $('Every morning').first().json.query.asOf }}");
	});

	it('captures activities at the time of the newest', () => {
		const [trigger, score] = at(
			node('Lead activity', 'n8n-nodes-lead-lifecycle.leadActivityTrigger', { path: 'lead-activity' }),
			node('Score Lead', 'n8n-nodes-lead-lifecycle.scoreLead'),
		);
		expect(trigger.parameters).toEqual({ path: 'replay' });
		expect(score.parameters.options?.asOf).toContain("$('Lead activity')).all()");
	});

	it('starts no other workflow', () => {
		const start = { options: { waitForSubWorkflow: false } };
		const [, other, own] = at(
			node('Every morning', 'n8n-nodes-base.scheduleTrigger'),
			node('Start 10', 'n8n-nodes-base.executeWorkflow', start),
			node('A part', 'n8n-nodes-base.executeWorkflow', { options: {} }),
		);
		expect([other.disabled, own.disabled]).toEqual([true, undefined]);
	});
});

describe('hasOwnTrigger', () => {
	it.each([
		['a schedule', '02-score', true],
		['a webhook of ours', '01-capture', true],
		['a person alone', '00-set-up', false],
		['a person, and itself page by page', '26-move-to-postgresql', false],
	])('says of one that is started by %s whether it is published', (_, file, isOwn) => {
		expect(hasOwnTrigger(parsed(file) as unknown as Parameters<typeof hasOwnTrigger>[0])).toBe(isOwn);
	});
});
