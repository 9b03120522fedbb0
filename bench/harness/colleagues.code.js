/* global $input */
// The Code node "Items" of Aggregate Account: ten leads a company, some of them at a free-mail provider.

const LEADS_A_COMPANY = 10;
const ROLES = ['Decision Maker', 'Champion', 'User', 'Finance', ''];
const LEGAL_FORMS = ['Inc.', 'GmbH & Co. KG', 'Ltd', 'S.A. de C.V.', ''];

function makeLead(index, companies) {
	const company = (index * 7919) % companies;
	const host = `${index % 3 === 0 ? 'mail.' : ''}company${company}.com`;
	return {
		email: `lead${index}@${index % 50 === 7 ? 'gmail.com' : host}`,
		name: `Lead ${index}`,
		company: `Company ${company} ${LEGAL_FORMS[index % LEGAL_FORMS.length]}`.trim(),
		role: ROLES[index % ROLES.length],
		leadScore: { total: (index % 9000) / 100, engagement: index % 40 },
	};
}

const { items } = $input.first().json;
const companies = Math.max(1, Math.round(items / LEADS_A_COMPANY));
return Array.from({ length: items }, (_, index) => ({ json: makeLead(index, companies) }));
