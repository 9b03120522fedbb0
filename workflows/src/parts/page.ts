/** Steps that show a page in the browser, for all templates that do. */
import { startsWith, step, type Place } from './canvas';
import { value } from './expression';

/** Pages hold people's data, and each call brings the password of its sign-in: n8n is to keep neither. */
export const SAVES_NO_PAGE = { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' } as const;

/** Opens with a page, or another answer, at `/webhook/PATH`, for those who know user and password. */
export const pageCall = (name: string, place: Place, path: string) =>
	startsWith(
		'webhook',
		name,
		place,
		{ httpMethod: 'GET', path, authentication: 'basicAuth', responseMode: 'responseNode', options: {} },
		{ webhookId: WEBHOOK_IDS[path], notes: 'Choose a Basic Auth credential', notesInFlow: true },
	);

const WEBHOOK_IDS: Readonly<Record<string, string>> = {
	backlog: '0d9c2b7e-6f3a-4b1d-8e57-1eadfeedbac5',
	'lead-page': '4f0f6f1c-1c5e-4d0a-9a5e-1eadfeedbac3',
	'scoring-review': 'b7f6e1de-58a2-4c55-8c1f-1eadfeedbac4',
};

/** The address of n8n's forms and webhooks, from inside a run. */
const HERE = "$execution.resumeUrl.split('/webhook-waiting')[0]";

/** The form of 05. */
export const FEEDBACK_FORM = value(`${HERE} + '/form/lead-feedback'`);

const header = (name: string, text: string) => ({ name, value: text });

/** n8n adds a sandbox of its own; the page's policy is in the page. */
const HEADERS = [
	header('Content-Type', 'text/html; charset=utf-8'),
	header('Cache-Control', 'private, no-store'),
	header('Referrer-Policy', 'no-referrer'),
	header('X-Content-Type-Options', 'nosniff'),
	header('X-Frame-Options', 'DENY'),
];

const FAILED = '<!doctype html><meta charset=utf-8><title>No page</title><h1>This page cannot be made</h1><p>';

/** Answers with a page; what stopped the node that makes it is said as text. */
export const pageAnswer = (place: Place) =>
	step('respondToWebhook', 'Show the page', place, {
		respondWith: 'text',
		responseBody: value(`$json.html ?? '${FAILED}' + String($json.error).replaceAll('<', '&lt;')`),
		options: {
			responseCode: value('$json.html ? ($json.found === false ? 404 : 200) : 500'),
			responseHeaders: { entries: HEADERS },
		},
	});
