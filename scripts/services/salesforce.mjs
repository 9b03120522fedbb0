// @ts-check
export const SALESFORCE_HOST = 'lifecycle-tests.my.salesforce.com';
/** @typedef {{}} SalesforceSeed */
export const salesforceCredential = () => ({});
export class SalesforceMock {
	async handle() {
		return undefined;
	}
	failure() {
		return {};
	}
	async close() {}
}
