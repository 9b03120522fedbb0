/** Which of the package's templates are installed, worked out from their files alone. */
import { CHANNELS, CRMS, type Channel, type Crm, type ServiceName } from './services';
import type { Store } from './store';
import { DATA_TABLE, type Source, type Workflow } from './workflow';

/** The templates of the package: those for HubSpot or no CRM, and what differs with another one. */
export interface Library {
	readonly common: readonly Source[];
	readonly variants: Readonly<Partial<Record<Crm, readonly Source[]>>>;
}

export interface Wanted {
	readonly crm: Crm | 'none';
	readonly channels: readonly Channel[];
	readonly store?: Store;
}

export const servicesWanted = ({ crm, channels, store }: Wanted): ServiceName[] => [
	...(store === 'postgres' ? (['postgres'] as const) : []),
	...channels,
	...(crm === 'none' ? [] : [crm]),
];

/** A template for one service says so at the end of its file's name: `13-import-from-hubspot`, `17-ask-in-slack`. */
const FOR_ONE_SERVICE = new RegExp(`-(?:in|from|to)-(${[...CRMS, ...CHANNELS].join('|')})$`);
/** Imported by hand, by those who want a demo or move to the other store. */
const BY_HAND = /-(?:demo|move)-/;

/** @returns the templates in the order of their numbers, each as the CRM needs it */
export function choose({ common, variants }: Library, wanted: Wanted): Source[] {
	const needCrm = new Set(Object.values(variants).flatMap((sources) => sources.map(({ file }) => file)));
	const services: readonly string[] = servicesWanted(wanted);
	return common
		.filter(({ file, template }) => {
			const [, service] = FOR_ONE_SERVICE.exec(file) ?? [];
			if (BY_HAND.test(file) || makesTables(template)) return false;
			if (needCrm.has(file) && wanted.crm === 'none') return false;
			return service === undefined || services.includes(service);
		})
		.map((source) => variantOf(source, wanted.crm === 'none' ? [] : (variants[wanted.crm] ?? [])));
}

const variantOf = (source: Source, variants: readonly Source[]): Source =>
	variants.find(({ file }) => file === source.file) ?? source;

/** The set-up by hand, of which this command does the work. */
export const makesTables = ({ nodes }: Workflow): boolean =>
	nodes.some(({ type, parameters = {} }) => type === DATA_TABLE && parameters.operation === 'create');
