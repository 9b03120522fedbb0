import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { reviewBands } from '../../../lifecycle/review/bands';
import { conversionTable } from '../../../lifecycle/review/conversion';
import { checkModel } from '../../../lifecycle/review/model-check';
import { reviewReport } from '../../../lifecycle/review/report/report';
import { speedToLead } from '../../../lifecycle/review/speed-to-lead';
import { reviewStages } from '../../../lifecycle/review/stages';
import { touchesOf } from '../../../lifecycle/review/touches';
import {
	asOfOf,
	backtestOf,
	bookLeadsOf,
	knownCasesOf,
	leadsWithOwner,
	linesOf,
	modelOf,
	policyFor,
	scoredOf,
	sourceFieldOf,
	totalsAt,
	touchTermsOf,
} from '../sources';

const BANDS = 10;

/** The whole review in one file. It comes also where no lead has an outcome yet: then it says so. */
export async function makeReport(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const model = modelOf(context);
	const asOf = asOfOf(context);
	const policy = policyFor(context);
	const leads = bookLeadsOf(context);
	const lines = linesOf(context);
	const scored = scoredOf(context, model, knownCasesOf(context, leads));
	const tested = backtestOf(context, model, scored);
	const bands = reviewBands(scored, BANDS);
	const base = { leads: scored.length, converted: tested.converted };
	const parts = {
		asOf: asOf.setZone(policy.settings.timeZone),
		model: model.label,
		backtest: scored.length === 0 ? null : tested,
		bands: bands.ok ? bands.value : null,
		conversion: conversionTable(touchesOf(scored, model, touchTermsOf(context)), base),
		findings: checkModel({ model, scored, backtest: tested, ...totalsAt(context, leads, model) }),
		stages: reviewStages(
			leads.map(({ row }) => row),
			lines,
			asOf.toMillis(),
			policy.slaOf,
		),
		speed: speedToLead(leadsWithOwner(leads), lines, sourceFieldOf(context)),
	};
	const { title, sentences, page } = reviewReport(parts);
	const fileName = `scoring-review-${asOf.toFormat('yyyy-MM-dd')}.html`;
	const file = await context.helpers.prepareBinaryData(Buffer.from(page.html, 'utf8'), fileName, 'text/html');
	const json = {
		title,
		text: sentences.join('\n'),
		sentences: [...sentences],
		html: page.html,
		report: { ...base, findings: parts.findings.length },
	};
	return [[{ json, binary: { report: file }, pairedItem: [] }]];
}
