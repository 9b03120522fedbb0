import type { Fields } from '../../path';
import type { Adapter, Draft } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { readAnswers, type Answer } from '../form-answers';
import { child, compact, fieldsOf, first, isTrue, listOf, own, textOf } from '../values';

const ONLY_IDS = nothing(
	'the call names only the id of the lead: read the lead itself, e.g. by the n8n trigger of the network',
);

const withAnswers = (answers: readonly Answer[], draft: Omit<Draft, 'type'>): Draft => {
	const { email, named } = readAnswers(answers);
	// Who leaves a telephone number alone is a lead too.
	return { ...draft, type: 'ad_lead_form', email, leadId: draft.id, attributes: attributesOf(named) };
};

/**
 * Facebook and Instagram lead ads: leads as the Graph API gives them (`field_data`), as n8n's trigger does (`data`, `form`), and
 * the call of a page, which names only ids. https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving
 */
export const facebookLeadAds: Adapter = {
	source: 'facebookLeadAds',
	label: 'Facebook Lead Ads',
	idName: 'Facebook lead id',
	trust: 'visitor',
	keys: ['field_data', 'created_time', 'entry'],
	matches: (event) =>
		Array.isArray(own(event, 'field_data')) ||
		(Object.hasOwn(event, 'created_time') && Object.hasOwn(event, 'form') && Object.hasOwn(event, 'data')) ||
		changesOf(event).some((change) => own(change, 'field') === 'leadgen'),
	read(event) {
		const fields = listOf(own(event, 'field_data')).map(fieldsOf);
		const data = child(event, 'data');
		if (fields.length === 0 && Object.keys(data).length === 0) return [ONLY_IDS];
		const answers: Answer[] =
			fields.length > 0
				? fields.map((field) => ({ label: labelOf(own(field, 'name')), value: answerOf(listOf(own(field, 'values'))) }))
				: Object.entries(data).map(([label, value]) => ({ label: labelOf(label), value }));
		return [
			withAnswers(answers, {
				at: own(event, 'created_time'),
				id: own(event, 'id'),
				properties: compact({
					form: first(own(child(event, 'form'), 'name'), own(event, 'form_name'), own(event, 'form_id')),
					campaign: first(own(child(event, 'campaign'), 'name'), own(event, 'campaign_name')),
					ad: first(own(child(event, 'ad'), 'name'), own(event, 'ad_name'), own(event, 'ad_id')),
					network: own(event, 'platform'),
				}),
			}),
		];
	},
};

/** A question with several choices has several values. */
const answerOf = (values: readonly unknown[]): unknown => (values.length > 1 ? values : values[0]);

const changesOf = (event: Fields): Fields[] =>
	listOf(own(event, 'entry')).flatMap((entry) => listOf(own(fieldsOf(entry), 'changes')).map(fieldsOf));

/** `work_email`, `what's_your_company?` */
const labelOf = (name: unknown): string => textOf(name).replace(/_/g, ' ');

/**
 * LinkedIn lead gen forms: responses of the API, and notifications, which name only ids.
 * https://learn.microsoft.com/en-us/linkedin/marketing/lead-sync/leadsync
 */
export const linkedinLeadAds: Adapter = {
	source: 'linkedinLeadAds',
	label: 'LinkedIn Lead Gen Forms',
	idName: 'LinkedIn lead id',
	trust: 'visitor',
	keys: ['formResponse', 'leadGenFormResponse'],
	matches: (event) =>
		Array.isArray(own(child(event, 'formResponse'), 'answers')) || Object.hasOwn(event, 'leadGenFormResponse'),
	read(event) {
		const response = child(event, 'formResponse');
		if (Object.keys(response).length === 0) return [ONLY_IDS];
		if (isTrue(own(event, 'testLead'))) return [nothing('a lead that was made to try the form out')];
		const metadata = child(child(event, 'leadMetadata'), 'sponsoredLeadMetadata');
		return [
			withAnswers(listOf(own(response, 'answers')).map(fieldsOf).map(linkedinAnswer), {
				at: own(event, 'submittedAt'),
				id: own(event, 'id'),
				properties: compact({
					form: first(own(event, 'formName'), own(event, 'versionedLeadGenFormUrn')),
					campaign: own(metadata, 'campaign'),
					network: 'linkedin',
				}),
			}),
		];
	},
};

function linkedinAnswer(answer: Fields): Answer {
	const details = child(answer, 'answerDetails');
	const text = own(child(details, 'textQuestionAnswer'), 'answer');
	const options = listOf(own(child(details, 'multipleChoiceAnswer'), 'options'));
	const label = textOf(first(own(answer, 'question'), own(answer, 'name'), own(answer, 'predefinedField')));
	return {
		label: label === '' ? `question ${textOf(own(answer, 'questionId'))}` : label.replace(/_/g, ' ').toLowerCase(),
		value: first(text, options.length === 1 ? options[0] : options),
	};
}
