import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { outboxRowOf } from '../../../lifecycle/message/outbox';
import { reviewBands } from '../../../lifecycle/review/bands';
import { bantTruth } from '../../../lifecycle/review/bant';
import { conversionTable } from '../../../lifecycle/review/conversion';
import { checkModel } from '../../../lifecycle/review/model-check';
import { reviewReport, type ReviewReport } from '../../../lifecycle/review/report/report';
import { speedToLead } from '../../../lifecycle/review/speed-to-lead';
import { reviewStages } from '../../../lifecycle/review/stages';
import { touchesOf } from '../../../lifecycle/review/touches';
import type { Settings } from '../../../lifecycle/settings/settings';
import { toIso } from '../../../lifecycle/time';
import { BANT_FIELDS, DEAL_VALUE } from './bant';
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
		bant: bantTruth(scored, BANT_FIELDS, DEAL_VALUE),
		findings: checkModel({ model, scored, backtest: tested, ...totalsAt(context, leads, model) }),
		stages: reviewStages(
			leads.map(({ row }) => row),
			lines,
			asOf.toMillis(),
			policy.slaOf,
		),
		speed: speedToLead(leadsWithOwner(leads), lines, sourceFieldOf(context)),
	};
	const reviewed = reviewReport(parts);
	const { title, sentences, page } = reviewed;
	const fileName = `scoring-review-${asOf.toFormat('yyyy-MM-dd')}.html`;
	const file = await context.helpers.prepareBinaryData(Buffer.from(page.html, 'utf8'), fileName, 'text/html');
	const json = {
		title,
		text: sentences.join('\n'),
		sentences: [...sentences],
		html: page.html,
		report: { ...base, findings: parts.findings.length },
	};
	const row = weeklyMail(reviewed, { asOf: parts.asOf, fileName, settings: policy.settings });
	const message: INodeExecutionData[] = row === undefined ? [] : [{ json: { ...row }, pairedItem: [] }];
	return [[{ json, binary: { report: file }, pairedItem: [] }], message];
}

interface Mailing {
	readonly asOf: DateTime;
	readonly fileName: string;
	readonly settings: Settings;
}

/** The mail to the manager, as a row of the outbox; the week is in its key, so that it comes once. */
function weeklyMail({ title, sentences, page }: ReviewReport, { asOf, fileName, settings }: Mailing) {
	return outboxRowOf(
		{
			...{ kind: 'digest', audience: 'manager', channels: ['email'], title },
			key: `review:${asOf.toFormat("kkkk-'W'WW")}:manager`,
			at: toIso(asOf.toMillis()),
			lines: sentences.slice(0, -1),
			next: sentences[sentences.length - 1],
			file: { name: fileName, html: page.html },
		},
		settings,
	);
}
