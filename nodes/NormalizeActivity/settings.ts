import type { IExecuteFunctions } from 'n8n-workflow';
import { adapterOf } from '../../lifecycle/activity/adapters';
import { GENERIC_DEFAULTS, type GenericMapping } from '../../lifecycle/activity/adapters/generic';
import type { NormalizeOptions } from '../../lifecycle/activity/normalize';
import { QUARANTINE_DEFAULTS } from '../../lifecycle/activity/quarantine';
import { shown } from '../../lifecycle/fault';
import { asNumber } from '../../lifecycle/number';
import { asText, splitList } from '../../lifecycle/text';
import { refuse } from '../shared/shell';
import { EVIDENCE_RULES } from './description';

export interface Options {
	asOf?: unknown;
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
}

/** The form as the domain's options; a value that makes no sense is refused before any item is touched. */
export function readSettings(context: IExecuteFunctions, options: Options): NormalizeOptions {
	const number = (value: unknown, displayName: string, fallback: number): number => {
		const given = value === undefined || value === null || value === '' ? fallback : asNumber(value);
		if (given !== undefined && given >= 0) return given;
		return refuse(context, {
			message: `“${displayName}” is ${shown(value)}, which is not a number of 0 or more`,
			hint: 'Give a number; 0 switches the rule off.',
		});
	};
	const rules = new Set(Array.isArray(options.rules) ? options.rules : EVIDENCE_RULES.map(({ value }) => value));
	return {
		source: readSource(context),
		mapping: readMapping(context),
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

function readSource(context: IExecuteFunctions): string {
	const source: unknown = context.getNodeParameter('source', 0, 'auto');
	if (source === 'auto' || source === 'generic') return source;
	if (typeof source === 'string' && adapterOf(source)) return source;
	return refuse(context, {
		message: `“Source” is ${shown(source)}, which is no source this node knows`,
		hint: 'Choose one from the list, or “Detect Automatically”.',
	});
}

const MAPPING_FIELDS = Object.keys(GENERIC_DEFAULTS) as (keyof GenericMapping)[];

/** Field paths are read once per execution; only where the user wrote an expression, for each item. */
function readMapping(context: IExecuteFunctions): NormalizeOptions['mapping'] {
	if (context.getNodeParameter('source', 0, 'auto') !== 'generic') return GENERIC_DEFAULTS;
	const raw = context.getNode().parameters;
	const dynamic = MAPPING_FIELDS.filter((name) => asText(raw[name]).startsWith('='));
	const read = (item: number, names: readonly (keyof GenericMapping)[]): Partial<GenericMapping> =>
		Object.fromEntries(
			names.map((name) => [name, asText(context.getNodeParameter(name, item, GENERIC_DEFAULTS[name])).trim()]),
		);
	const fixed: GenericMapping = { ...GENERIC_DEFAULTS, ...read(0, MAPPING_FIELDS) };
	if (fixed.leadField === '' && !dynamic.includes('leadField')) {
		refuse(context, {
			message: '“Lead” is empty',
			hint: 'Name the field that holds the lead’s e-mail address or key.',
		});
	}
	if (dynamic.length === 0) return fixed;
	return (item) => ({ ...fixed, ...read(item, dynamic) });
}
