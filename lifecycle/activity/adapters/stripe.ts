import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Reading } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { typeOfName } from '../names';
import { child, compact, emailOf, fieldsOf, first, listOf, own, textOf } from '../values';

type Meaning = string | ((record: Fields) => string);

const STRIPE_TYPES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	[
		'checkout.session.completed',
		(record: Fields) => (textOf(own(record, 'mode')) === 'setup' ? 'checkout_start' : 'purchase'),
	],
	['checkout.session.async_payment_succeeded', 'purchase'],
	[
		'customer.subscription.created',
		(record: Fields) => (textOf(own(record, 'status')) === 'trialing' ? 'trial_start' : 'subscription_start'),
	],
	['customer.subscription.deleted', 'subscription_cancel'],
	['customer.subscription.trial_will_end', 'trial_end'],
	['customer.created', 'lead_create'],
	['customer.updated', 'lead_update'],
	['charge.refunded', 'purchase_refund'],
	['invoice.payment_failed', 'payment_fail'],
	['payment_intent.payment_failed', 'payment_fail'],
]);

/**
 * Envelopes of Stripe's kind, `{ id, type, created, data: { object } }`, as many products send them, and CloudEvents.
 * Stripe's own events are told by their `evt_` ids: of those only the ones that are an act of the lead are kept, since
 * one payment sends half a dozen. Elsewhere the event's own name decides.
 */
export const stripe: Adapter = {
	source: 'stripe',
	label: 'Stripe-style envelope',
	idName: 'customer id',
	keys: ['data', 'related_object'],
	matches: (event) =>
		typeof own(event, 'type') === 'string' &&
		(isThin(event) || (Object.hasOwn(event, 'data') && (isEnvelope(event) || isCloudEvent(event)))),
	read(event) {
		const name = textOf(own(event, 'type'));
		if (isThin(event)) return [nothing('a thin event of Stripe names only the record that changed')];
		const data = child(event, 'data');
		const record = Object.hasOwn(data, 'object') ? fieldsOf(own(data, 'object')) : data;
		const isStripe = textOf(own(event, 'id')).startsWith('evt_') || own(event, 'object') === 'event';
		const meaning = STRIPE_TYPES.get(name);
		const type = typeof meaning === 'function' ? meaning(record) : meaning;
		if (isStripe && type === undefined)
			return [nothing(`Stripe event “${name.slice(0, 60)}” is no act of the lead of its own`)];
		return [{ ...readRecord(record, type ?? typeOfName(name).type), at: timeOf(event), id: own(event, 'id') }];
	},
};

const timeOf = (event: Fields): unknown =>
	first(...['created', 'created_at', 'createdAt', 'timestamp', 'time', 'occurred_at'].map((key) => own(event, key)));

/** Stripe's thin events: `related_object` instead of `data`. */
const isThin = (event: Fields): boolean =>
	own(event, 'object') === 'v2.core.event' && Object.hasOwn(event, 'related_object');

const isEnvelope = (event: Fields): boolean => Object.hasOwn(event, 'id') && timeOf(event) !== undefined;

const isCloudEvent = (event: Fields): boolean => Object.hasOwn(event, 'specversion') && Object.hasOwn(event, 'source');

function readRecord(record: Fields, type: string): Exclude<Reading, { nothing: string }> {
	const customer = own(record, 'customer');
	const details = child(record, 'customer_details');
	const billing = child(record, 'billing_details');
	const isCustomer = own(record, 'object') === 'customer';
	const item = fieldsOf(listOf(own(child(record, 'items'), 'data'))[0]);
	const plan = fieldsOf(first(own(record, 'plan'), own(item, 'plan'), own(item, 'price')));
	const person = first(
		customer,
		own(record, 'customer_id'),
		own(record, 'user_id'),
		isCustomer ? own(record, 'id') : undefined,
	);
	const email = [
		own(record, 'email'),
		own(details, 'email'),
		own(record, 'customer_email'),
		own(record, 'receipt_email'),
		own(billing, 'email'),
		own(fieldsOf(customer), 'email'),
		own(child(record, 'user'), 'email'),
	]
		.map(emailOf)
		.find((address) => address !== '');
	const personId = typeof person === 'object' ? own(fieldsOf(person), 'id') : person;
	const { name, phone, address } = isCustomer ? record : Object.keys(details).length > 0 ? details : billing;
	return {
		type,
		email,
		leadId: personId,
		aliases: [personId],
		channel: channelOf(type) || 'product',
		properties: compact({
			amount: amountOf(record, plan),
			currency: own(record, 'currency'),
			product: first(own(plan, 'product'), own(record, 'product')),
			plan: first(own(plan, 'nickname'), own(plan, 'id')),
			quantity: first(own(record, 'quantity'), own(item, 'quantity')),
			reason: own(child(record, 'cancellation_details'), 'reason'),
			object: own(record, 'id'),
		}),
		attributes: attributesOf(compact({ name, phone, email, country: own(fieldsOf(address), 'country') })),
	};
}

const positive = (value: unknown): number | undefined => (typeof value === 'number' && value > 0 ? value : undefined);

const WITHOUT_CENTS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));

/** Stripe counts in the smallest unit of the currency. Of a charge that was given back in part, only the part counts. */
function amountOf(record: Fields, plan: Fields): number | undefined {
	const smallest = first(
		positive(own(record, 'amount_refunded')),
		own(record, 'amount_total'),
		own(record, 'amount_paid'),
		own(record, 'amount_due'),
		own(record, 'amount'),
		own(plan, 'amount'),
		own(plan, 'unit_amount'),
	);
	if (typeof smallest !== 'number') return undefined;
	return WITHOUT_CENTS.has(textOf(own(record, 'currency')).toLowerCase()) ? smallest : smallest / 100;
}
