import type { DateTime } from 'luxon';
import { shown, type Fault } from '../fault';
import type { FaultReport } from '../message/message';
import type { CompiledModel } from '../model/compiled';
import { faultReport } from '../report/fault-report';
import { DAY } from '../time';
import { TABLES } from '../tables';
import { reachOfRules } from './reach';

/** The rules that need activities which are older than the settings say, each as a fault that says what to do. */
export const refusalsOf = (model: CompiledModel, before: number, asOf: DateTime): Fault[] =>
	reachOfRules(model)
		.filter(([, reach]) => asOf.toMillis() - reach < before)
		.map(([rule, reach]) => ({
			message: `The rule ${shown(rule)} reads activities ${reach === Infinity ? 'of any age' : `of the last ${Math.ceil(reach / DAY)} days`}, so those that it can count stay, whatever keep_activities says`,
			hint: 'To let them go, give the rule fewer “days”, or a decay that ends, such as expire 365d.',
		}));

/** The month's message about them; undefined where there are none. */
export function refusalReport(faults: readonly Fault[], audience: string, asOf: DateTime): FaultReport | undefined {
	const report = faultReport(faults, { where: TABLES.activityLog.name, audience, link: '' }, asOf);
	return report && { ...report, key: `retention:${asOf.toFormat('yyyy-MM')}` };
}
