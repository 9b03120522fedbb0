/** Odoo's predictive lead scoring, told what to do as the bench tells it, gives the numbers of Odoo's own test. */
import { learnAndScore } from '../../bench/odoo/predictive.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';
import { markLost } from '../services/odoo/crm.mjs';
import { openOdoo, type Odoo } from '../services/odoo/odoo.mjs';
import cases from '../cases/odoo-predictive-scoring.json';

jest.setTimeout(900_000);

const FIELDS = ['country_id', 'state_id', 'email_state', 'phone_state', 'source_id', 'tag_ids'];

let odoo: Odoo;
let leads: number[];

const firstOf = async (model: string): Promise<number[]> => {
	const found = await odoo.client.search(model, [], { fields: ['id'], limit: 3 });
	return found.map(({ id }) => Number(id));
};

beforeAll(async () => {
	odoo = await openOdoo(createProgress());
	const [countries, states, sources, stages] = await Promise.all(
		['res.country', 'res.country.state', 'utm.source', 'crm.stage'].map(firstOf),
	);
	const teams = await odoo.client.createAll(
		'crm.team',
		[1, 2, 3].map((number) => ({ name: `Team ${number}` })),
	);
	leads = await odoo.client.createAll(
		'crm.lead',
		cases.leads.map(({ team, country, state, email, phone, source, stage }, index) => ({
			name: `lead ${index}`,
			type: 'opportunity',
			team_id: teams[team - 1],
			country_id: countries[country],
			state_id: states[state],
			email_state: email,
			phone_state: phone,
			source_id: sources[source],
			stage_id: stages[stage],
		})),
	);
	for (const [index, { end }] of cases.leads.entries()) {
		if (end === 'won') await odoo.client.call('crm.lead', 'action_set_won', { ids: [leads[index]] });
		if (end === 'lost') await markLost(odoo.client, leads[index], 'Too expensive');
	}
});

afterAll(async () => {
	await odoo?.stop();
});

async function probabilities(): Promise<number[]> {
	const found = await odoo.client.search(
		'crm.lead',
		[
			['id', 'in', leads],
			['active', 'in', [true, false]],
		],
		{
			fields: ['automated_probability'],
		},
	);
	const byId = new Map(found.map(({ id, automated_probability }) => [Number(id), Number(automated_probability)]));
	return leads.map((id) => byId.get(id) ?? NaN);
}

const expected = (key: 'probability' | 'withoutTeam'): [number, number][] =>
	cases.leads.flatMap((lead, index): [number, number][] => {
		const value = lead[key];
		return value === undefined ? [] : [[index, value]];
	});

it('counts each team by itself', async () => {
	await learnAndScore(odoo.client, FIELDS);
	const found = await probabilities();
	expect(expected('probability').map(([index]) => [index, found[index]])).toEqual(expected('probability'));
});

it('counts everybody for leads of no team', async () => {
	await odoo.client.write('crm.lead', leads.slice(-4), { team_id: false });
	await learnAndScore(odoo.client, FIELDS);
	const found = await probabilities();
	expect(expected('withoutTeam').map(([index]) => [index, found[index]])).toEqual(expected('withoutTeam'));
});
