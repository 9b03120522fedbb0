import type { Template } from '../../scripts/host/client.mjs';

/** A template that looks for what is left every ten seconds. */
export function soon(template: Template): Template {
	const text = JSON.stringify(template).replaceAll(
		'{"field":"minutes","minutesInterval":5}',
		'{"field":"seconds","secondsInterval":10}',
	);
	return JSON.parse(text) as Template;
}
