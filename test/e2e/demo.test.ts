/**
 * What `npm start` shows: three months of a pipeline, played on an n8n of its own. Whoever opens the outbox reads a
 * lead's whole life in it, from top to bottom.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { prepareDemo } from '../../scripts/host/demo.mjs';
import { openHost } from '../../scripts/host/host.mjs';
import { createProgress } from '../../scripts/host/progress.mjs';

const CHECKOUT = resolve(__dirname, '..', '..');

type Row = Readonly<Record<string, unknown>>;
const tables = { outbox: [] as Row[], stages: [] as Row[], book: [] as Row[], accounts: [] as Row[] };
const failed: unknown[] = [];
/** From then on the traffic of today comes in, several calls at a time. */
const played = new Date().toISOString();

beforeAll(async () => {
	const folder = await mkdtemp(join(tmpdir(), 'lead-lifecycle-demo-'));
	const progress = createProgress();
	const host = await openHost({ userFolder: folder, checkout: CHECKOUT, progress });
	try {
		await prepareDemo(host, { checkout: CHECKOUT, folder, playTraffic: true, progress });
		const { client } = host;
		tables.outbox = await client.rows('ll_outbox');
		tables.stages = await client.rows('ll_stage_log');
		tables.book = await client.rows('ll_lead_book');
		tables.accounts = await client.rows('ll_account_book');
		failed.push(...((await client.api('GET', '/executions?status=error&limit=5')) as { data: unknown[] }).data);
	} finally {
		await host.server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}, 900_000);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** The kinds of what was told of a lead or a company, in the order of the outbox; those for the manager apart. */
/** Tasks of a CRM and questions in Slack go out beside the hand-off itself. */
const isForPeople = ({ kind }: Row): boolean => kind !== 'crm' && kind !== 'ask';
const toldOf = (key: string): string[] =>
	tables.outbox
		.filter((row) => row.lead === key && isForPeople(row))
		.map(({ kind, audience }) => `${text(kind)} ${text(audience)}`);
const stagesOf = (key: string): string[] =>
	tables.stages.filter(({ lead }) => lead === key).map(({ from, to }) => `${text(from)} → ${text(to)}`);

describe('the demo of npm start', () => {
	it('plays without a fault', () => expect(failed).toEqual([]));

	it('tells its story in order, each message once', () => {
		const times = tables.outbox.map(({ at }) => text(at)).filter((at) => at < played);
		expect(times.length).toBeGreaterThan(20);
		expect(times).toEqual([...times].sort());
		const keys = tables.outbox.map(({ key }) => text(key));
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('has a lead that cools off and is taken back from sales', () => {
		const marta = 'marta.silva@porto-finance.example';
		expect(toldOf(marta)).toEqual(['hand_off sales', 'demoted sales']);
		expect(stagesOf(marta)).toEqual(['new → nurture', 'nurture → mql', 'mql → nurture']);
	});

	it('has one that is sent back, and handed over again', () => {
		const george = 'george.tan@straits-health.example';
		const told = toldOf(george).filter((kind) => !kind.startsWith('sla'));
		expect(told).toEqual(['hand_off sales', 'recycled marketing', 'hand_off sales']);
		const moves = ['new → nurture', 'nurture → mql', 'mql → recycled', 'recycled → mql', 'mql → accepted'];
		expect(stagesOf(george)).toEqual(moves);
	});

	it('has one that breaches its SLA: owner and manager hear of it after the hand-off, the manager again', () => {
		const told = toldOf('claire.fontaine@groupe-lumiere.example').filter((kind) => kind !== 'sla_at_risk sales');
		const [handOff, ...breaches] = told;
		expect(handOff).toBe('hand_off sales');
		expect(breaches.slice(0, 2)).toEqual(['sla_breached sales', 'sla_breached manager']);
	});

	it('has a company that crosses while none of its people does', () => {
		expect(toldOf('harvest-foods.example')).toEqual(['account_crossed sales']);
		const people = tables.book.filter(({ lead }) => text(lead).endsWith('@harvest-foods.example'));
		expect(people.map(({ stage }) => stage)).toEqual(['nurture', 'nurture', 'nurture']);
		expect(tables.accounts.find(({ account }) => account === 'harvest-foods.example')).toMatchObject({
			qualified: true,
			members: 3,
		});
	});

	it('says in each message who, why now, the strongest reasons and what to do next', () => {
		const parts = ['Who: ', 'Why now: ', 'Next step: '];
		for (const { key, text: message } of tables.outbox.filter((row) => isForPeople(row) && row.kind !== 'digest')) {
			expect({ key, missing: parts.filter((part) => !text(message).includes(part)) }).toEqual({ key, missing: [] });
			expect(text(message)).toMatch(/Strongest reasons|What is left/);
		}
	});
});
