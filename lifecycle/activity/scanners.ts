import { isbot } from 'isbot';

/** Security products that open or click every link, by a word of their user agent (public vendor pages). */
const LINK_SCANNERS: readonly (readonly [name: string, words: string])[] = [
	['Barracuda', 'barracuda'],
	['Proofpoint', 'proofpoint'],
	['Mimecast', 'mimecast'],
	['Cisco', 'ciscosecureemail ironport'],
	['Trend Micro', 'tmes trendmicro'],
	['Symantec', 'symantec messagelabs'],
	['Sophos', 'sophos'],
	['Forcepoint', 'forcepoint'],
	['ZeroFOX', 'zerofox'],
	['Agari', 'agari'],
	['Abnormal', 'abnormal'],
	['Avanan', 'avanan'],
	['Tessian', 'tessian'],
	['Inky', 'inky'],
	['GreatHorn', 'greathorn'],
	['MailMarshal', 'mailmarshal'],
	['Hornetsecurity', 'hornetsecurity'],
	['SpamTitan', 'spamtitan'],
	['AppRiver', 'appriver'],
	['Cloudmark', 'cloudmark'],
	['Postini', 'postini'],
	['Webroot', 'webroot'],
	['Vade', 'vade'],
	['Bing', 'bingpreview'],
	['Microsoft', 'safelinks smartscreen'],
	['Fortinet', 'fortimail fortinet'],
	['Check Point', 'checkpoint'],
	['Zscaler', 'zscaler'],
	['Trellix', 'fireeye trellix'],
	['Darktrace', 'darktrace'],
	['Ironscales', 'ironscales'],
	['Libraesva', 'libraesva'],
	['Egress', 'egress-'],
	['Cyren', 'cyren'],
	['Bitdefender', 'bitdefender'],
	['Kaspersky', 'kaspersky'],
	['Yahoo', 'slurp'],
];

/**
 * Mail apps that name only themselves, which otherwise is a script's way. Browsers inside the apps of LinkedIn, Facebook or
 * Teams name the browser too and need no entry.
 */
const MAIL_APP =
	/^(outlook-(ios|android)|microsoft outlook|applemail|apple-(iphone|ipad)|ios mail|samsung ?e?mail|gmail ?(android|ios)|com\.google\.android\.gm|yahoomobile|yahoo!? mail|k-?9|thunderbird|airmail|spark|bluemail|newton|edison|protonmail|proton mail|fastmail|gmx|web\.de|mailbird|em ?client|postbox|nine|aquamail|superhuman|canary)\b/i;

const SCANNER_WORDS = LINK_SCANNERS.flatMap(([name, words]) => words.split(' ').map((word) => ({ name, word })));

/** They fetch pictures when a person opens the message: the open is likely human, only address and device are theirs. */
const IMAGE_PROXY = /googleimageproxy|ggpht\.com|yahoomailproxy/i;

/** Apple Mail Privacy Protection loads every picture of every message, opened or not. */
const APPLE_PRIVACY = /^Mozilla\/5\.0( \(Macintosh;[^)]*\) AppleWebKit\/[\d.]+ \(KHTML, like Gecko\))?$/;

const CUT_SHORT = /\.\.\.$|…$/;
const OFFICE = /msoffice|ms-office|microsoft office/i;
const LONGEST_AGENT = 2000;

export interface AgentRules {
	userAgents: boolean;
	privacyOpens: boolean;
}

/** Why a user agent is a machine's; '' for people's, for agents that the vendor cut short, and for none at all. */
export function agentReason(agent: string, isOpen: boolean, rules: AgentRules): string {
	const text = agent.trim().slice(0, LONGEST_AGENT);
	if (IMAGE_PROXY.test(text) || CUT_SHORT.test(text)) return '';
	if (isOpen && APPLE_PRIVACY.test(text)) return rules.privacyOpens ? 'bot:apple-privacy' : '';
	return rules.userAgents ? scannerReason(text, isOpen) : '';
}

function scannerReason(text: string, isOpen: boolean): string {
	if (text === '') return isOpen ? '' : 'bot:no-user-agent';
	// Outlook itself says "MSOffice" when it shows pictures; on a click it is Microsoft's scanner.
	if (OFFICE.test(text)) return isOpen ? '' : 'bot:scanner:Microsoft';
	const folded = text.toLowerCase();
	const scanner = SCANNER_WORDS.find(({ word }) => folded.includes(word));
	if (scanner) return `bot:scanner:${scanner.name}`;
	if (MAIL_APP.test(text)) return '';
	return isbot(text) ? 'bot:user-agent' : '';
}
