import type { IDataObject } from 'n8n-workflow';
import type { Activity } from '../../lifecycle/activity/activity';

/** An activity as an item holds it; with its objects as JSON text for tables. It is the caller's own, so no copy is made. */
export function activityJson(activity: Activity, asText: boolean): IDataObject {
	if (!asText) return activity as object as IDataObject;
	const { properties, attributes } = activity;
	return { ...activity, properties: JSON.stringify(properties), attributes: JSON.stringify(attributes) };
}
