/**
 * Loaded into n8n before n8n itself: when the process that started it is gone, n8n shuts down as well. n8n's worker
 * threads load it too, and have no parent to follow.
 */

import { isMainThread } from 'node:worker_threads';

const GRACE = 20_000;

if (isMainThread) {
	process.on('disconnect', () => {
		process.kill(process.pid, 'SIGTERM');
		setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE).unref();
	});
	process.channel?.unref();
}
