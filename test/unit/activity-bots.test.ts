import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUARANTINE_DEFAULTS, quarantineActivities, type QuarantineOptions } from '../../lifecycle/activity/quarantine';
import { DELIVERY, HONEYPOT_LINK, labelledStream, type Labelled } from './activity-stream';

const AS_OF = Date.UTC(2026, 3, 1);
const ALL: QuarantineOptions = { ...QUARANTINE_DEFAULTS, honeypots: [HONEYPOT_LINK] };
const NONE: QuarantineOptions = {
	...ALL,
	...{ providerMarks: false, userAgents: false, privacyOpens: false, headRequests: false },
	...{ burstLinks: 0, fastSeconds: 0, honeypots: [] },
};

/** Each rule as if it were the only one. */
const RULES: [name: string, only: QuarantineOptions][] = [
	['burst', { ...NONE, burstLinks: ALL.burstLinks }],
	['user agents', { ...NONE, userAgents: true }],
	['quick click', { ...NONE, fastSeconds: ALL.fastSeconds }],
	['Apple Mail privacy opens', { ...NONE, privacyOpens: true }],
	['honeypot links', { ...NONE, honeypots: ALL.honeypots }],
	['HEAD requests', { ...NONE, headRequests: true }],
	['marks of the sending tool', { ...NONE, providerMarks: true }],
	['all together', ALL],
	['all, without release', { ...ALL, releaseDays: 0 }],
];

interface Held {
	all: number;
	held: number;
}

const share = ({ all, held }: Held): number => held / all;
const percent = (count: Held): string => `${(100 * share(count)).toFixed(1)} %`;

function measure(
	stream: readonly Labelled[],
	options: QuarantineOptions,
): { machine: Held; human: Held; kinds: Map<string, Held> } {
	const judged = quarantineActivities(
		stream.map(({ activity }) => activity),
		options,
		AS_OF,
	);
	const machine = { all: 0, held: 0 };
	const human = { all: 0, held: 0 };
	const kinds = new Map<string, Held>();
	for (const [index, entry] of stream.entries()) {
		if (entry.kind === DELIVERY) continue;
		const kind = kinds.get(entry.kind) ?? { all: 0, held: 0 };
		kinds.set(entry.kind, kind);
		for (const count of [entry.machine ? machine : human, kind]) {
			count.all += 1;
			count.held += judged[index].quarantine === '' ? 0 : 1;
		}
	}
	return { machine, human, kinds };
}

describe('machines and people, told apart on a labelled stream', () => {
	const seeds = [1, 2, 3];
	const streams = new Map(seeds.map((seed) => [seed, labelledStream(2000, seed)]));
	const first = streams.get(1) ?? [];

	it.each([...streams])(
		'seed %i: at least 95 %% of machine events and under 1 %% of human ones are held',
		(_seed, stream) => {
			const { machine, human } = measure(stream, ALL);
			expect(machine.all).toBeGreaterThan(15_000);
			expect(human.all).toBeGreaterThan(5_000);
			expect(share(machine)).toBeGreaterThanOrEqual(0.95);
			expect(share(human)).toBeLessThan(0.01);
		},
	);

	it('every rule alone holds machines and hardly a person, as the docs say', () => {
		const page = readFileSync(join(__dirname, '../../docs/normalize-activity.md'), 'utf8').replace(/ +/g, ' ');
		for (const [name, options] of RULES) {
			const { machine, human, kinds } = measure(first, options);
			expect(page).toContain(`| ${name} | ${percent(machine)} | ${percent(human)} |`);
			expect(machine.held).toBeGreaterThan(300);
			expect(share(human)).toBeLessThan(0.01);
			if (options !== ALL) continue;
			for (const [kind, count] of kinds) expect(page).toContain(`| ${kind} | ${count.all} | ${percent(count)} |`);
		}
		expect(measure(first, NONE).machine.held).toBe(0);
	});
});
