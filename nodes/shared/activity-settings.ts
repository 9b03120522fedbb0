import type { INode } from 'n8n-workflow';
import { adapterOf } from '../../lifecycle/activity/adapters';
import { GENERIC_DEFAULTS, type GenericMapping } from '../../lifecycle/activity/adapters/generic';
import type { NormalizeOptions } from '../../lifecycle/activity/normalize';
import { QUARANTINE_DEFAULTS } from '../../lifecycle/activity/quarantine';
import { TRUST_LEVELS, type Trust } from '../../lifecycle/activity/trust';
import { shown } from '../../lifecycle/fault';
import { asNumber } from '../../lifecycle/number';
import { asText, splitList } from '../../lifecycle/text';
import { EVIDENCE_RULES } from './activity-form';
import { refuse } from './shell';

/** The options that `readingOptions` offers, as the form gives them. */
export interface ReadingOptions {
	burstLinks?: unknown;
	burstSeconds?: unknown;
	fastSeconds?: unknown;
	futureMinutes?: unknown;
	honeypots?: unknown;
	keepDeliveries?: unknown;
	link?: unknown;
	objectsAsText?: unknown;
	releaseDays?: unknown;
	rules?: unknown;
	trust?: unknown;
}

/** What reading needs of a node's context: one for items and one for webhooks give it in different ways. */
export interface Form {
	getNode(): INode;
	/** A parameter's value for an item; a webhook has no items. */
	read(name: string, item: number, otherwise: string): unknown;
}

/**
 * The form as the domain's options; a value that makes no sense is refused before any item is touched. `caller` is the most
 * that whoever brought the events may say.
 */
export function readActivitySettings(form: Form, options: ReadingOptions, caller: Trust = 'own'): NormalizeOptions {
	const number = (value: unknown, displayName: string, fallback: number): number => {
		const given = value === undefined || value === null || value === '' ? fallback : asNumber(value);
		if (given !== undefined && given >= 0) return given;
		return refuse(form, {
			message: `“${displayName}” is ${shown(value)}, which is not a number of 0 or more`,
			hint: 'Give a number; 0 switches the rule off.',
		});
	};
	const rules = new Set(Array.isArray(options.rules) ? options.rules : EVIDENCE_RULES.map(({ value }) => value));
	return {
		source: readSource(form),
		mapping: readMapping(form),
		trust: readTrust(form, options.trust),
		caller,
		link: options.link !== false,
		keepDeliveries: options.keepDeliveries === true,
		quarantine: {
			providerMarks: rules.has('providerMarks'),
			userAgents: rules.has('userAgents'),
			privacyOpens: rules.has('privacyOpens'),
			headRequests: rules.has('headRequests'),
			burstLinks: number(options.burstLinks, 'Burst: Links', QUARANTINE_DEFAULTS.burstLinks),
			burstSeconds: number(options.burstSeconds, 'Burst: Seconds', QUARANTINE_DEFAULTS.burstSeconds),
			fastSeconds: number(options.fastSeconds, 'Quick Click (Seconds)', QUARANTINE_DEFAULTS.fastSeconds),
			releaseDays: number(options.releaseDays, 'Release After Human Act (Days)', QUARANTINE_DEFAULTS.releaseDays),
			futureMinutes: number(options.futureMinutes, 'Future Tolerance (Minutes)', QUARANTINE_DEFAULTS.futureMinutes),
			honeypots: splitList(asText(options.honeypots)),
		},
	};
}

function readTrust(form: Form, trust: unknown): NormalizeOptions['trust'] {
	if (trust === undefined || trust === '' || trust === 'bySource') return 'bySource';
	const known = TRUST_LEVELS.find((level) => level === trust);
	return (
		known ??
		refuse(form, {
			message: `“Trust” is ${shown(trust)}, which is no level of trust`,
			hint: 'Choose one from the list.',
		})
	);
}

function readSource(form: Form): string {
	const source = form.read('source', 0, 'auto');
	if (source === 'auto' || source === 'generic') return source;
	if (typeof source === 'string' && adapterOf(source)) return source;
	return refuse(form, {
		message: `“Source” is ${shown(source)}, which is no source this node knows`,
		hint: 'Choose one from the list, or “Detect Automatically”.',
	});
}

const MAPPING_FIELDS = Object.keys(GENERIC_DEFAULTS) as (keyof GenericMapping)[];

/** Field paths are read once per execution; only where the user wrote an expression, for each item. */
function readMapping(form: Form): NormalizeOptions['mapping'] {
	if (form.read('source', 0, 'auto') !== 'generic') return GENERIC_DEFAULTS;
	const raw = form.getNode().parameters;
	const dynamic = MAPPING_FIELDS.filter((name) => asText(raw[name]).startsWith('='));
	const read = (item: number, names: readonly (keyof GenericMapping)[]): Partial<GenericMapping> =>
		Object.fromEntries(names.map((name) => [name, asText(form.read(name, item, GENERIC_DEFAULTS[name])).trim()]));
	const fixed: GenericMapping = { ...GENERIC_DEFAULTS, ...read(0, MAPPING_FIELDS) };
	if (fixed.leadField === '' && !dynamic.includes('leadField')) {
		refuse(form, {
			message: '“Lead” is empty',
			hint: 'Name the field that holds the lead’s e-mail address or key.',
		});
	}
	if (dynamic.length === 0) return fixed;
	return (item) => ({ ...fixed, ...read(item, dynamic) });
}
