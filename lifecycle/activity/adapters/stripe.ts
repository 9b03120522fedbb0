import type { Fields } from '../../path';
import { attributesOf } from '../attributes';
import type { Adapter, Nothing, Reading } from '../adapter';
import { nothing } from '../adapter';
import { channelOf } from '../catalogue';
import { inWholeUnits } from '../money';
import { typeOfName } from '../names';
import { child, compact, emailOf, fieldsOf, first, listOf, own, textOf } from '../values';

type Meaning = string | Nothing | ((record: Fields, previous: Fields) => string | Nothing);

const STRIPE_TYPES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	['checkout.session.completed', checkout],
	['checkout.session.async_payment_succeeded', 'purchase'],
	['customer.subscription.created', subscription],
	['customer.subscription.updated', changedSubscription],
	['customer.subscription.deleted', endedSubscription],
	['customer.subscription.trial_will_end', 'trial_end'],
	['customer.created', 'lead_create'],
	['customer.updated', 'lead_update'],
	['charge.refunded', 'purchase_refund'],
	['invoice.payment_failed', 'payment_fail'],
	['payment_intent.payment_failed', 'payment_fail'],
]);

/**
 * Envelopes of Stripe's kind, `{ id, type, created, data: { object } }`, as many products send them (also with
 * `event_id`, `event_type`, `occurred_at`), and CloudEvents. Of Stripe's own events only the ones that are an act of the lead
 * are kept, since one payment sends half a dozen. Elsewhere the event's own name decides.
 */
export const stripe: Adapter = {
	source: 'stripe',
	label: 'Stripe-style envelope',
	idName: 'customer id',
	trust: 'vendor',
	keys: ['data', 'related_object'],
	matches: (event) =>
		nameOf(event) !== '' &&
		(isThin(event) || (Object.hasOwn(event, 'data') && (isEnvelope(event) || isCloudEvent(event)))),
	read(event) {
		const name = nameOf(event);
		if (isThin(event)) return [nothing('a thin event of Stripe names only the record that changed')];
		const data = child(event, 'data');
		const record = Object.hasOwn(data, 'object') ? fieldsOf(own(data, 'object')) : data;
		const isStripe = isStripeEvent(event);
		const meaning = STRIPE_TYPES.get(name) ?? (isStripe ? noAct(name) : ownName(name));
		const type = typeof meaning === 'function' ? meaning(record, child(data, 'previous_attributes')) : meaning;
		if (typeof type === 'object') return [type];
		return [{ ...readRecord(record, type), at: timeOf(event), id: idOf(event) }];
	},
};

/** Others give their events such ids too, but not such times. */
const isStripeEvent = (event: Fields): boolean =>
	own(event, 'object') === 'event' ||
	(textOf(own(event, 'id')).startsWith('evt_') && typeof own(event, 'created') === 'number');

function ownName(name: string): string | Nothing {
	const named = typeOfName(name);
	return 'nothing' in named ? named : named.type;
}

const noAct = (name: string): Nothing =>
	nothing(`Stripe event “${name.slice(0, 60)}” is no act of the lead of its own`);

/**
 * Of a checkout only what was paid is a purchase. A payment that takes days is told again when it has come, and a trial
 * or a free plan by its subscription.
 * Source: `payment_status` in https://docs.stripe.com/api/checkout/sessions/object
 */
function checkout(record: Fields): string | Nothing {
	if (textOf(own(record, 'mode')) === 'setup') return 'checkout_start';
	if (textOf(own(record, 'payment_status')) === 'unpaid') return nothing('the payment is still under way');
	const isFree = own(record, 'payment_status') === 'no_payment_required' || own(record, 'amount_total') === 0;
	return isFree ? nothing('the checkout cost nothing; its subscription has an event of its own') : 'purchase';
}

const NOT_PAID_YET = /^(incomplete|incomplete_expired|past_due|unpaid|paused)$/;

/** https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
function subscription(record: Fields): string | Nothing {
	const status = textOf(own(record, 'status'));
	if (status === 'trialing') return 'trial_start';
	if (NOT_PAID_YET.test(status)) return nothing('the subscription is not paid yet');
	return amountOf(record, planOf(record)) === 0 ? 'product_signup' : 'subscription_start';
}

function changedSubscription(record: Fields, previous: Fields): string | Nothing {
	const before = textOf(own(previous, 'status'));
	const started = own(record, 'status') === 'active' && /^(trialing|incomplete)$/.test(before);
	return started ? subscription(record) : nothing('a change of a subscription that neither starts nor ends it');
}

/** Who ends a trial was no customer. */
function endedSubscription(record: Fields): string {
	const [ended, trialEnds] = [first(own(record, 'ended_at'), own(record, 'canceled_at')), own(record, 'trial_end')];
	return typeof ended === 'number' && typeof trialEnds === 'number' && ended <= trialEnds
		? 'trial_end'
		: 'subscription_cancel';
}

const firstOf =
	(keys: string) =>
	(event: Fields): unknown =>
		first(...keys.split(' ').map((key) => own(event, key)));

const nameOf = (event: Fields): string => textOf(firstOf('type event_type eventType event_name eventName')(event));
const idOf = firstOf('id event_id eventId');
const timeOf = firstOf(
	'created created_at createdAt timestamp time occurred_at occurredAt event_time eventTime sent_at sentAt',
);

/** Stripe's thin events: `related_object` instead of `data`. */
const isThin = (event: Fields): boolean =>
	own(event, 'object') === 'v2.core.event' && Object.hasOwn(event, 'related_object');

const isEnvelope = (event: Fields): boolean => idOf(event) !== undefined && timeOf(event) !== undefined;

const isCloudEvent = (event: Fields): boolean => Object.hasOwn(event, 'specversion') && Object.hasOwn(event, 'source');

function readRecord(record: Fields, type: string): Exclude<Reading, { nothing: string }> {
	const customer = own(record, 'customer');
	const details = child(record, 'customer_details');
	const billing = child(record, 'billing_details');
	const isCustomer = own(record, 'object') === 'customer';
	const plan = planOf(record);
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
		own(record, 'recipient'),
		own(record, 'to'),
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
			quantity: first(own(record, 'quantity'), own(itemOf(record), 'quantity')),
			reason: own(child(record, 'cancellation_details'), 'reason'),
			object: own(record, 'id'),
		}),
		attributes: attributesOf(compact({ name, phone, email, country: own(fieldsOf(address), 'country') })),
	};
}

const itemOf = (record: Fields): Fields => fieldsOf(listOf(own(child(record, 'items'), 'data'))[0]);

const planOf = (record: Fields): Fields =>
	fieldsOf(first(own(record, 'plan'), own(itemOf(record), 'plan'), own(itemOf(record), 'price')));

const positive = (value: unknown): number | undefined => (typeof value === 'number' && value > 0 ? value : undefined);

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
	return inWholeUnits(smallest, textOf(own(record, 'currency')));
}
