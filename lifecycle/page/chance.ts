import type { LeadRow } from '../lead/row';
import { hasEnded } from '../predict/book-chance';
import { markup, type Content, type Html } from './html';
import { sentence } from './words';

/** `B: demo request ×2, last 3 days ago +0.9 · no phone −0.4`, as template 21 writes it. */
const WRITTEN = /^([A-D]): (.*)$/s;
const REASON = /(.+?) ([+−-]\d+(?:\.\d+)?|0)(?: · |$)/gs;

const GRADES: Readonly<Record<string, string>> = {
	A: 'like the best tenth of past leads',
	B: 'like the best 30 % of past leads',
	C: 'like the best 60 % of past leads',
	D: 'like the weakest 40 % of past leads',
};

/** Log-odds from which a reason is worth one and a half, and three times the odds. */
const CLEAR = 0.4;
const STRONG = 1.1;

/**
 * The chance to convert, and why, in words; null where the lead has none, or where it is known how it ended. What somebody wrote
 * in `chanceWhy` by hand is shown as it is.
 */
export function chanceCard({ chance, chanceWhy, stage }: LeadRow): Html | null {
	if (chance === null || hasEnded(stage)) return null;
	const [, grade = '', why = chanceWhy ?? ''] = WRITTEN.exec(chanceWhy ?? '') ?? [];
	const reasons = Array.from(why.matchAll(REASON), ([, text, weight]) => reasonRow(text, numberOf(weight)));
	const place: Content = grade !== '' && markup` Grade ${grade}: ${GRADES[grade]}.`;
	const told: Content =
		reasons.length > 0 ? markup`<table>${reasons}</table>` : why !== '' && markup`<p>${sentence(why)}</p>`;
	return markup`<section class="card o2"><h2>Chance to become a customer</h2><p><b>${chance} %</b>, judged by leads that you won and lost.${place}</p>${told}<p class="soft small">Days in the reasons are those when the chance last changed. The score alone decides who is handed over.</p></section>`;
}

const numberOf = (weight: string): number => Number(weight.replace('−', '-'));

function reasonRow(text: string, weight: number): Html {
	return markup`<tr><th scope="row"><bdi>${text}</bdi></th><td class="number ${weight < 0 ? 'down' : 'up'}">${effect(weight)}</td></tr>`;
}

function effect(weight: number): string {
	if (weight === 0) return 'hardly matters';
	const size = Math.abs(weight);
	return `${weight > 0 ? 'raises' : 'lowers'} it${size >= STRONG ? ' a lot' : size >= CLEAR ? '' : ' a little'}`;
}
