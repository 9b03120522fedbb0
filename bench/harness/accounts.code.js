/* global $input */
// The Code node "Code" beside Aggregate Account: the sum of the scores by the domain of the e-mail address. The last
// two parts of the host are the company, which holds for these leads (and not for acme.co.uk).

const FREE_MAIL = ['gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'gmx.de', 'aol.com', 'icloud.com'];
const THRESHOLD = 65;
const TOP_LEADS = 3;
const started = Date.now();
const rounded = (points) => Math.round(points * 100) / 100;

const accounts = new Map();
for (const { json } of $input.all()) {
	const domain = json.email.toLowerCase().split('@').pop().split('.').slice(-2).join('.');
	const isAlone = FREE_MAIL.includes(domain);
	const key = isAlone ? json.email : domain;
	const account = accounts.get(key) ?? { domain: isAlone ? null : domain, name: json.company, people: [] };
	account.people.push(json);
	accounts.set(key, account);
}

function accountOf(account, { domain, name, people }) {
	const score = rounded(people.reduce((sum, { leadScore }) => sum + leadScore.total, 0));
	const strongest = [...people].sort((left, right) => right.leadScore.total - left.leadScore.total);
	return {
		account,
		domain,
		name,
		score,
		members: people.length,
		engaged: people.filter(({ leadScore }) => leadScore.engagement > 0).length,
		topLeads: strongest.slice(0, TOP_LEADS).map((lead) => ({
			lead: lead.email,
			name: lead.name,
			role: lead.role || null,
			score: lead.leadScore.total,
			qualified: lead.leadScore.total >= THRESHOLD,
		})),
		qualified: score >= THRESHOLD,
		transition: score >= THRESHOLD ? 'entered' : 'stayed',
	};
}

const output = Array.from(accounts, ([key, account]) => ({ json: accountOf(key, account) }));
output[0].json.scriptMilliseconds = Date.now() - started;
return output;
