/** One thing a lead of the demo did, so many days before the demo is played. */
export interface DemoActivity {
	readonly days: number;
	readonly type: string;
	readonly properties?: Readonly<Record<string, string | number | boolean>>;
	readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface DemoLead {
	readonly lead: string;
	readonly story: string;
	readonly activities: readonly DemoActivity[];
}

const page = (days: number, path: string): DemoActivity => ({
	days,
	type: 'page_view',
	properties: { url: `https://www.acme-analytics.example${path}`, path },
});
const pages = (...visits: readonly (readonly [days: number, path: string])[]): DemoActivity[] =>
	visits.map(([days, path]) => page(days, path));
const click = (days: number, campaign: string, link = ''): DemoActivity => ({
	days,
	type: 'email_click',
	properties: { campaign, ...(link === '' ? {} : { link }) },
});
const download = (days: number, kind: string, name: string): DemoActivity => ({
	days,
	type: 'content_download',
	properties: { kind, name },
});
const webinar = (days: number, name: string): DemoActivity => ({ days, type: 'webinar_attend', properties: { name } });
const watched = (days: number, detail: 'general' | 'detailed'): DemoActivity => ({
	days,
	type: 'demo_view',
	properties: { product: 'Acme Analytics', detail },
});
const video = (days: number, name: string): DemoActivity => ({ days, type: 'video_view', properties: { name } });
const search = (days: number, kind: string, term: string): DemoActivity => ({
	days,
	type: 'search',
	properties: { kind, term },
});
const asksForDemo = (days: number): DemoActivity => ({
	days,
	type: 'demo_request',
	properties: { product: 'Acme Analytics' },
});
const leaves = (days: number): DemoActivity => ({
	days,
	type: 'email_unsubscribe',
	properties: { campaign: 'Newsletter' },
});
const form = (days: number, name: string, attributes: Readonly<Record<string, string | number>>): DemoActivity => ({
	days,
	type: 'form_submit',
	properties: { form: name },
	attributes,
});

/** The people of the demo. All domains are reserved for examples. */
export const DEMO_LEADS: readonly DemoLead[] = [
	{
		lead: 'dana.whitfield@northwind-health.example',
		story: 'a director who decides, in a hurry: straight to sales',
		activities: [
			...pages([12.2, '/blog/reporting-in-hospitals'], [9.3, '/product'], [2.1, '/pricing'], [0.9, '/pricing']),
			download(9.2, 'buyers_guide', 'Choosing an analytics suite'),
			form(2, 'Talk to us', {
				name: 'Dana Whitfield',
				title: 'Director of Operations',
				company: 'Northwind Health',
				industry: 'Health care',
				country: 'United States',
				revenue: '600M',
				authority: 'decision maker',
				timeline: 'within 2 months',
			}),
			asksForDemo(0.05),
		],
	},
	{
		lead: 'marcus.boone@ridgeline-bank.example',
		story: 'a manager of a bank who compares vendors',
		activities: [
			form(20, 'Newsletter', {
				name: 'Marcus Boone',
				title: 'Analytics Manager',
				company: 'Ridgeline Bank',
				industry: 'Banking and finance',
				country: 'United States',
				revenue: '320M',
				timeline: '6 months',
			}),
			...pages([19, '/product'], [6.1, '/pricing'], [5.9, '/customers'], [1.2, '/pricing']),
			download(6, 'vendor_review', 'Analytics suites compared'),
			watched(1.1, 'detailed'),
		],
	},
	{
		lead: 'claire.fontaine@groupe-lumiere.example',
		story: 'a French director, two forms: the newer title counts',
		activities: [
			form(31, 'White paper', {
				name: 'Claire Fontaine',
				title: 'Responsable marketing',
				company: 'Groupe Lumière',
				industry: 'Technology',
				country: 'France',
			}),
			download(31, 'white_paper', 'Data in marketing'),
			...pages([14, '/product'], [4.2, '/pricing']),
			form(4, 'Callback', {
				title: 'Directrice marketing',
				revenue: '540M',
				authority: 'decision maker',
				timeline: '1 month',
			}),
			click(1.4, 'Spring release', 'product'),
		],
	},
	{
		lead: 'priya.raman@helixmedica.example',
		story: 'a warm lead one step from sales',
		activities: [
			form(16, 'Webinar', {
				name: 'Priya Raman',
				title: 'IT Manager',
				company: 'Helix Medica',
				industry: 'Pharma',
				country: 'India',
				revenue: '150M',
				timeline: '4 months',
			}),
			webinar(15, 'Dashboards that get read'),
			...pages([15.1, '/product'], [8, '/integrations'], [3, '/customers']),
			click(7, 'March letter', 'company'),
		],
	},
	{
		lead: 'tom.okafor@brightwater.example',
		story: 'reads everything, fits little: engagement without fit',
		activities: [
			...pages(
				[9, '/blog/a'],
				[8.9, '/blog/b'],
				[5, '/product'],
				[4.9, '/pricing'],
				[4.8, '/customers'],
				[3.9, '/blog/c'],
				[2.2, '/pricing'],
				[0.4, '/pricing'],
			),
			download(4.7, 'data_sheet', 'Connectors'),
			video(4.6, 'Product tour'),
			watched(2.1, 'general'),
		],
	},
	{
		lead: 'lena.hoffmann@stahlwerk-nord.example',
		story: 'the right person, who did little: fit without engagement',
		activities: [
			form(3.4, 'Trade fair', {
				name: 'Lena Hoffmann',
				title: 'Direktorin Controlling',
				company: 'Stahlwerk Nord',
				industry: 'High tech manufacturing',
				country: 'Germany',
				revenue: '800M',
				authority: 'decision maker',
			}),
			page(3.3, '/'),
		],
	},
	{
		lead: 'josh.miller@statecollege.example',
		story: 'a student: interested, never a buyer',
		activities: [
			form(11, 'White paper', {
				name: 'Josh Miller',
				title: 'Student',
				company: 'State College',
				country: 'United States',
			}),
			download(11, 'white_paper', 'Data in marketing'),
			...pages([11.1, '/blog/a'], [6, '/careers'], [5.9, '/pricing']),
		],
	},
	{
		lead: 'ingrid.berg@berg-advisory.example',
		story: 'a consultant who looks around for clients',
		activities: [
			form(13, 'Report', {
				name: 'Ingrid Berg',
				title: 'Senior Consultant',
				company: 'Berg Advisory',
				industry: 'Professional services',
				country: 'Norway',
				revenue: '4M',
			}),
			download(13, 'vendor_review', 'Analytics suites compared'),
			...pages([12.9, '/pricing'], [2.6, '/partners']),
		],
	},
	{
		lead: 'sam.carver@rival-insight.example',
		story: 'works for a competitor: put the domain into the rule “Competitor” and switch it on to exclude such leads',
		activities: [
			form(6, 'Data sheet', {
				name: 'Sam Carver',
				title: 'Product Manager',
				company: 'Rival Insight',
				industry: 'Software',
				country: 'Canada',
			}),
			...pages([6.1, '/pricing'], [5.7, '/product'], [0.8, '/pricing']),
			download(6, 'data_sheet', 'Connectors'),
		],
	},
	{
		lead: 'olivia.grant@meadowbrook.example',
		story: 'left the newsletter',
		activities: [
			form(44, 'Newsletter', {
				name: 'Olivia Grant',
				title: 'Marketing Coordinator',
				company: 'Meadowbrook',
				industry: 'E-commerce',
				country: 'Ireland',
			}),
			click(40, 'February letter'),
			page(40, '/blog/b'),
			leaves(12),
		],
	},
	{
		lead: 'rafael.souza@aurora-seguros.example',
		story: 'an insurer that asks for a demo: a key moment, whatever the score',
		activities: [
			form(1.3, 'Contact', {
				name: 'Rafael Souza',
				title: 'Analista de dados',
				company: 'Aurora Seguros',
				industry: 'Insurance',
				country: 'Brazil',
			}),
			page(1.2, '/product'),
			asksForDemo(0.1),
		],
	},
	{
		lead: 'hannah.cole@fenwick-software.example',
		story: 'a director whose company uses a competing product',
		activities: [
			form(8, 'Comparison', {
				name: 'Hannah Cole',
				title: 'Deputy Director, Business Intelligence',
				company: 'Fenwick Software',
				industry: 'Software',
				country: 'United Kingdom',
				revenue: '120M',
				timeline: '2 months',
				competingProduct: 'Rival Insight',
			}),
			...pages([8.1, '/compare/rival-insight'], [2.4, '/pricing']),
			download(7.8, 'buyers_guide', 'Choosing an analytics suite'),
			watched(2.3, 'detailed'),
		],
	},
	{
		lead: 'yuki.tanaka@kansai-robotics.example',
		story: 'early, curious, from a technical team',
		activities: [
			form(5, 'Webinar', {
				name: 'Yuki Tanaka',
				title: 'Data Analyst',
				company: 'Kansai Robotics',
				industry: 'High tech',
				country: 'Japan',
				revenue: '90M',
				timeline: '12 months',
			}),
			webinar(4.8, 'Dashboards that get read'),
			...pages([4.9, '/docs'], [4.7, '/docs/api']),
			video(4.6, 'API in five minutes'),
		],
	},
	{
		lead: 'grace.adeyemi@lagoon-pay.example',
		story: 'a finance director on her third visit to the prices',
		activities: [
			...pages([10, '/'], [7, '/pricing'], [3.1, '/pricing'], [0.7, '/pricing']),
			form(3, 'Price list', {
				name: 'Grace Adeyemi',
				title: 'Finance Director',
				company: 'Lagoon Pay',
				industry: 'Financial technology',
				country: 'Nigeria',
				revenue: '210M',
				authority: 'budget holder',
				timeline: '3 months',
			}),
			click(2.5, 'Case study letter', 'product'),
		],
	},
	{
		lead: 'ben.novak@corner-store.example',
		story: 'digits in the name: data of doubtful quality',
		activities: [form(2.2, 'Newsletter', { name: 'Ben N0vak7', country: 'United States' }), page(2.1, '/blog/a')],
	},
	{
		lead: 'emily.ross@harborview-clinic.example',
		story: 'a hospital manager who came back after a quiet quarter',
		activities: [
			form(95, 'White paper', {
				name: 'Emily Ross',
				title: 'Quality Manager',
				company: 'Harborview Clinic',
				industry: 'Hospital',
				country: 'Australia',
				revenue: '75M',
				timeline: '9 months',
			}),
			download(95, 'white_paper', 'Reporting in hospitals'),
			page(1.5, '/pricing'),
		],
	},
	{
		lead: 'pablo.ortega@costa-retail.example',
		story: 'an online shop, price hunter',
		activities: [
			form(7, 'Price list', {
				name: 'Pablo Ortega',
				title: 'E-commerce Manager',
				company: 'Costa Retail',
				industry: 'E-commerce',
				country: 'Spain',
				revenue: '12M',
				timeline: '1 month',
			}),
			...pages([7.1, '/pricing'], [6.9, '/pricing']),
		],
	},
	{
		lead: 'nora.lindqvist@polarsoft.example',
		story: 'looks for a job, not for software',
		activities: pages([4, '/careers'], [3.9, '/careers/engineering'], [3.8, '/about']),
	},
	{
		lead: 'victor.hale@sterling-capital.example',
		story: 'reads what investors read',
		activities: [
			form(9, 'Annual report', {
				name: 'Victor Hale',
				title: 'Investment Analyst',
				company: 'Sterling Capital',
				industry: 'Finance',
				country: 'United States',
			}),
			...pages([9.1, '/investors'], [8.8, '/investors/results']),
		],
	},
	{
		lead: 'amelia.stone@crestline-insurance.example',
		story: 'decides, has budget, asked by phone for a callback',
		activities: [
			form(1.9, 'Callback', {
				name: 'Amelia Stone',
				title: 'Director of Claims',
				company: 'Crestline Insurance',
				industry: 'Insurance',
				country: 'United States',
				revenue: '1.2B',
				authority: 'decision maker',
				timeline: '2 months',
			}),
			...pages([2, '/product/insurance'], [1.8, '/customers']),
			{ days: 1.7, type: 'callback_request', properties: { url: 'https://www.acme-analytics.example/contact' } },
		],
	},
	{
		lead: 'lukas.weber@alpenlogistik.example',
		story: 'a specialist who tests the product',
		activities: [
			form(10, 'Trial', {
				name: 'Lukas Weber',
				title: 'BI Specialist',
				company: 'Alpenlogistik',
				industry: 'Logistics',
				country: 'Austria',
				revenue: '60M',
				timeline: '6 months',
			}),
			{ days: 9.5, type: 'trial_start', properties: { product: 'Acme Analytics' } },
			...pages([9.4, '/docs'], [8.7, '/docs/connectors'], [1.1, '/pricing']),
			watched(9.6, 'general'),
		],
	},
	{
		lead: 'sofia.marino@milano-finanza.example',
		story: 'searched for the brand by name',
		activities: [
			search(3.3, 'brand', 'acme analytics'),
			...pages([3.2, '/'], [3.1, '/product'], [0.6, '/pricing']),
			form(3, 'Data sheet', {
				name: 'Sofia Marino',
				title: 'Data Manager',
				company: 'Milano Finanza',
				industry: 'Financial services',
				country: 'Italy',
				revenue: '130M',
				timeline: '5 months',
			}),
			download(3, 'data_sheet', 'Security'),
		],
	},
	{
		lead: 'daniel.kim@northwind-health.example',
		story: 'a colleague of the director: the company moves',
		activities: [
			form(6.2, 'Webinar', {
				name: 'Daniel Kim',
				title: 'Data Analyst',
				company: 'Northwind Health',
				industry: 'Health care',
				country: 'United States',
			}),
			webinar(6, 'Dashboards that get read'),
			page(5.9, '/docs'),
		],
	},
	{
		lead: 'ruth.vargas@northwind-health.example',
		story: 'another colleague, from finance',
		activities: [
			form(3.6, 'Price list', {
				name: 'Ruth Vargas',
				title: 'Finance Manager',
				company: 'Northwind Health',
				industry: 'Health care',
				country: 'United States',
				revenue: '600M',
			}),
			page(3.5, '/pricing'),
		],
	},
	{
		lead: 'peter.nagy@danube-telecom.example',
		story: 'was active in the winter, silent since: cooling',
		activities: [
			form(80, 'Trade fair', {
				name: 'Peter Nagy',
				title: 'Head of IT',
				company: 'Danube Telecom',
				industry: 'Technology',
				country: 'Hungary',
				revenue: '250M',
				timeline: '3 months',
			}),
			...pages([79, '/pricing'], [78.5, '/product']),
			watched(78, 'detailed'),
		],
	},
	{
		lead: 'chloe.martin@atelier-verne.example',
		story: 'only opens and clicks the letters',
		activities: [click(33, 'February letter'), click(19, 'March letter'), click(5, 'April letter', 'sector')],
	},
	{
		lead: 'omar.haddad@cedar-hospital.example',
		story: 'a hospital director who watched the demo to the end',
		activities: [
			form(4.5, 'Demo library', {
				name: 'Omar Haddad',
				title: 'Medical Director',
				company: 'Cedar Hospital',
				industry: 'Hospital',
				country: 'Lebanon',
				revenue: '95M',
				authority: 'decision maker',
				timeline: '7 months',
			}),
			watched(4.4, 'detailed'),
			video(4.2, 'Customer story'),
			page(0.5, '/pricing'),
		],
	},
	{
		lead: 'mia.jensen@fjord-energy.example',
		story: 'three people of one team use her address: heavy web activity',
		activities: [
			...pages(
				[2.9, '/product'],
				[2.8, '/integrations'],
				[2.7, '/security'],
				[2.6, '/customers'],
				[2.5, '/docs'],
				[2.4, '/pricing'],
			),
			click(2.9, 'April letter', 'product'),
		],
	},
	{
		lead: 'marta.silva@porto-finance.example',
		story: 'five pages in a week lift her into the sales cells; nobody calls, she cools off',
		activities: [
			form(23, 'Webinar', {
				name: 'Marta Silva',
				title: 'Reporting Manager',
				company: 'Porto Finance',
				industry: 'Finance',
				country: 'United States',
				revenue: '320M',
			}),
			webinar(22.9, 'Dashboards that get read'),
			download(22.8, 'white_paper', 'Data in marketing'),
			video(22.7, 'Product tour'),
			...pages([22.6, '/product'], [22.5, '/docs'], [22.4, '/customers'], [22.3, '/integrations'], [22.2, '/pricing']),
		],
	},
	{
		lead: 'george.tan@straits-health.example',
		story: 'sent back because nobody could reach him, then back by himself',
		activities: [
			form(41, 'Trade fair', {
				name: 'George Tan',
				title: 'Director of Operations',
				company: 'Straits Health',
				industry: 'Health care',
				country: 'Singapore',
				revenue: '700M',
				authority: 'decision maker',
				timeline: '2 months',
			}),
			...pages([40.9, '/product'], [40.8, '/customers'], [9.4, '/product'], [9.2, '/pricing']),
			watched(9.1, 'detailed'),
		],
	},
	...['Ada Quinn', 'Joel Park', 'Rosa Lund'].map((name, index) => ({
		lead: `${name.toLowerCase().replace(' ', '.')}@harvest-foods.example`,
		story: 'one of three of a company: none of them is ready alone, the company is',
		activities: [
			form(12 - 3 * index, 'Price list', {
				name,
				title: ['Purchasing Manager', 'Plant Manager', 'Finance Manager'][index],
				company: 'Harvest Foods',
				industry: 'Food',
				country: 'United States',
				revenue: '180M',
			}),
			page(11.9 - 3 * index, '/product'),
			page(11.8 - 3 * index, '/customers'),
		],
	})),
];
