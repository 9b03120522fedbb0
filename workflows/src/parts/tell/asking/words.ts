import type { Step } from '../../canvas';
import { asOf } from '../../clock';
import { from } from '../../expression';
import { lines, REASONS } from '../../feedback/choices';
import { REACHING } from '../audiences';
import { DELIVERY } from '../delivery';
import { PARTS } from '../message-parts';
import { SLACK_WORDS } from '../slack';
import { ANSWERS, LABELS } from './answers';

export const HAND_OFFS = { name: 'Hand-offs to ask about' };
export const STARTED = { name: 'A question' };
export const OPEN = { name: 'Only while nobody answered' };
export const FIND = { name: 'Find the owner in Slack' };
export const GIVEN = { name: 'Answers' };

// A step that is switched off passes on what it was given, which has no key.
export const UNASKED = `
	${REACHING}
	const asked = new Set($input.all().map(({ json }) => json.key));
	const handOffs = ${from(HAND_OFFS)}.all().map(({ json }) => json).filter(({ key, status }) => key && status);
	const reached = (row) => ({ address: addressOf(row), place: placeOf(row, undefined).channel });
	const questions = handOffs.map((row) => ({
		key: 'ask:' + row.key, lead: row.lead, kind: 'ask', audience: row.audience, title: row.title, text: row.text, details: JSON.stringify({ ...JSON.parse(row.details || '{}'), ...reached(row) }),
		at: ${asOf}, channel: 'slack', status: 'undelivered', attempts: 0, nextAt: ${asOf},
	})).filter(({ key }) => !asked.has(key));
	return { keys: questions.map(({ key }) => ({ key })), questions };
`;

export const questionOf = (book: Step): string => `
	${PARTS}
	${SLACK_WORDS}
	const row = ${from(STARTED)}.first().json;
	const lead = ${from(book)}.all().map(({ json }) => json).find(({ id }) => id !== undefined) ?? {};
	const details = JSON.parse(row.details || '{}');
	const isOpen = lead.stage === 'mql' && row.key === 'ask:hand_off:' + lead.lead + ':' + lead.handedOffAt;
	const due = isTime(details.due) ? ' An answer is due ' + slackTime(details.due) + '.' : '';
	const words = '*' + oneLine(row.title, 300, forSlack) + '*\\n' + [
		...factsOf(details).filter(({ name }) => name !== 'Answer due').map(({ name, text }) => name + ': ' + oneLine(text, 300, forSlack)),
		'Do you take it?' + due,
	].join('\\n');
	return { questions: isOpen ? [{
		address: details.address,
		place: details.place,
		// n8n takes one level of escapes away before it sends.
		message: words.replaceAll('&', '&amp;'),
		lead: row.lead,
		by: row.audience,
	}] : [] };
`;

// Where Slack knows nobody of that address, all of the channel can answer.
export const PLACE = `
	const question = ${from(OPEN)}.first().json;
	return { place: ${from(FIND)}.first(0)?.json.user?.id ?? question.place, message: question.message };
`;

export const answerOf = (question: Step, when: Step): string => `
	${DELIVERY}
	const row = ${from(STARTED)}.first().json;
	const { lead, by } = ${from(question)}.first().json;
	const choices = ${lines(ANSWERS)};
	const reasons = ${lines(REASONS)};
	const { error } = $json;
	const said = $json.data ?? {};
	const [decision, reason, note] = ${JSON.stringify(Object.values(LABELS)).replaceAll('","', '", "')}.map((label) => said[label] ?? '');
	const failure = error === undefined ? [] : [{ id: row.id, status: 'undelivered', nextAt: retryAt(${from(when)}.first().json.asOf, row.attempts), error: 'Slack: ' + cleaned(error) + '.' }];
	// Without an answer in time there is none, and the SLA goes on.
	const answers = choices[decision] === undefined ? [] : [{ lead, decision: choices[decision], reason: reasons[reason] ?? '', note: note.trim(), by }];
	return { answers, failures: failure };
`;

export const TAKEN = `
	const { decision, results, error } = $json;
	const [result] = results ?? [];
	const said = ${from(GIVEN)}.first().json;
	const lost = 'The answer to “' + said.lead + '” (' + said.decision + (said.reason || said.note ? ', ' + [said.reason, said.note].filter((part) => part).join(': ') : '') + ') ';
	if (decision !== undefined) return { lost: [{ words: lost + 'was given in Slack, and “Give the answer to 05” is switched off. Switch it on, and say it in the form of 05.' }] };
	if (error !== undefined) return { lost: [{ words: lost + 'was given in Slack, and 05 did not take it: ' + (error.message ?? error) + ' Say it in the form of 05.' }] };
	if (result?.outcome === 'refused') return { lost: [{ words: lost + 'was not taken: ' + result.message }] };
	return { lost: [] };
`;
