import { asNumber } from '../../number';
import type { Fields } from '../../path';
import type { Adapter, Nothing, Reading } from '../adapter';
import { nothing } from '../adapter';
import { attributesOf } from '../attributes';
import { inWholeUnits } from '../money';
import { child, compact, fieldsOf, first, listOf, own, textOf } from '../values';

type Meaning = string | ((data: Fields) => string | Nothing);

const AGAIN = nothing('the same is told by another event of Paddle');

/** https://developer.paddle.com/webhooks/overview. A subscription's start is told by what it becomes, not by its creation. */
const BILLING: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	['customer.created', 'lead_create'],
	['customer.updated', 'lead_update'],
	['subscription.trialing', 'trial_start'],
	['subscription.activated', 'subscription_start'],
	['subscription.canceled', 'subscription_cancel'],
	['subscription.past_due', 'payment_fail'],
	['subscription.created', () => AGAIN],
	['transaction.completed', completed],
	['transaction.payment_failed', 'payment_fail'],
	['adjustment.created', (data) => (own(data, 'action') === 'refund' ? 'purchase_refund' : nothing('no refund'))],
]);

/** https://developer.paddle.com/classic/reference */
const CLASSIC: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	['subscription_created', (data) => (own(data, 'status') === 'trialing' ? 'trial_start' : 'subscription_start')],
	['subscription_cancelled', 'subscription_cancel'],
	['subscription_payment_failed', 'payment_fail'],
	['subscription_payment_refunded', 'purchase_refund'],
	['payment_succeeded', (data) => (asNumber(own(data, 'sale_gross')) === 0 ? nothing('nothing was paid') : 'purchase')],
	['payment_refunded', 'purchase_refund'],
]);

/** Renewals are no act of the lead, and what cost nothing is no purchase. */
function completed(data: Fields): string | Nothing {
	if (textOf(own(data, 'origin')).startsWith('subscription_')) return nothing('a renewal is no act of the lead');
	return amountOf(data) === 0 ? nothing('nothing was paid') : 'purchase';
}

/** Paddle Billing (`event_type`, `notification_id`) and Paddle Classic (`alert_name`). */
export const paddle: Adapter = {
	source: 'paddle',
	label: 'Paddle',
	idName: 'Paddle customer id',
	trust: 'vendor',
	keys: ['notification_id', 'alert_name'],
	matches: (event) =>
		(Object.hasOwn(event, 'notification_id') && Object.hasOwn(event, 'event_type') && Object.hasOwn(event, 'data')) ||
		(Object.hasOwn(event, 'alert_name') && Object.hasOwn(event, 'alert_id')),
	read(event) {
		const isClassic = Object.hasOwn(event, 'alert_name');
		const name = textOf(own(event, isClassic ? 'alert_name' : 'event_type'));
		const data = isClassic ? event : child(event, 'data');
		const meaning =
			(isClassic ? CLASSIC : BILLING).get(name) ?? nothing(`Paddle event “${name.slice(0, 60)}” is no act of the lead`);
		const type = typeof meaning === 'function' ? meaning(data) : meaning;
		if (typeof type === 'object') return [type];
		return [
			{ ...readData(name, type, data), at: timeOf(event), id: first(own(event, 'event_id'), own(event, 'alert_id')) },
		];
	},
};

const timeOf = (event: Fields): unknown => first(own(event, 'occurred_at'), own(event, 'event_time'));

function readData(name: string, type: string, data: Fields): Exclude<Reading, Nothing> {
	const isCustomer = name.startsWith('customer.');
	const customer = first(own(data, 'customer_id'), own(data, 'user_id'), isCustomer ? own(data, 'id') : undefined);
	const email = first(own(data, 'email'), own(child(data, 'customer'), 'email'));
	const item = fieldsOf(listOf(own(data, 'items'))[0]);
	return {
		type,
		email,
		leadId: customer,
		aliases: [customer],
		properties: compact({
			amount: amountOf(data),
			currency: first(own(data, 'currency_code'), own(data, 'currency')),
			plan: first(own(child(item, 'price'), 'name'), own(data, 'subscription_plan_id')),
			product: first(own(child(item, 'product'), 'name'), own(data, 'product_name')),
			quantity: first(own(item, 'quantity'), own(data, 'quantity')),
			object: own(data, 'id'),
		}),
		attributes: isCustomer ? attributesOf(compact({ name: own(data, 'name'), email })) : {},
	};
}

/** Billing counts in the smallest unit, as text; Classic in whole units. */
function amountOf(data: Fields): number | undefined {
	const totals = first(own(child(data, 'details'), 'totals'), own(data, 'totals'));
	const smallest = asNumber(first(own(fieldsOf(totals), 'grand_total'), own(fieldsOf(totals), 'total')));
	if (smallest !== undefined) return inWholeUnits(smallest, textOf(own(data, 'currency_code')));
	return asNumber(first(own(data, 'sale_gross'), own(data, 'gross_refund'), own(data, 'unit_price')));
}
