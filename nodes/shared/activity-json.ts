import type { IDataObject } from 'n8n-workflow';
import { idInLog, type Activity } from '../../lifecycle/activity/activity';

/** An activity as an item holds it; or as a row of the log: short ids, objects as JSON text. It is the caller's own, so no copy is made. */
export function activityJson(activity: Activity, isRow: boolean): IDataObject {
	if (!isRow) return activity as object as IDataObject;
	const { properties, attributes } = activity;
	return {
		...activity,
		activity: idInLog(activity.activity),
		properties: JSON.stringify(properties),
		attributes: JSON.stringify(attributes),
	};
}
