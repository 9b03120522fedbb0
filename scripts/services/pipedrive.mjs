// @ts-check
export const PIPEDRIVE_HOST = 'api.pipedrive.com';
export const PIPEDRIVE_TOKEN = 'x';
/** @typedef {{}} PipedriveSeed */
export class PipedriveMock {
	async handle() {
		return undefined;
	}
	failure() {
		return {};
	}
	async close() {}
}
