import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { shown } from '../../lifecycle/fault';
import type { OtherKey } from '../../lifecycle/identity/links';
import { judgeMachines, MACHINE_DEFAULTS, type MachineOptions } from '../../lifecycle/log/machines';
import { asNumber } from '../../lifecycle/number';
import { isFields, pathReader } from '../../lifecycle/path';
import { asText, splitEntries, splitList } from '../../lifecycle/text';
import { optionalFieldParameter, refuse, type ItemReader } from '../shared/shell';

type OtherKeysReader = (...item: Parameters<ItemReader>) => readonly OtherKey[];

/** Reads the other keys of a lead: a list of keys, of keys with the time for which they are the lead's, or text with commas. */
export function otherKeysReader(context: IExecuteFunctions): OtherKeysReader {
	const read = optionalFieldParameter(context, 'otherKeysField');
	if (read !== undefined) return (item, index) => toKeys(read(item, index));
	if (context.getNodeParameter('leadShape', 0, 'generic') !== 'hubspot') return () => [];
	return (item) => toKeys(splitEntries(asText(furtherAddresses(item.json))));
}

/** HubSpot keeps a contact's further addresses in one property. */
const furtherAddresses = pathReader('properties.hs_additional_emails');

function toKeys(value: unknown): OtherKey[] {
	const list: readonly unknown[] = Array.isArray(value) ? value : splitList(asText(value));
	return list.flatMap((entry) => {
		const { key, after, until } = isFields(entry) ? entry : { key: entry, after: null, until: null };
		const name = asText(key).trim();
		return name === '' ? [] : [{ key: name, after: asText(after) || null, until: asText(until) || null }];
	});
}

type Judge = (lead: string, activities: readonly unknown[]) => readonly unknown[];

/** Judges what only several activities together show, where the form says so. */
export function machineJudge(context: IExecuteFunctions, asOf: DateTime): Judge {
	if (context.getNodeParameter('judgeMachines', 0, false) !== true) return (_lead, activities) => activities;
	const options = machineOptions(context, context.getNodeParameter('options', 0, {}));
	const now = asOf.toMillis();
	return (lead, activities) =>
		activities.every(isFields) ? judgeMachines(lead, activities, options, now) : activities;
}

function machineOptions(context: IExecuteFunctions, options: IDataObject): MachineOptions {
	const number = (name: Exclude<keyof MachineOptions, 'honeypots'>, displayName: string): number => {
		const value = options[name];
		const given = value === undefined || value === null || value === '' ? MACHINE_DEFAULTS[name] : asNumber(value);
		if (given !== undefined && given >= 0) return given;
		return refuse(context, {
			message: `“${displayName}” is ${shown(value)}, which is not a number of 0 or more`,
			hint: 'Give a number; 0 switches the rule off.',
		});
	};
	return {
		burstLinks: number('burstLinks', 'Burst: Links'),
		burstSeconds: number('burstSeconds', 'Burst: Seconds'),
		fastSeconds: number('fastSeconds', 'Quick Click (Seconds)'),
		releaseDays: number('releaseDays', 'Release After Human Act (Days)'),
		honeypots: splitList(asText(options.honeypots)),
	};
}
