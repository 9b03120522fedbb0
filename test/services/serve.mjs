// @ts-check
/**
 * The process in which the services run: started by services.mjs, told what to open, asked by messages, gone when the one
 * that started it goes.
 */

import { HUBSPOT_HOST, HubspotMock } from './hubspot.mjs';
import { MailService } from './mail.mjs';
import { PIPEDRIVE_HOST, PipedriveMock } from './pipedrive.mjs';
import { Proxy } from './proxy.mjs';
import { SALESFORCE_HOST, SalesforceMock } from './salesforce.mjs';
import { SLACK_HOST, SlackService } from './slack.mjs';
import { GRAPH_HOST, SIGN_IN_HOST, TeamsMock } from './teams.mjs';

/** @type {Record<string, { hosts: string[], open(seed: any): any }>} `hosts`: faults befall the first */
const KINDS = {
	slack: { hosts: [SLACK_HOST], open: (seed) => SlackService.open(seed) },
	teams: { hosts: [GRAPH_HOST, SIGN_IN_HOST], open: () => TeamsMock.open() },
	mail: { hosts: [], open: () => MailService.open() },
	hubspot: { hosts: [HUBSPOT_HOST], open: (seed) => new HubspotMock(seed) },
	salesforce: { hosts: [SALESFORCE_HOST], open: (seed) => new SalesforceMock(seed) },
	pipedrive: { hosts: [PIPEDRIVE_HOST], open: (seed) => new PipedriveMock(seed) },
};

/** @type {Map<string, any>} */
const open = new Map();

/**
 * @param {{ names: string[], seeds: Record<string, unknown> }} wanted
 * @returns {Promise<{ proxyUrl: string, certificate: string }>}
 */
async function start({ names, seeds }) {
	const proxy = await Proxy.open();
	open.set('proxy', proxy);
	for (const name of names) {
		const { hosts, open: openService } = KINDS[name];
		const service = await openService(seeds[name]);
		open.set(name, service);
		if (hosts.length === 0) continue;
		for (const host of hosts) proxy.serve(host, service);
		service.fault = (/** @type {import('./faults.mjs').Fault} */ fault) => proxy.fault(hosts[0], fault);
		service.clearFaults = () => proxy.clearFaults(hosts[0]);
	}
	return { proxyUrl: proxy.url, certificate: proxy.certificate };
}

async function stop() {
	await Promise.allSettled(Array.from(open.values(), (service) => service.close()));
}

/**
 * @param {{ service: string, method: string, args: any[] }} question
 * @returns {Promise<unknown>}
 */
async function ask({ service, method, args }) {
	if (service === '') return await (method === 'start' ? start(args[0]) : stop());
	const target = open.get(service);
	if (typeof target?.[method] !== 'function') throw new Error(`The service "${service}" has no "${method}".`);
	return await target[method](...args);
}

process.on('message', async (/** @type {any} */ message) => {
	try {
		process.send?.({ id: message.id, result: await ask(message) });
	} catch (error) {
		process.send?.({ id: message.id, error: error instanceof Error ? error.message : String(error) });
	}
});
process.on('disconnect', () => process.exit(0));
