import type { IWebhookFunctions } from 'n8n-workflow';
import type { NormalizeOptions } from '../../lifecycle/activity/normalize';
import { shown } from '../../lifecycle/fault';
import type { Verifier } from '../../lifecycle/intake/verify';
import { asNumber } from '../../lifecycle/number';
import { asText } from '../../lifecycle/text';
import { readActivitySettings, type ReadingOptions } from '../shared/activity-settings';
import { refuse } from '../shared/shell';
import type { KeptVerifiers } from './kept-verifiers';

/** What the node takes. */
export type Take = 'activities' | 'decisions' | 'body';

/** The form of the node, read. */
export interface Form {
	/** Undefined only where the user chose to check nothing. */
	verifier: Verifier | undefined;
	/** Whether the credential was not read again for this call, so that it may have been changed meanwhile. */
	verifierIsKept: boolean;
	windowSeconds: number;
	/** In bytes. */
	largestBody: number;
	publicUrl: string;
	take: Take;
	/** Undefined where no activities are taken. */
	reading: NormalizeOptions | undefined;
	objectsAsText: boolean;
}

interface Settings extends ReadingOptions {
	largestBody?: unknown;
	objectsAsText?: unknown;
	publicUrl?: unknown;
	windowSeconds?: unknown;
}

const MEGABYTE = 1024 * 1024;

/** Throws when the form makes no sense or its credential cannot check anything: then no call is taken. */
export async function readForm(context: IWebhookFunctions, verifiers: KeptVerifiers): Promise<Form> {
	const settings = context.getNodeParameter('settings', {}) as Settings;
	const number = (value: unknown, displayName: string, otherwise: number): number => {
		const given = value === undefined || value === null || value === '' ? otherwise : asNumber(value);
		if (given !== undefined && given >= 0) return given;
		return refuse(context, {
			message: `“${displayName}” is ${shown(value)}, which is not a number of 0 or more`,
			hint: 'Give a number; 0 switches the check off.',
		});
	};
	const megabytes = number(settings.largestBody, 'Largest Body (MB)', 0);
	const take = context.getNodeParameter('take', 'activities') as Take;
	const form = {
		getNode: () => context.getNode(),
		read: (name: string, _item: number, otherwise: string): unknown => context.getNodeParameter(name, otherwise),
	};
	// Fails closed: anything but the user's own “None” needs a credential that can check.
	const open = context.getNodeParameter('authentication', 'signature') === 'none';
	const { verifier, isKept } = open ? { verifier: undefined, isKept: false } : await verifiers.of(context);
	return {
		verifier,
		verifierIsKept: isKept,
		windowSeconds: number(settings.windowSeconds, 'Time Window (Seconds)', 300),
		largestBody: megabytes === 0 ? Infinity : megabytes * MEGABYTE,
		publicUrl: asText(settings.publicUrl).trim(),
		take,
		reading:
			take === 'activities' ? readActivitySettings(form, settings, verifier?.scheme.trust ?? 'visitor') : undefined,
		objectsAsText: settings.objectsAsText === true,
	};
}
