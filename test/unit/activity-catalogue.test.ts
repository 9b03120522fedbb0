import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIVITY_TYPES, CHANNELS, channelOf } from '../../lifecycle/activity/catalogue';
import { isSignOfLife, unknownTypes } from '../../lifecycle/activity/sign-of-life';
import signs from '../cases/signs-of-life.json';
import behaviours from '../cases/activity-behaviours.json';

const WORKSHEETS = join(__dirname, '../../../shared/BEHAVIOURS.md');
const PAGE = join(__dirname, '../../docs/activities.md');

/** Silence is a rule's condition, not something that happens. */
const INACTIVITY = 'inactivity';

const catalogueTable = (): string =>
	CHANNELS.map((channel) => {
		const rows = [...ACTIVITY_TYPES.values()]
			.filter((entry) => entry.channel === channel)
			.map(
				({ type, properties, buying, importance }) =>
					`| \`${type}\` | ${properties.map((name) => `\`${name}\``).join(', ')} | ${buying} | ${importance} |`,
			);
		return [
			`### ${channel}`,
			'',
			'| type | properties | what it says about buying | importance |',
			'| --- | --- | --- | --- |',
			...rows,
		].join('\n');
	}).join('\n\n');

const behaviourTable = (): string => {
	const written = (properties: Record<string, unknown>): string =>
		Object.entries(properties)
			.map(([name, value]) => ` \`${name}: ${String(value)}\``)
			.join('');
	const rows = behaviours.map(
		({ group, behaviour, type, properties }) => `| ${group} | ${behaviour} | \`${type}\`${written(properties)} |`,
	);
	return ['| worksheet | behaviour | activity |', '| --- | --- | --- |', ...rows].join('\n');
};

/** Tables may be padded by a formatter. */
const plain = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

describe('catalogue', () => {
	it('names types in snake_case, with a channel, a meaning and an importance', () => {
		for (const [name, entry] of ACTIVITY_TYPES) {
			expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
			expect(entry.type).toBe(name);
			expect(CHANNELS).toContain(entry.channel);
			expect(entry.buying.length).toBeGreaterThan(10);
			expect(['critical', 'important', 'influential', 'negative', 'none']).toContain(entry.importance);
		}
	});

	it('holds every type once', () => {
		const source = readFileSync(join(__dirname, '../../lifecycle/activity/catalogue.ts'), 'utf8');
		const names = [...source.matchAll(/\[\s*'([a-z_]+)',\s*'(?:critical|important|influential|negative|none)'/g)].map(
			([, name]) => name,
		);
		expect(names).toHaveLength(ACTIVITY_TYPES.size);
	});

	it('keeps the names the starter model is written with', () => {
		const promised =
			'page_view email_open email_click email_unsubscribe form_submit webinar_register webinar_attend demo_request demo_view demo_attend content_view content_download video_view search social_comment do_not_call booth_visit trade_show_attend call_answered meeting_booked trial_start';
		for (const type of promised.split(' ')) expect(ACTIVITY_TYPES.has(type)).toBe(true);
	});

	it('knows no channel for other types', () => {
		expect(channelOf('page_view')).toBe('web');
		expect(channelOf('made_up')).toBe('');
		expect(channelOf('constructor')).toBe('');
	});
});

describe('a sign of life', () => {
	it.each(signs)('$type: $isSign, for $why', ({ type, isSign }) => expect(isSignOfLife(type)).toBe(isSign));

	it('is told by the name of types that the catalogue lacks, which are named', () => {
		expect(unknownTypes(['page_view', 'task_created', 'made_up', 'email_sent', 'made_up'])).toEqual({
			signs: ['made_up'],
			others: ['email_sent', 'task_created'],
		});
	});
});

describe('behaviours of the worksheets', () => {
	it.each(behaviours)('$group: $behaviour is $type', ({ type, properties }) => {
		if (type === INACTIVITY) return expect(ACTIVITY_TYPES.has(type)).toBe(false);
		const entry = ACTIVITY_TYPES.get(type);
		expect(entry).toBeDefined();
		for (const name of Object.keys(properties)) expect([...(entry?.properties ?? []), 'userAgent']).toContain(name);
	});

	const present = existsSync(WORKSHEETS);
	if (!present) console.warn(`Skipped: the worksheets are not on this machine (${WORKSHEETS})`);

	(present ? it : it.skip)('are complete: every group of the worksheets is in the table', () => {
		const text = readFileSync(WORKSHEETS, 'utf8');
		const implicit = text.slice(text.indexOf('## Implicit'), text.indexOf('## Data quality'));
		const heads = [...implicit.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, head]) =>
			head.replace(/\s+/g, ' ').split(/, (?=[a-z])/),
		);
		const groups = behaviours
			.map(({ group }) => group.toLowerCase())
			.join('\n')
			.replaceAll(' and ', '/');
		const missing = heads.filter((head) => !groups.includes(head.split(/[/,]/)[0].trim().toLowerCase()));
		expect(missing).toEqual([]);
	});

	// A phrase is in the table when all its words stand in behaviours of its group, in any order.
	(present ? it : it.skip)('are complete: every phrase of the worksheets is in the table', () => {
		const text = readFileSync(WORKSHEETS, 'utf8');
		const wordsOf = (phrase: string): string[] =>
			phrase
				.toLowerCase()
				.replaceAll('-', '')
				.match(/[a-z]{3,}/g) ?? [];
		const known = (group: string): Set<string> => {
			const rows = behaviours.filter((row) => row.group.toLowerCase().replaceAll(' and ', '/').includes(group));
			return new Set(rows.flatMap(({ behaviour }) => wordsOf(behaviour)));
		};
		const missing = (group: string, phrases: string[]): string[] => {
			const words = known(group);
			return phrases
				.filter((phrase) => wordsOf(phrase).some((word) => !words.has(word)))
				.map((phrase) => `${group}: ${phrase}`);
		};
		const [positive] = text.slice(text.indexOf('## Implicit')).split('How it was consumed');
		const groups = [...positive.replace(/\s+/g, ' ').matchAll(/\*\*([^*]+)\*\*: (.*?)\.?(?= - \*\*| \*\*|$)/g)];
		const [negative] = text.slice(text.indexOf('## Negative engagement')).split('## Data quality');
		const phrases = groups.flatMap(([, heads, list]) =>
			heads.split(/, (?=[a-z])/).map((head) => ({
				group: head.split(/[/,]/)[0].trim().toLowerCase(),
				// What stands in brackets names the one kind of content that a behaviour belongs to.
				list: list.split(/; |, | or /).filter((phrase) => !phrase.startsWith('(')),
			})),
		);
		expect(phrases.length).toBeGreaterThan(30);
		expect(phrases.flatMap(({ group, list }) => missing(group, list))).toEqual([]);
		const refused = negative
			.replace('## Negative engagement', '')
			.replace(/\s+/g, ' ')
			.replace(
				'pages that are not about products (careers, press, investors, management)',
				'careers press investors management',
			)
			.replace(' (a visit counts against)', '')
			.split(' · ');
		expect(refused.length).toBeGreaterThan(10);
		expect(missing('negative engagement', refused)).toEqual([]);
		expect(known('case studies')).toContain('referenced');
	});
});

describe('docs/activities.md', () => {
	it('holds the catalogue as it is', () => {
		expect(plain(readFileSync(PAGE, 'utf8'))).toContain(plain(catalogueTable()));
	});

	it('holds the worksheets’ behaviours as they are', () => {
		expect(plain(readFileSync(PAGE, 'utf8'))).toContain(plain(behaviourTable()));
	});
});
