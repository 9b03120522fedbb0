import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import type { FaultReport } from '../../lifecycle/message/message';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import type { Settings } from '../../lifecycle/settings/settings';
import { asText } from '../../lifecycle/text';
import { readAsOf, refuse } from '../shared/shell';

/** Who is told, and the time in the zone in which its day is meant. */
export interface Terms {
	readonly audience: string;
	readonly asOf: DateTime;
	readonly settings: Settings;
}

/** @param settings in a time zone */
export function readTerms(context: IExecuteFunctions, settings: Settings): Terms {
	const { asOf } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	const audience = asText(context.getNodeParameter('audience', 0, 'marketing')).trim();
	if (audience === '')
		refuse(context, { message: '“Audience” is empty', hint: 'Write who gets the message, e.g. marketing.' });
	return { audience, settings, asOf: readAsOf(context, asOf).setZone(settings.timeZone) };
}

/** The report as a row of the outbox; nothing where the settings switch such messages off. */
export function rowOf(
	report: FaultReport | undefined,
	settings: Settings,
	pairedItem: IPairedItemData | IPairedItemData[],
): INodeExecutionData[] {
	const row = report && outboxRowOf(report, settings);
	return row === undefined ? [] : [{ json: { ...row }, pairedItem }];
}
