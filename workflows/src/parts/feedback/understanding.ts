import { TABLES } from '../../tables';
import { startsWith } from '../canvas';
import { asOf, clock } from '../clock';
import { from, value } from '../expression';
import { readRows, splitOut, workOut } from '../steps';
import { at } from './place';

/** Up to this many leads are looked up one by one; for more the lead book is read whole. */
const FEW_QUERIES = 50;

/**
 * What sales may say of a lead, and the stages in which it can be said. Whoever has no CRM never says “opportunity”, and
 * not every CRM tells each step, so a step may be left out.
 */
export const DECISIONS = {
	accepted: ['mql'],
	opportunity: ['mql', 'accepted'],
	won: ['mql', 'accepted', 'opportunity'],
	sent_back: ['mql', 'accepted', 'opportunity'],
	lost: ['mql', 'accepted', 'opportunity'],
};

/** The one decision that can be said in every stage, and changes none: who the lead belongs to. */
export const OWNER = 'owner';

const asText = (data: object): string => JSON.stringify(data).replaceAll('"', "'").replaceAll(',', ', ');

/**
 * What sales says, an item for each lead: `{ item, lead, decision, reason, by, note, owner, at, asOf }`; of a change made
 * in a CRM also its name as `crm`, and `shown`, the stage that our property shows there.
 */
export const said = startsWith('executeWorkflowTrigger', 'Feedback', at(0, 0), { inputSource: 'passthrough' });
const moment = clock(at(1, 0));
const lookups = workOut(
	'Whom it is about',
	at(2, 0),
	`
	const keys = [...new Set(${from(said)}.all().map(({ json }) => json.lead.trim().toLowerCase()))];
	return { lookups: keys.length > ${FEW_QUERIES} ? [{ condition: 'isNotEmpty', key: '' }] : keys.map((key) => ({ condition: 'eq', key })) };
`,
);
const eachLookup = splitOut('Queries on the book', at(3, 0), 'lookups');
const named = (keyName: string) => ({
	keyName,
	condition: value('$json.condition'),
	keyValue: value('$json.key'),
});
const readBook = readRows('Read ll_lead_book', at(4, 0), TABLES.leadBook, [named('lead'), named('email')], {
	any: true,
});

export const meaning = workOut(
	'What it means',
	at(5, 0),
	`
	const stages = ${asText(DECISIONS)};
	const asOf = ${asOf};
	const rows = $input.all().map(({ json }) => json).filter((row) => row.id !== undefined);
	const firstOf = new Map();
	for (const row of rows) if (!firstOf.has(row.lead)) firstOf.set(row.lead, row);
	// By key, else by e-mail address where only one lead has it.
	const find = (key) => {
		if (firstOf.has(key)) return [firstOf.get(key)];
		return [...new Set(rows.filter(({ email }) => (email ?? '').toLowerCase() === key).map(({ lead }) => lead))].map((lead) => firstOf.get(lead));
	};
	const understood = ${from(said)}.all().map(({ json: { item, decision, reason, by, note, owner, at, lead, crm, shown } }) => ({
		item, decision, reason: reason || note || '', by: by || '', note: note || '', owner: (owner || '').trim(), at: at && at < asOf ? at : asOf, key: lead.trim().toLowerCase(), crm: crm || null, shown: shown || null,
	})).map((answer) => ({ ...answer, found: find(answer.key) }));

	// Several answers of one call about a lead follow each other.
	const stageNow = new Map();
	const ownerNow = new Map();
	const owners = [];
	const owned = [];
	const moves = [];
	const froms = [];
	const returns = [];
	const before = {};
	const plans = understood.map(({ found, ...answer }) => {
		if (found.length !== 1) return { ...answer, plan: found.length === 0 ? 'unknown' : 'ambiguous', leads: found.map(({ lead }) => lead) };
		const row = found[0];
		const stage = stageNow.get(row.id) ?? (row.stage || 'new');
		const plan = { ...answer, row, stage };
		if (answer.decision === '${OWNER}') {
			const before = ownerNow.has(row.id) ? ownerNow.get(row.id) : row.owner || '';
			if (before.toLowerCase() === answer.owner.toLowerCase()) return { ...plan, plan: 'no' };
			ownerNow.set(row.id, answer.owner);
			owners.push({ id: row.id, owner: answer.owner || null, version: Number($execution.id) });
			owned.push(before ? { condition: 'eq', owner: before } : { condition: 'isEmpty', owner: '' });
			return { ...plan, plan: 'owner', before };
		}
		// A CRM goes on showing what was said of the lead before it was handed over anew.
		if (answer.crm && row.handedOffAt && answer.at < row.handedOffAt) return { ...plan, plan: 'old' };
		if (!stages[answer.decision].includes(stage)) return { ...plan, plan: 'no' };
		const saidAt = [answer.at, row.handedOffAt || answer.at].sort().at(-1);
		if (answer.decision === 'sent_back' || answer.decision === 'lost') {
			before[row.id] = { stage, handedOffAt: row.handedOffAt, recycles: row.recycles };
			stageNow.set(row.id, 'recycled');
			returns.push({ item: answer.item, id: row.id, stage, handedOffAt: row.handedOffAt, recycles: row.recycles, leadScore: JSON.parse(row.leadScore || '{}'), reason: answer.reason, by: answer.by });
			return { ...plan, plan: 'return', at: saidAt };
		}
		stageNow.set(row.id, answer.decision);
		froms.push(stage);
		const owner = (ownerNow.has(row.id) ? ownerNow.get(row.id) : row.owner) || (answer.by.includes('@') ? answer.by : null);
		moves.push({ id: row.id, stage: answer.decision, acceptedAt: row.acceptedAt || saidAt, owner, version: Number($execution.id) });
		return { ...plan, plan: 'move', at: saidAt };
	});
	return { plans, owners, owned, moves, froms, returns, before, asked: [...new Set(plans.filter(({ plan }) => plan === 'no').map(({ row }) => row.lead))].map((lead) => ({ lead })) };
`,
);

export const understand = said.to(moment).to(lookups).to(eachLookup).to(readBook).to(meaning);
