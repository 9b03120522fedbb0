import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ScoreLead } from '../nodes/ScoreLead/ScoreLead.node';
import { itemsOf, LEADS, timed, type Timing } from './harness/alone';

/** Over leads with ten activities each, by the starter model. */
export async function bench(): Promise<Timing[]> {
	const leads = itemsOf('leads.code.js', LEADS);
	const activities = leads.flatMap(({ json }) => json.activities as INodeExecutionData['json'][]);
	const bare = leads.map(({ json }) => ({ json: { ...json, activities: undefined } }));
	const score = (name: string, parameters: INodeParameters, inputs: INodeExecutionData[][]): Promise<Timing> =>
		timed({ name: `Score Lead: ${name}`, node: new ScoreLead(), parameters, inputs });
	return [
		await score('10 activities in a field of the lead', {}, [leads]),
		await score('10 activities from the second input', { activitiesSource: 'input' }, [
			bare,
			activities.map((json) => ({ json })),
		]),
		await score('no activities', {}, [bare]),
	];
}
