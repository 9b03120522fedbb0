import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { shown } from '../../../lifecycle/fault';
import { asNumber } from '../../../lifecycle/number';
import { looksOf } from '../../../lifecycle/review/ab-looks';
import { armOf, judgeTest } from '../../../lifecycle/review/ab-test';
import type { Case } from '../../../lifecycle/review/cohort';
import { testSentences } from '../../../lifecycle/review/in-words';
import { asText } from '../../../lifecycle/text';
import { refuse } from '../../shared/shell';
import { itemsOf, reportItem } from '../items';
import { casesOf, numberParameter, optionsOf } from '../sources';

/** The options by their names in the form, with what counts where they are left out. */
const PERCENTAGES = {
	shareOfB: { title: 'Share of B (Percent)', usual: 50 },
	usual: { title: 'Usual Conversion (Percent)', usual: 10 },
	worthwhile: { title: 'Worthwhile Gain (Percent)', usual: 20 },
} as const;

export function abTest(context: IExecuteFunctions): INodeExecutionData[][] {
	const name = asText(context.getNodeParameter('test', 0, '')).trim();
	if (name === '')
		refuse(context, {
			message: '“Test” is empty',
			hint: 'Name the test; the name decides which lead is in which arm.',
		});
	const percent = (option: keyof typeof PERCENTAGES): number => percentOption(context, option);
	const share = percent('shareOfB');
	const plan = { usual: percent('usual'), worthwhile: 1 + percent('worthwhile') };
	const cases = casesOf(context);
	const arm = ({ lead }: Case) => armOf(name, lead, share);
	const result = judgeTest(looksOf(cases, arm, numberParameter(context, 'windowDays', 'Days to Convert')), plan);
	const arms = [
		{ arm: 'A', ...result.A },
		{ arm: 'B', ...result.B },
	];
	return [itemsOf(arms), reportItem(testSentences(result), result)];
}

function percentOption(context: IExecuteFunctions, name: keyof typeof PERCENTAGES): number {
	const { title, usual } = PERCENTAGES[name];
	const given = optionsOf(context)[name] ?? usual;
	const value = asNumber(given);
	if (value !== undefined && value > 0 && value < 100) return value / 100;
	return refuse(context, {
		message: `The option “${title}” is ${shown(given)}, which is not a percentage between 0 and 100`,
		hint: `Give a percentage, or leave it out for ${usual}.`,
	});
}
