import { readRow } from '../../lifecycle/lead/row';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { advance } from '../../lifecycle/stage/advance';
import { ambiguousLead, unknownLead } from '../../lifecycle/stage/answer';
import type { Decision } from '../../lifecycle/stage/cause';
import { AS_OF, LEAD, policyAt } from '../support/stage';

const french = policyAt(AS_OF, readSettings([{ name: 'language', value: 'fr' }]).settings);

const decision = (more: Partial<Decision>): Decision => ({
	...{ activity: 'd1', lead: LEAD, decision: 'accepted', reason: '', by: 'ben@sales.example', note: '', owner: '' },
	...{ at: AS_OF, crm: '' },
	...more,
});
const handedOver = { stage: 'mql', handedOffAt: '2026-02-20T08:00:00.000Z' };

function answerOf(row: Record<string, unknown>, more: Partial<Decision>) {
	const { row: before } = readRow({
		...{ id: 1, lead: LEAD, name: 'Ana Ruiz', title: 'Directrice', company: 'Acme', email: LEAD, version: 5 },
		...{ owner: 'ben@sales.example', activities: 3, total: 70, fit: 30, engagement: 40, cell: 'A2', label: 'Hot' },
		...row,
	});
	return advance(before, [{ kind: 'decision', decision: decision(more) }], french).answers[0];
}

describe('the answer to a decision, where the settings say French', () => {
	const who = `Ana Ruiz, Directrice chez Acme (${LEAD})`;

	it.each<[string, Record<string, unknown>, Partial<Decision>, string, string]>([
		['accepted', handedOver, {}, 'Accepté', `${who} est accepté. Le délai de première réponse est arrêté.`],
		[
			'an opportunity',
			handedOver,
			{ decision: 'opportunity' },
			'Marqué comme opportunité',
			`${who} est maintenant une opportunité.`,
		],
		['won', handedOver, { decision: 'won' }, 'Gagné', `${who} est gagné. Bravo !`],
		[
			'another owner',
			handedOver,
			{ decision: 'owner', owner: 'zoe@sales.example' },
			'Nouveau responsable',
			`${who} est confié à zoe@sales.example désormais.`,
		],
		[
			'sent back',
			handedOver,
			{ decision: 'sent_back', reason: 'bad timing' },
			'Renvoyé au marketing',
			`${who} retourne au marketing, sur le parcours `,
		],
		[
			'without a known reason',
			handedOver,
			{ decision: 'sent_back', reason: 'ennui' },
			'Raison nécessaire',
			'La raison « ennui » n’est pas connue. Choisissez parmi : ',
		],
		[
			'accepted twice',
			{ stage: 'accepted', handedOffAt: '2026-02-20T08:00:00.000Z', acceptedAt: '2026-02-21T08:00:00.000Z' },
			{},
			'Déjà répondu',
			`${who} est déjà accepté, depuis le 21 févr. 2026. Rien n’a été modifié.`,
		],
		[
			'not handed over',
			{ stage: 'nurture' },
			{},
			'Impossible',
			`${who} est encore au marketing, il n’y a donc rien à accepter. Rien n’a été modifié. Il sera transmis`,
		],
	])('%s', (_name, row, more, title, beginning) => {
		const answer = answerOf(row, more);
		expect(answer.title).toBe(title);
		expect(answer.message.slice(0, beginning.length)).toBe(beginning);
	});

	it('names leads that are not there, and several of one address', () => {
		expect(unknownLead(decision({}), french).message).toBe(
			`Aucun lead « ${LEAD} » n’est dans le livre des leads. Vérifiez l’adresse e-mail, ou ouvrez le lien du message de transmission.`,
		);
		expect(ambiguousLead(decision({}), ['a', 'b'], french)).toMatchObject({
			title: 'Quel lead ?',
			message: `Plusieurs leads ont l’adresse « ${LEAD} ». Indiquez l’un d’eux : a, b.`,
		});
	});
});
