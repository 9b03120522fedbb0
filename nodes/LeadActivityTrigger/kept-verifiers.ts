import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { readVerifier, type Verifier } from '../../lifecycle/intake/verify';
import { required } from '../shared/shell';

/** In milliseconds. */
const KEPT_FOR = 5_000;
/** Workflows that take calls within that time; beyond it the credential is read for each call. */
const MOST_KEPT = 100;

interface Kept {
	verifier: Verifier;
	until: number;
}

/**
 * What checks the calls of each trigger, kept for five seconds of calls: n8n makes a sandbox of its own each time that
 * a credential is read, which takes longer than all else that is done for a call. So a secret that was taken back may
 * be accepted five seconds longer; a new one is accepted at once, since whoever is turned away by what was kept is
 * checked again by what is stored.
 */
export class KeptVerifiers {
	private readonly kept = new Map<string, Kept>();

	/** Throws when there is no credential, or one that cannot check anything. */
	async of(context: IWebhookFunctions): Promise<{ verifier: Verifier; isKept: boolean }> {
		const key = keyOf(context);
		const now = performance.now();
		const known = key === undefined ? undefined : this.kept.get(key);
		if (known !== undefined && now < known.until) return { verifier: known.verifier, isKept: true };
		const data = await context.getCredentials<IDataObject>('leadActivityWebhookApi');
		const verifier = required(context, readVerifier(data));
		if (key !== undefined) this.keep(key, { verifier, until: now + KEPT_FOR }, now);
		return { verifier, isKept: false };
	}

	forget(context: IWebhookFunctions): void {
		const key = keyOf(context);
		if (key !== undefined) this.kept.delete(key);
	}

	private keep(key: string, kept: Kept, now: number): void {
		for (const [other, { until }] of this.kept) if (until <= now) this.kept.delete(other);
		if (this.kept.size < MOST_KEPT) this.kept.set(key, kept);
	}
}

/** Undefined while someone builds the workflow, who wants to see at once what a change does. */
function keyOf(context: IWebhookFunctions): string | undefined {
	const { id } = context.getNode().credentials?.leadActivityWebhookApi ?? {};
	if (context.getMode() === 'manual' || !id) return undefined;
	return JSON.stringify([context.getWorkflow().id, context.getNode().id, id]);
}
