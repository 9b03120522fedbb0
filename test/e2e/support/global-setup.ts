import { startN8n } from './n8n';

/** Jest calls `globalTeardown` in the process of `globalSetup`, so the running n8n is handed over in memory. */
declare global {
	var stopEndToEndN8n: (() => Promise<void>) | undefined;
}

export default async function globalSetup(): Promise<void> {
	globalThis.stopEndToEndN8n = await startN8n();
}
