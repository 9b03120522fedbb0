import { openEnvelope } from '../../lifecycle/activity/envelope';
import { nestForm } from '../../lifecycle/activity/form';
import { parseXml } from '../../lifecycle/activity/xml';

const eventsOf = (json: Record<string, unknown>): unknown => {
	const opened = openEnvelope(json);
	return opened.ok ? opened.value.events : opened.message;
};

const LEAD = { id: '1', field_data: [] };

describe('openEnvelope', () => {
	it.each([
		['the event itself', { event: 'open' }, [{ event: 'open' }]],
		['a Webhook node’s item', { headers: {}, query: {}, body: { event: 'open' } }, [{ event: 'open' }]],
		['a list in the body', { headers: {}, body: [{ a: 1 }, { b: 2 }] }, [{ a: 1 }, { b: 2 }]],
		['JSON text', { headers: {}, body: '{"a":1}' }, [{ a: 1 }]],
		['lines of JSON', { headers: {}, body: '{"a":1}\n\n{"b":2}\r\n' }, [{ a: 1 }, { b: 2 }]],
		[
			'form text',
			{ headers: {}, body: 'type=subscribe&data%5Bemail%5D=a%40b.c' },
			[{ type: 'subscribe', data: { email: 'a@b.c' } }],
		],
		[
			'a flat form',
			{ headers: {}, body: { 'data[merges][FNAME]': 'Ada', type: 'x' } },
			[{ data: { merges: { FNAME: 'Ada' } }, type: 'x' }],
		],
		['a batch', { headers: {}, body: { batch: [{ a: 1 }] } }, [{ a: 1 }]],
		['a page of leads', { data: [LEAD, LEAD], paging: {} }, [LEAD, LEAD]],
		['a page of what nobody we know sends', { data: [{ a: 1 }], paging: {} }, [{ data: [{ a: 1 }], paging: {} }]],
		['a list inside an event', { total: 2, buyer: 'a', items: [LEAD] }, [{ total: 2, buyer: 'a', items: [LEAD] }]],
		['two lists side by side', { data: [LEAD], items: [LEAD] }, [{ data: [LEAD], items: [LEAD] }]],
		['an empty page', { data: [], paging: {} }, [{ data: [], paging: {} }]],
		['an event with a body of its own', { event: 'sms', body: 'hello' }, [{ event: 'sms', body: 'hello' }]],
		['nothing', { headers: {}, body: {} }, 'There is no event in it'],
		['an empty list', { headers: {}, body: [] }, 'There is no event in it'],
		['numbers', { headers: {}, body: [1, 2] }, 'There is no event in it'],
		['broken JSON', { headers: {}, body: '{"a":1}\n{"b":' }, 'The JSON text could not be read (line 2)'],
		['prose', { headers: {}, body: 'hello world' }, 'The text is neither JSON nor a form nor XML'],
		['a list in a list in a list in a list', { headers: {}, body: [[[[{ a: 1 }]]]] }, 'There is no event in it'],
	])('%s', (_what, json, expected) => {
		expect(eventsOf(json)).toEqual(expected);
	});

	it('hands on headers in lower case', () => {
		const opened = openEnvelope({ headers: { 'Svix-Id': 'msg_1' }, body: { a: 1 } });
		expect(opened.ok && opened.value.context.headers).toEqual({ 'svix-id': 'msg_1' });
	});
});

describe('nestForm', () => {
	it('leaves keys that clash, and never reaches a prototype', () => {
		expect(nestForm({ a: '1', 'a[b]': '2' })).toEqual({ a: '1', 'a[b]': '2' });
		const nested = nestForm({ '__proto__[polluted]': 'yes', 'constructor[prototype][polluted]': 'yes', 'x[y]': '1' });
		expect(Object.hasOwn(nested, '__proto__')).toBe(true);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

describe('parseXml', () => {
	it.each([
		['<a>1</a>', { a: '1' }],
		['<?xml version="1.0"?><!-- no --><a><b>1</b><b>2</b></a>', { a: { b: ['1', '2'] } }],
		['<s:a xmlns:s="x"><s:b xsi:type="sf:Lead">x</s:b></s:a>', { a: { b: { '@type': 'sf:Lead' } } }],
		['<a><b t="1>2" /></a>', { a: { b: { '@t': '1>2' } } }],
		['<a>&lt;&amp;&#233;&#x41;&unknown;</a>', { a: '<&éA&unknown;' }],
		['<a><![CDATA[<b>&amp;</b>]]></a>', { a: '<b>&amp;</b>' }],
		['<a/>', { a: '' }],
	])('%s', (xml, expected) => {
		expect(parseXml(xml)).toEqual({ ok: true, value: expected });
	});

	it.each([
		'<a>',
		'<a></b>',
		'</a>',
		'<a',
		'<a><!-- x',
		'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
		'<a>'.repeat(200) + '</a>'.repeat(200),
		'text',
	])('refuses %s', (xml) => {
		expect(parseXml(xml)).toMatchObject({ ok: false });
	});
});
