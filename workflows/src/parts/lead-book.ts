/**
 * What the templates have in common in their expressions about leads. The texts stand in bodies of steps, indented as
 * these are; each says what it needs and what it defines.
 */

/** Defines `own(row)`, what counts as the lead's own of a row of the lead book, and `stateOf(row)`, what the nodes read back. */
export const LEAD_STATE = `// What the book holds counts as the lead's own only where no activity taught it; what activities taught is read from the log.
	const own = (row) => {
		const taught = JSON.parse(row.attributes || '{}');
		return Object.fromEntries(['name', 'title', 'company', 'owner'].filter((field) => row[field] && taught[field] === undefined).map((field) => [field, row[field]]));
	};
	const stateOf = ({ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince }) => ({ recycledAt, retained, scoreAdjustment, scoreAdjustmentNote, cell, cellSince });`;

/** An item for *Score Lead*: the lead `lead` with its `row` of the lead book. Needs {@link LEAD_STATE}. */
export const LEAD_TO_SCORE = `{ lead, ...(lead.includes('@') ? { email: lead } : {}), ...own(row), ...stateOf(row), row }`;

/**
 * Defines `version` and `scored`: each scored and classified item of a list with its new `row` of the lead book. `log` is
 * the list of the log's items it was scored from: how many there are of a lead, counted or not, only ever grows.
 */
export const scoredRows = (items: string, log: string): string => `const version = Number($execution.id);
	const logged = new Map();
	for (const { json: { lead } } of ${log}) logged.set(lead, (logged.get(lead) ?? 0) + 1);
	const rowOf = ({ lead, row: before, leadScore, grid }) => {
		const { attributes: taught = {}, ...score } = leadScore;
		const known = (field) => taught[field] ?? before[field] ?? null;
		return {
			lead,
			name: known('name'),
			email: lead.includes('@') ? lead : known('email'),
			title: known('title'),
			company: known('company'),
			// People say who has a lead; what an activity taught of it is older.
			owner: before.owner || known('owner'),
			cell: grid.cell,
			cellSince: grid.since,
			label: grid.label,
			total: score.total,
			fit: score.fit,
			engagement: score.engagement,
			quality: score.quality,
			recent: score.recent,
			signal: score.signal,
			summary: score.summary,
			lastActivityAt: score.lastActivityAt,
			activities: score.activities,
			logged: logged.get(lead) ?? 0,
			recycles: before.id === undefined ? 0 : before.recycles,
			attributes: JSON.stringify(taught),
			leadScore: JSON.stringify(score),
			version,
		};
	};
	const scored = ${items}.map(({ json }) => {
		const { excluded, moments, reasons } = json.leadScore;
		return { before: json.row, row: rowOf(json), route: json.grid.route, transition: json.grid.transition, excluded, moments: excluded ? [] : moments, reasons };
	});`;

/**
 * Defines `handOff({ row, reasons }, handed)`, the message that hands a lead over, `handed` being its row with `handedOffAt` and,
 * where it is known, `due`, until when sales should answer, in ISO 8601; and `common(row)`, what the messages to its owner
 * have in common. Needs `at` and the words.
 */
export const HAND_OFF = `// A visit to just any page, worth a point, is nothing to open with.
	const opener = (reasons) => latest(reasons.filter(({ points, count, dimension }) => dimension === 'engagement' && points / (count || 1) >= 2))?.rule;
	const common = (row) => ({ lead: row.lead, audience: row.owner ?? 'sales', at });
	const handOff = ({ row, reasons }, { handedOffAt, due }) => ({
		...common(row),
		key: 'hand_off:' + row.lead + ':' + handedOffAt,
		kind: 'hand_off',
		title: 'Ready for sales: ' + who(row),
		text: [
			whoLine(row),
			'Why now: ' + (latest(reasons) ? latest(reasons).rule + ' on ' + day(latest(reasons).lastAt) : 'the score entered the sales cells') + '. Signal: ' + row.signal + '.',
			standing(row),
			reasonsLine(reasons),
			nextLine('get in touch today' + (opener(reasons) ? ', and open with what they looked for: ' + opener(reasons) : '') + '. Then accept the lead, or send it back with a reason: ' + form + encodeURIComponent(row.lead)),
		].join('\\n'),
		details: { ...detailsOf(row, reasons), stage: 'mql', due },
	});`;
