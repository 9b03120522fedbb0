/** The templates as they stand in the package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CRMS } from './services';
import type { Store } from './store';
import type { Library } from './template-set';
import type { Source, Workflow } from './workflow';

/** @param folder of the package */
export function readLibrary(folder: string, store: Store = 'data-tables'): Library {
	const workflows = join(folder, 'workflows');
	const inPlace = (...path: string[]): Source[] => {
		const sources = readFolder(join(workflows, ...path));
		if (store === 'data-tables') return sources;
		// Those that keep no tables are the same with each store.
		const others = readFolder(join(workflows, 'postgres', ...path));
		return sources.map((source) => others.find(({ file }) => file === source.file) ?? source);
	};
	const variants = CRMS.map((crm) => [crm, inPlace(crm)] as const);
	return {
		common: inPlace(),
		variants: Object.fromEntries(variants.filter(([, sources]) => sources.length > 0)),
	};
}

function readFolder(folder: string): Source[] {
	if (!existsSync(folder)) return [];
	const files = readdirSync(folder).filter((file) => /^\d\d-.*\.json$/.test(file));
	return files.sort().map((file) => ({
		file: file.replace(/\.json$/, ''),
		template: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow,
	}));
}

export function readPackageVersion(folder: string): string {
	const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
	return version;
}
