import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { STARTER_ROWS } from '../lifecycle/model/starter';
import { ReviewScoring } from '../nodes/ReviewScoring/ReviewScoring.node';
import { ScoreLead } from '../nodes/ScoreLead/ScoreLead.node';
import { AS_OF, execute, LEADS, type Timing } from './harness/alone';

const REVIEWED = 100_000;
const ACTIVITIES = 10;
const DAY = 86_400_000;
const NOW = Date.parse(AS_OF);

const TYPES = ['page_view', 'email_click', 'page_view', 'webinar_attend', 'form_submit', 'demo_request'];
const PAGES = ['/pricing', '/', '/blog/a', '/careers', '/product'];
const TITLES = ['Director', 'Analyst', 'Manager', 'Student', 'Clerk', 'VP Sales', ''];
const INDUSTRIES = ['Health', 'Finance', 'Retail', 'Services', ''];

const daysAgo = (days: number): string => new Date(NOW - days * DAY).toISOString();
const items = (rows: IDataObject[]): INodeExecutionData[] => rows.map((json) => ({ json }));

interface Tables {
	readonly leads: INodeExecutionData[];
	readonly activities: INodeExecutionData[];
	readonly stages: INodeExecutionData[];
}

/** Rows of the tables as n8n reads them; every third lead was handed over, and a part of those won. */
function tablesOf(count: number): Tables {
	const leads: IDataObject[] = [];
	const activities: IDataObject[] = [];
	const stages: IDataObject[] = [];
	for (let index = 0; index < count; index++) {
		const lead = `lead${index}@x${index % 5000}.example`;
		const isHandedOver = index % 3 === 0;
		const came = 40 + ((index * 7) % 300);
		leads.push({
			...{
				id: index + 1,
				lead,
				email: lead,
				stage: isHandedOver ? 'accepted' : 'nurture',
				version: 1,
				createdAt: daysAgo(came),
			},
			...{
				title: TITLES[index % TITLES.length],
				industry: INDUSTRIES[index % INDUSTRIES.length],
				owner: `rep${index % 20}@x.example`,
			},
			...{ handedOffAt: isHandedOver ? daysAgo(came - 20) : null, cell: isHandedOver ? 'A2' : 'C3' },
		});
		for (let each = 0; each < ACTIVITIES; each++)
			activities.push({
				...{
					id: index * ACTIVITIES + each + 1,
					activity: `a${index}-${each}`,
					lead,
					channel: 'web',
					source: 'segment',
				},
				...{ type: TYPES[(index + each) % TYPES.length], at: daysAgo(came - each * 3.7), quarantine: '' },
				...{ properties: `{"page":"${PAGES[(index * 3 + each) % PAGES.length]}"}`, attributes: '' },
			});
		if (!isHandedOver) continue;
		const line = (from: string, to: string, days: number, by: string) =>
			stages.push({ lead, from, to, at: daysAgo(days), by, why: '' });
		line('nurture', 'mql', came - 20, '02-score');
		line('mql', 'accepted', came - 20.1, 'rep');
		if (index % 7 < 2) line('accepted', 'won', came - 35, 'rep');
		else if (index % 2 === 0) line('accepted', 'lost', came - 30, 'rep');
	}
	return { leads: items(leads), activities: items(activities), stages: items(stages) };
}

const rules = items(STARTER_ROWS.map((row) => ({ ...row, model: 'starter' })));
const drafted = items(STARTER_ROWS.map((row) => ({ ...row, model: 'draft', points: Number(row.points ?? 0) * 1.3 })));

/** A whole review, the preview of a changed model beside the run of Score Lead that it stands for, and the memory they took. */
export const bench = async (): Promise<Timing[]> => [...(await reviews()), ...(await previews())];

async function reviews(): Promise<Timing[]> {
	const { leads, activities, stages } = tablesOf(REVIEWED);
	const review = await once(`Review Scoring: report, 10 activities each`, REVIEWED, () =>
		execute(new ReviewScoring(), { operation: 'report' }, [leads, activities, rules, stages, [], []]),
	);
	const peak = Math.round(process.resourceUsage().maxRSS / 1024);
	return [{ ...review, name: `${review.name}; at most ${peak} MB in the process` }];
}

async function previews(): Promise<Timing[]> {
	const { leads, activities, stages } = tablesOf(LEADS);
	// As template 02 runs it.
	const score: INodeParameters = {
		...{ leadKeyField: 'lead', leadShape: 'leadBook', joinLeadBook: true, judgeMachines: true },
		...{ activitiesSource: 'input', modelSource: 'input', otherKeysField: 'keys' },
		options: { faultyRules: 'skip', unknownLeads: 'ignore' },
	};
	const due = leads.map(({ json: { lead } }) => ({ json: { lead, keys: [] } }));
	const tried = [leads, activities, [...rules, ...drafted], stages, [], [], []];
	return [
		await fastest('Score Lead: the same leads', LEADS, () =>
			execute(new ScoreLead(), score, [due, activities, rules, leads]),
		),
		await fastest('Try a Model: every point changed', LEADS, () =>
			execute(new ReviewScoring(), { operation: 'tryModel' }, tried),
		),
	];
}

/** The time that the processor worked, which others on the machine do not add to. */
async function once(name: string, count: number, work: () => Promise<unknown>): Promise<Timing> {
	const started = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(started);
	return { name, items: count, milliseconds: Math.round((user + system) / 1000) };
}

/** Of two, as the first warms the engine up. */
async function fastest(name: string, count: number, work: () => Promise<unknown>): Promise<Timing> {
	const [first, second] = [await once(name, count, work), await once(name, count, work)];
	return first.milliseconds < second.milliseconds ? first : second;
}
