// @ts-check

import { answer } from '../http.mjs';

/**
 * @param {number} status
 * @param {string} message
 * @param {string} [category]
 * @param {import('../http.mjs').Json} [more]
 * @returns {import('../http.mjs').Answer} in the shape of HubSpot's errors
 */
export const refusal = (status, message, category = 'VALIDATION_ERROR', more = {}) =>
	answer(status, { status: 'error', message, correlationId: 'a-test', category, ...more });
