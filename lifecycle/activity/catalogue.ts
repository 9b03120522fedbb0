/**
 * The catalogue of activity types: one name for one behaviour, the same in rules, adapters and docs/activities.md.
 * A type plus its properties covers every behaviour of the lead-scoring guide's worksheets; "several times" is a
 * count in a rule, never a type of its own.
 */
export const CHANNELS = ['web', 'email', 'event', 'call', 'social', 'product', 'crm', 'ads', 'mail'] as const;

export type Channel = (typeof CHANNELS)[number];

/** How much the activity says about buying; `none` for facts that teach about the lead but are not engagement. */
export type Importance = 'critical' | 'important' | 'influential' | 'negative' | 'none';

export interface ActivityType {
	readonly type: string;
	readonly channel: Channel;
	/** What the activity says about buying, for people who write rules. */
	readonly buying: string;
	readonly importance: Importance;
	/**
	 * Whether it shows that the lead itself is there and wants to go on. What our CRM, our mail or a data service did, and
	 * what the lead did to leave or failed to do, ends no silence; rules for any activity (`*`) pass over it.
	 */
	readonly isSignOfLife: boolean;
	/** Names of the properties that adapters fill and rules may read. */
	readonly properties: readonly string[];
}

type Row = readonly [type: string, importance: Importance, properties: string, buying: string];

const BY_CHANNEL: Readonly<Record<Channel, readonly Row[]>> = {
	web: [
		[
			'page_view',
			'influential',
			'url path page title referrer',
			'Interest in what the page is about; pricing weighs most, careers and investors count against',
		],
		['page_share', 'influential', 'url path page network', 'Shows the page to others: interest beyond one person'],
		['form_submit', 'important', 'form url page', 'Gives data for something of value: open to a conversation'],
		['callback_request', 'critical', 'url page phone', 'Asks for a call: wants to talk to sales now'],
		['chat_message', 'important', 'conversation agent', 'Has a question now'],
		['demo_request', 'critical', 'product url', 'Asks to see the product: compares solutions'],
		[
			'demo_view',
			'critical',
			'detail product name minutes',
			'Watches the product work: compares solutions; the detailed demo more than the general one',
		],
		[
			'content_view',
			'influential',
			'kind name url',
			'Reads about the subject; case studies and data sheets are later in the purchase than articles',
		],
		[
			'content_download',
			'influential',
			'kind name url',
			'Keeps it to read or to show; buyer’s guide, vendor review and RFP template mean a purchase is being prepared',
		],
		[
			'content_click',
			'influential',
			'kind name url link',
			'Follows a link inside the content: read it, and wants more',
		],
		[
			'content_share',
			'influential',
			'kind name url network',
			'Shows the content to others: interest beyond one person',
		],
		['content_comment', 'influential', 'kind name text', 'Takes part in the discussion'],
		['content_rate', 'influential', 'kind name rating', 'Read it and has an opinion'],
		['reference_contact', 'critical', 'name', 'Asks a reference customer: checks the choice before buying'],
		['video_view', 'influential', 'kind name url minutes percent', 'Watches about the subject'],
		['video_complete', 'important', 'kind name url minutes', 'Watched to the end'],
		['image_view', 'influential', 'name url', 'Looks at the subject'],
		['podcast_listen', 'influential', 'name episode minutes', 'Follows the subject'],
		['podcast_subscribe', 'influential', 'name', 'Wants to hear more'],
		['feed_view', 'influential', 'name url', 'Follows the subject'],
		['feed_subscribe', 'influential', 'name url', 'Wants to hear more'],
		['survey_view', 'influential', 'name', 'Curious about the subject'],
		['survey_complete', 'important', 'name score', 'Gives opinions and data'],
		['survey_results_view', 'influential', 'name', 'Compares itself with peers'],
		[
			'search',
			'important',
			'kind term engine results',
			'Looks for it by name: brand and product searches come late in a purchase',
		],
		['widget_use', 'influential', 'name', 'Tries a free tool'],
		['widget_install', 'critical', 'name url', 'Hosts the free version on its own site: relies on it'],
		['training_view', 'influential', 'name', 'Considers learning the product'],
		['training_register', 'important', 'name', 'Plans to learn the product'],
		['training_complete', 'important', 'name', 'Invested time in the product'],
		['certification_view', 'influential', 'name', 'Considers proving skill in the product'],
		['certification_register', 'important', 'name', 'Plans to prove skill in the product'],
		['certification_obtain', 'important', 'name', 'Invested in the product'],
		['community_view', 'influential', 'kind name url', 'Looks for how others use the product'],
		['community_idea', 'influential', 'name', 'Wants the product to fit: uses or evaluates it'],
		['community_question', 'important', 'name', 'Has a concrete use in mind'],
		['community_answer', 'influential', 'name', 'Knows the product'],
		['community_share', 'influential', 'kind name', 'Shares how it works: knows the product'],
		['unsubscribe_page_view', 'negative', 'url', 'Thought about leaving, and stayed'],
	],
	email: [
		[
			'email_open',
			'influential',
			'subject message campaign userAgent',
			'Weak interest; mail clients open by themselves and many opens are never seen',
		],
		['email_click', 'influential', 'url subject message campaign userAgent', 'Interest in what the link leads to'],
		['email_forward', 'important', 'subject message campaign', 'Shows it to others: interest beyond one person'],
		['email_reply', 'important', 'subject message campaign text', 'Answers in person: open to a conversation'],
		['email_subscribe', 'influential', 'list group', 'Wants to hear more'],
		['email_unsubscribe', 'negative', 'list group reason subject message campaign', 'Wants to hear no more'],
		['email_spam_complaint', 'negative', 'subject message campaign', 'Angry about being written to'],
		[
			'email_bounce',
			'negative',
			'reason code subject message campaign',
			'The address does not exist (permanent bounces only): bad data',
		],
		[
			'email_delivered',
			'none',
			'message subject campaign',
			'The letter arrived; kept when asked for, to tell clicks of machines from clicks of people',
		],
	],
	event: [
		[
			'webinar_register',
			'influential',
			'kind name topic startsAt',
			'Plans to spend time on the subject; registering weighs less than attending',
		],
		['webinar_attend', 'important', 'kind name topic minutes', 'Spent time on the subject'],
		[
			'webinar_view',
			'important',
			'kind name topic minutes',
			'Watched the recording or replay: spent time on the subject',
		],
		['webinar_comment', 'important', 'name text', 'Took part in the discussion'],
		['webinar_question', 'important', 'name text', 'Has a question: thinks about its own use'],
		['webinar_rate', 'influential', 'name rating', 'Stayed to the end and has an opinion'],
		['webinar_cancel', 'negative', 'name topic', 'Cancelled the registration'],
		['webinar_no_show', 'negative', 'name topic', 'Registered and did not come'],
		['event_register', 'influential', 'kind name startsAt', 'Plans to spend time on the subject'],
		['event_attend', 'important', 'kind name', 'Came in person'],
		['event_comment', 'important', 'name text', 'Took part in the discussion'],
		['event_question', 'important', 'name text', 'Has a question: thinks about its own use'],
		['event_rate', 'influential', 'name rating', 'Stayed to the end and has an opinion'],
		['event_cancel', 'negative', 'kind name reason', 'Cancelled the registration'],
		['event_no_show', 'negative', 'kind name', 'Registered and did not come'],
		['trade_show_attend', 'influential', 'name', 'Works on the subject'],
		['booth_visit', 'important', 'name', 'Came to us among many exhibitors'],
		[
			'demo_attend',
			'critical',
			'kind name product minutes',
			'Saw a live demo: compares solutions; a follow-up demo weighs more than the first',
		],
		['meeting_booked', 'critical', 'kind name startsAt', 'Gives sales an hour'],
		['meeting_attend', 'critical', 'kind name minutes', 'Gave sales an hour'],
		['meeting_reschedule', 'none', 'kind name startsAt', 'Moved the hour, and keeps it'],
		['meeting_cancel', 'negative', 'kind name reason', 'Took the hour back'],
		['meeting_no_show', 'negative', 'kind name', 'Booked and did not come'],
	],
	call: [
		['call_answered', 'important', 'minutes subject', 'Talks with us; over 2, 5 and 15 minutes weigh more each time'],
		['call_inbound', 'critical', 'minutes subject', 'Calls us by itself'],
		['do_not_call', 'negative', 'reason', 'Does not want calls'],
	],
	social: [
		['social_click', 'influential', 'network url', 'Interest in what the post links to'],
		[
			'social_comment',
			'influential',
			'network sentiment text',
			'Takes part in the discussion; negative comments count against',
		],
		['social_message', 'important', 'network text', 'Starts a conversation'],
		['social_follow', 'influential', 'network kind', 'Wants to hear more from the brand or its influencers'],
		[
			'social_question',
			'critical',
			'network product text',
			'Asks others what they think of the product: compares solutions',
		],
		['social_intent', 'critical', 'network text', 'Says that it is about to buy'],
		['social_share', 'influential', 'network url', 'Shows it to others'],
	],
	product: [
		['trial_start', 'critical', 'product from', 'Tries the product on its own case'],
		['trial_use', 'critical', 'product', 'Works with the trial: evaluates seriously'],
		['trial_end', 'none', 'product', 'The trial is over: the moment for a decision'],
		['software_download', 'important', 'product', 'Tries the free software'],
		['software_use', 'important', 'product', 'Uses the free software'],
		['license_add', 'critical', 'product quantity', 'Buys or downloads more licences: use is growing'],
		['app_install', 'critical', 'product directory', 'Integrates the product from an app directory'],
		['app_use', 'important', 'product directory', 'Uses the integrated product'],
		['product_signup', 'important', 'product plan', 'Opens an account in the product'],
		['product_login', 'influential', 'product', 'Uses the product'],
		['product_logout', 'none', 'product', 'Ends a session'],
		['product_use', 'influential', 'product feature', 'Uses the product'],
		['message_open', 'influential', 'medium message campaign', 'Reads our push, in-app or text messages'],
		['message_click', 'influential', 'medium url message campaign', 'Interest in what the link leads to'],
		['message_reply', 'important', 'medium text message campaign', 'Answers in person: open to a conversation'],
		['cart_add', 'important', 'product amount currency quantity', 'Puts the product aside for buying'],
		['invite_send', 'important', 'product', 'Brings colleagues in'],
		['account_create', 'important', 'name', 'Opened an account for its company'],
		['account_delete', 'negative', 'name', 'Closed the account'],
		['account_add_user', 'important', 'role', 'Joined its company’s account'],
		['account_remove_user', 'negative', '', 'Left its company’s account'],
		['checkout_start', 'critical', 'product amount currency', 'Is about to buy'],
		['purchase', 'critical', 'product amount currency quantity', 'Bought: a customer from now on'],
		['purchase_refund', 'negative', 'product amount currency', 'Took the purchase back'],
		['subscription_start', 'critical', 'product plan amount currency', 'Bought a subscription'],
		['subscription_cancel', 'negative', 'product plan reason', 'Was a customer, and leaves'],
		['payment_fail', 'none', 'product amount currency reason', 'Could not pay; says nothing about wanting to'],
	],
	crm: [
		['lead_create', 'none', '', 'The lead entered a system; what it taught is in the attributes'],
		['lead_update', 'none', '', 'A field of the lead changed; what it taught is in the attributes'],
		['lead_import', 'none', 'record', 'What another system knew of the lead when it was read; nothing the lead did'],
		['enriched', 'none', 'source found', 'What a data service knows of the lead; nothing the lead did or said'],
		[
			'lead_identify',
			'none',
			'anonymousId previousId',
			'An anonymous visitor became a known lead: earlier activity is its own',
		],
		['deal_create', 'important', 'deal name stage amount currency', 'A purchase is being discussed'],
		['deal_update', 'none', 'deal name stage previousStage amount currency', 'The deal moved'],
		['deal_won', 'none', 'deal name amount currency', 'The purchase is made'],
		['deal_lost', 'none', 'deal name amount currency reason', 'Did not buy this time'],
		['timeline_delay', 'negative', 'from to', 'Moved the purchase out'],
		['stage_stall', 'negative', 'stage days', 'Makes no progress in the buying cycle'],
		['renewal_decline', 'negative', 'product reason', 'Refused to renew a contract or warranty'],
	],
	ads: [
		['ad_click', 'influential', 'campaign source medium term content', 'Interest in what the ad promised'],
		['ad_view', 'none', 'campaign source medium', 'Was shown an ad'],
		['campaign_visit', 'influential', 'campaign source medium term content', 'Came through a campaign'],
		['ad_lead_form', 'important', 'campaign form', 'Gave its data in an ad'],
	],
	mail: [
		[
			'mail_response',
			'important',
			'kind campaign url',
			'Used the link or QR code of a letter: took the trouble to answer',
		],
	],
};

// Acts of the lead, though they say little or nothing about buying.
const ALIVE: ReadonlySet<string> = new Set(['meeting_reschedule', 'product_logout', 'unsubscribe_page_view']);
// Sales does it in its CRM.
const NOT_ALIVE: ReadonlySet<string> = new Set(['deal_create']);

/** Every documented activity type by its name. */
export const ACTIVITY_TYPES: ReadonlyMap<string, ActivityType> = new Map(
	CHANNELS.flatMap((channel) =>
		BY_CHANNEL[channel].map(([type, importance, properties, buying]): [string, ActivityType] => [
			type,
			{
				type,
				channel,
				buying,
				importance,
				isSignOfLife: ALIVE.has(type) || (importance !== 'none' && importance !== 'negative' && !NOT_ALIVE.has(type)),
				properties: properties === '' ? [] : properties.split(' '),
			},
		]),
	),
);

/** The channel of a documented type, '' for any other. */
export const channelOf = (type: string): Channel | '' => ACTIVITY_TYPES.get(type)?.channel ?? '';

export const isChannel = (value: unknown): value is Channel => CHANNELS.some((channel) => channel === value);
