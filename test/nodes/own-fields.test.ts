/** The option “Also as Own Fields”: what a table or a sheet can show. */
import { ClassifyGrid } from '../../nodes/ClassifyGrid/ClassifyGrid.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, jsonOf, runNode } from '../support/engine';

const options = { asOf: '2026-11-01T12:00:00Z' };
const LEAD = { email: 'ada@acme.example', title: 'Director', total: 'of an older run' };

async function scored(more: object) {
	const parameters = { options: { ...options, ...more } };
	const { outputs } = await runNode(ScoreLead, { parameters, inputs: itemsOf([LEAD]) });
	return jsonOf(outputs[0])[0];
}

it('Score Lead puts total, fit, engagement and summary in front, beside the score', async () => {
	const plain = await scored({});
	expect(Object.keys(plain)).toEqual(['email', 'title', 'total', 'leadScore']);
	const flat = await scored({ ownFields: true });
	expect(Object.keys(flat)).toEqual(['total', 'fit', 'engagement', 'summary', 'email', 'title', 'leadScore']);
	const { total, fit, engagement, summary } = plain.leadScore as Record<string, unknown>;
	expect(total).toBeGreaterThan(0);
	expect(flat).toEqual({ ...plain, total, fit, engagement, summary });
});

it('Classify Grid puts cell, label and route in front, beside its result', async () => {
	const lead = { leadScore: { fit: 60, engagement: 60, total: 120, excluded: null } };
	const placed = async (more: object) => {
		const parameters = { outputs: 'one', options: { ...options, ...more } };
		const { outputs } = await runNode(ClassifyGrid, { parameters, inputs: itemsOf([lead]) });
		return jsonOf(outputs[0])[0];
	};
	const plain = await placed({});
	expect(Object.keys(plain)).toEqual(['leadScore', 'grid']);
	const flat = await placed({ ownFields: true });
	const { label } = plain.grid as { label: string };
	expect(flat).toEqual({ cell: 'A1', label, route: 'sales', ...plain });
	expect(Object.keys(flat)).toEqual(['cell', 'label', 'route', 'leadScore', 'grid']);
});
