import { CHOICES } from '../feedback/choices';

const choiceFor = (decision: string): string =>
	Object.entries(CHOICES).find(([, stands]) => stands === decision)?.[0] ?? '';

/**
 * Defines the parts of a message that every channel shows in its own way. `row` is a row of the outbox, `details` the
 * object in its column of that name.
 *
 * - `oneLine(text, limit)` and `cut(text, limit, escaped)`: never longer than `limit`, in UTF-16 units as all three channels
 *   count, nor cut inside a character or an escape.
 * - `factsOf(details)`: `[{ name, text, at }]`, where `at` is a time to be shown as the channel can.
 * - `linesOf(row, details)`: `[{ name, text }]`, what the facts do not say already; `name` may be ''.
 * - `answersOf(details, by)`: `[{ name, url, isFirst }]`, the links of the buttons.
 */
export const PARTS = String.raw`const tidy = (text) => String(text ?? '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, ' ');
	const cut = (text, limit, escaped = (character) => character) => {
		const pieces = Array.from(tidy(text), escaped);
		if (pieces.join('').length <= limit) return pieces.join('');
		let kept = '';
		for (const piece of pieces) {
			if (kept.length + piece.length > limit - 1) break;
			kept += piece;
		}
		return kept + '…';
	};
	const oneLine = (text, limit, escaped) => cut(tidy(text).replace(/\s+/g, ' ').trim(), limit, escaped);
	const isTime = (iso) => typeof iso === 'string' && DateTime.fromISO(iso).isValid;
	const number = (value) => (Math.round((value ?? 0) * 100) / 100).toString();
	const factsOf = ({ icon, cell, label, total, fit, engagement, due, last }) => [
		...(cell ? [{ name: 'Cell', text: [icon, cell, label ? '(' + label + ')' : ''].filter((part) => part).join(' ') }] : []),
		...(typeof total === 'number' ? [{ name: 'Score', text: number(total) + (typeof fit === 'number' ? ' (fit ' + number(fit) + ', engagement ' + number(engagement) + ')' : '') }] : []),
		...(isTime(due) ? [{ name: 'Answer due', text: '', at: due }] : []),
		...(last?.what ? [{ name: 'Last seen', text: last.what, at: isTime(last.at) ? last.at : undefined }] : []),
	];
	const reasonsOf = ({ reasons }) => Array.isArray(reasons) ? reasons.slice(0, 3) : [];
	const linesOf = ({ text }, details) => tidy(text).split('\n').filter((line) => line.trim() !== '')
		.filter((line) => !(details.cell && line.startsWith('Cell ')) && !(reasonsOf(details).length > 0 && line.startsWith('Strongest reasons: ')))
		// The buttons hold the address.
		.map((line) => details.link ? line.split(': ' + details.link).join('.') : line)
		.map((line) => ({ line, colon: line.indexOf(': ') }))
		.map(({ line, colon }) => colon > 0 && colon <= 30 && !line.startsWith('- ') ? { name: line.slice(0, colon), text: line.slice(colon + 2) } : { name: '', text: line });
	const answersOf = ({ link, stage }, by = '') => {
		if (!/^https?:\/\/[^\s"<>]+$/.test(link ?? '')) return [];
		const urlFor = (decision) => link + (decision ? '&decision=' + encodeURIComponent(decision) : '') + (by ? '&by=' + encodeURIComponent(by) : '');
		const answers = stage === 'mql'
			? [{ name: 'Accept', url: urlFor('${choiceFor('accepted')}'), isFirst: true }, { name: 'Send back', url: urlFor('${choiceFor('sent_back')}'), isFirst: false }]
			: [{ name: 'Say what became of it', url: urlFor(''), isFirst: true }];
		return answers.every(({ url }) => url.length <= 3000) ? answers : [];
	};`;
