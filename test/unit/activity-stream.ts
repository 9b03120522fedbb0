import type { Activity } from '../../lifecycle/activity/activity';

/**
 * A mixed stream of people and machines, labelled: five mailings and some web traffic over three weeks. It models how
 * each kind behaves (docs/normalize-activity.md gives the figures) and knows nothing of the rules or their thresholds.
 * The same seed gives the same stream.
 */
export interface Labelled {
	activity: Activity;
	machine: boolean;
	kind: string;
}

type Random = () => number;

function randomFrom(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const between = (random: Random, from: number, to: number): number => from + random() * (to - from);
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)];

/** Log-normal, as waiting times of people are: half of the draws are below the median. */
function waiting(random: Random, median: number, spread: number): number {
	const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return median * Math.exp(spread * normal);
}

const BROWSERS = [
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
	'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0',
];
const READERS = [
	...BROWSERS,
	'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
	'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
	'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; Microsoft Outlook 16.0; ms-office; MSOffice 16)',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
];
const NAMED_SCANNERS = [
	'Mozilla/5.0 (compatible; Barracuda Sentinel)',
	'Mozilla/5.0 (Windows NT 10.0) proofpoint-urldefense/1.0',
	'CiscoSecureEmail/2.1',
	'Mozilla/5.0 (compatible; Mimecast URL Protect)',
	'python-requests/2.31.0',
	'Mozilla/5.0 (compatible; Sophos Email Appliance)',
];
const CRAWLERS = [
	'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
	'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
	'LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)',
];
const APPLE_PROXY = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

export const HONEYPOT_LINK = '/hidden-link';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;
export const DELIVERY = 'delivery';
const START = Date.UTC(2026, 2, 2, 8);
const PATHS = ['/pricing', '/blog/one', '/product/a', '/customers', '/webinar', '/docs', '/', '/about'];

interface Scene {
	random: Random;
	stream: Labelled[];
}

interface Act {
	kind: string;
	machine: boolean;
	lead: string;
	type: string;
	at: number;
	properties: Record<string, unknown>;
}

function add({ stream }: Scene, { kind, machine, lead, type, at, properties }: Act): void {
	const channel = type.startsWith('email') ? 'email' : 'web';
	const activity = { activity: String(stream.length), lead, type, at: new Date(at).toISOString(), channel };
	stream.push({
		kind,
		machine,
		activity: { ...activity, source: 'canonical', properties, attributes: {}, quarantine: '' },
	});
}

const linksOf = (message: string, count: number): string[] =>
	PATHS.slice(0, count).map((path) => `https://example.com${path}?m=${message}`);

/** A person opens hours later, clicks one link or some, seconds to minutes apart; a few open several tabs at once. */
function person(scene: Scene, lead: string, message: string, sent: number): void {
	const { random } = scene;
	const act = (kind: string, type: string, at: number, properties: Record<string, unknown>): void =>
		add(scene, { kind, machine: false, lead, type, at, properties });
	if (random() > 0.35) return;
	let at = sent + waiting(random, 2 * 3600 * SECOND, 1.6);
	act('opens', 'email_open', at, { message, userAgent: pick(random, READERS) });
	if (random() > 0.4) return;
	const userAgent = pick(random, BROWSERS);
	const hurried = random() < 0.02;
	const count = random() < 0.7 ? 1 : 2 + Math.floor(random() * 3);
	for (const url of linksOf(message, count)) {
		at += hurried ? between(random, 0.8, 4) * SECOND : waiting(random, 25 * SECOND, 0.9) + 3 * SECOND;
		act(hurried ? 'opens tabs' : 'clicks', 'email_click', at, { message, url, userAgent });
		if (random() < 0.5) act('reads', 'page_view', at + 2 * SECOND, { url, userAgent });
	}
	if (random() < 0.06)
		act('fills in a form', 'form_submit', at + waiting(random, 4 * MINUTE, 1), { form: 'Contact', userAgent });
}

/** Apple's privacy proxy fetches the pictures by itself, some time after delivery. */
function appleProxy(scene: Scene, lead: string, message: string, sent: number): void {
	const at = sent + waiting(scene.random, 8 * MINUTE, 1.5);
	const properties = { message, userAgent: APPLE_PROXY };
	add(scene, { kind: 'Apple’s proxy', machine: true, lead, type: 'email_open', at, properties });
}

/** The sending tool recognised the open itself. */
function markedOpen(scene: Scene, lead: string, message: string, sent: number): void {
	const at = sent + waiting(scene.random, 5 * MINUTE, 1.5);
	const properties = { message, userAgent: pick(scene.random, BROWSERS), machine: 'sg_machine_open' };
	add(scene, { kind: 'open marked by the tool', machine: true, lead, type: 'email_open', at, properties });
}

type Disguise = 'by name' | 'as a browser' | 'by HEAD' | 'into the trap' | 'one link';

/** A mail-security gateway follows the links of a message, one after the other. */
function gateway(scene: Scene, lead: string, message: string, delivered: number, disguise: Disguise): void {
	const { random } = scene;
	let at = delivered + waiting(random, 12 * SECOND, 1.2);
	const userAgent = disguise === 'by name' ? pick(random, NAMED_SCANNERS) : pick(random, BROWSERS);
	const single = disguise === 'one link';
	const urls = single ? [pick(random, linksOf(message, 6))] : linksOf(message, 4 + Math.floor(random() * 5));
	if (disguise === 'into the trap') urls.push(`https://example.com${HONEYPOT_LINK}?m=${message}`);
	const method = disguise === 'by HEAD' ? { method: 'HEAD' } : {};
	const act = (type: string, properties: Record<string, unknown>): void =>
		add(scene, {
			kind: `gateway ${disguise}`,
			machine: true,
			lead,
			type,
			at,
			properties: { message, userAgent, ...properties },
		});
	if (!single && random() < 0.5) act('email_open', {});
	for (const url of urls) {
		at += between(random, 0.05, 1.2) * SECOND;
		act('email_click', { url, ...method });
	}
}

function gatewayOf(random: Random): Disguise {
	const draw = random();
	if (draw < 0.35) return 'by name';
	if (draw < 0.8) return 'as a browser';
	if (draw < 0.87) return 'by HEAD';
	return draw < 0.94 ? 'into the trap' : 'one link';
}

export function labelledStream(leads: number, seed = 1): Labelled[] {
	const scene: Scene = { random: randomFrom(seed), stream: [] };
	const { random } = scene;
	for (let number = 0; number < leads; number += 1) {
		const lead = `lead${number}@example.com`;
		const disguise = random() < 0.3 ? gatewayOf(random) : undefined;
		const onApple = random() < 0.25;
		for (let mailing = 0; mailing < 5; mailing += 1) {
			const message = `mailing-${mailing}`;
			const sent = START + mailing * 4 * DAY + between(random, 0, 20) * MINUTE;
			// Half of the tools report deliveries; the gateway looks at the message around that time.
			if (random() < 0.5)
				add(scene, {
					kind: DELIVERY,
					machine: false,
					lead,
					type: 'email_delivered',
					at: sent,
					properties: { message },
				});
			if (disguise) gateway(scene, lead, message, sent, disguise);
			if (onApple) appleProxy(scene, lead, message, sent);
			if (random() < 0.06) markedOpen(scene, lead, message, sent);
			person(scene, lead, message, sent);
		}
		if (random() < 0.03) {
			const properties = { url: 'https://example.com/', userAgent: pick(random, CRAWLERS) };
			const at = START + random() * 20 * DAY;
			add(scene, { kind: 'crawler', machine: true, lead, type: 'page_view', at, properties });
		}
	}
	return scene.stream;
}
