import type { INodeParameters } from 'n8n-workflow';
import { itemsOf, jsonOf, runAsTool, runNode } from '../support/engine';
import { CheckSla } from '../../nodes/CheckSla/CheckSla.node';

// A Wednesday noon; office hours 9-17 UTC by default, four business hours, a warning after three.
const AS_OF = '2026-09-16T12:30:00Z';
const options = { asOf: AS_OF };
const LEADS = {
	onTrack: { email: 'on@track.example', handedOffAt: '2026-09-16T11:00:00Z' },
	atRisk: { email: 'at@risk.example', handedOffAt: '2026-09-16T09:00:00Z' },
	breached: { email: 'breached@acme.example', handedOffAt: '2026-09-15T12:00:00Z' },
	met: { email: 'met@acme.example', handedOffAt: '2026-09-15T12:00:00Z', acceptedAt: '2026-09-15T13:00:00Z' },
	metLate: {
		email: 'late@acme.example',
		handedOffAt: '2026-09-15T12:00:00Z',
		acceptedAt: '2026-09-16T10:00:00Z',
	},
	notStarted: { email: 'new@acme.example' },
	paused: {
		email: 'away@acme.example',
		handedOffAt: '2026-09-16T11:00:00Z',
		slaPauses: [{ from: '2026-09-16T12:00:00Z' }],
	},
};
const policy = (overrides: INodeParameters): INodeParameters => ({
	policies: { policy: [{ name: 'First response', ...overrides }] },
});

describe('Check SLA', () => {
	it('answers with its defaults: four outputs, the input kept, items in order and linked', async () => {
		const leads = [
			LEADS.met,
			LEADS.onTrack,
			LEADS.atRisk,
			LEADS.breached,
			LEADS.metLate,
			LEADS.notStarted,
			LEADS.paused,
		];
		const { outputs, error, links, hints } = await runNode(CheckSla, {
			parameters: { options },
			inputs: itemsOf(leads),
			links: true,
		});
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(outputs.map((items) => jsonOf(items).map(({ email }) => email))).toEqual([
			['on@track.example', 'new@acme.example', 'away@acme.example'],
			['at@risk.example'],
			['breached@acme.example'],
			['met@acme.example', 'late@acme.example'],
		]);
		expect(outputs.flatMap((items) => jsonOf(items)).map(({ sla }) => (sla as { state: string }).state)).toEqual([
			'on_track',
			'not_started',
			'paused',
			'at_risk',
			'breached',
			'met',
			'met_late',
		]);
		expect(links).toEqual([[1, 5, 6], [2], [3], [0, 4]].map((items) => items.map((item) => ({ input: 0, item }))));
		const key = 'First response|breached|2026-09-15T12:00:00.000Z';
		const check = {
			policy: 'First response',
			state: 'breached',
			startedAt: '2026-09-15T12:00:00.000Z',
			warnAt: '2026-09-15T15:00:00.000Z',
			dueAt: '2026-09-15T16:00:00.000Z',
			stoppedAt: null,
			elapsedMinutes: 510,
			remainingMinutes: -270,
			alert: 'breached',
			alertKey: key,
		};
		expect(jsonOf(outputs[2])).toEqual([{ ...LEADS.breached, sla: { ...check, policies: [check] }, slaAlerts: [key] }]);
	});

	it('fed with its own output alerts no second time', async () => {
		const first = await runNode(CheckSla, { parameters: { options }, inputs: itemsOf([LEADS.breached]) });
		const again = await runNode(CheckSla, {
			parameters: { options },
			inputs: itemsOf(jsonOf(first.outputs[2])),
		});
		expect(jsonOf(again.outputs[2])[0]).toMatchObject({
			sla: { state: 'breached', alert: null, alertKey: null },
			slaAlerts: jsonOf(first.outputs[2])[0].slaAlerts,
		});
	});

	it('now is the moment when As Of is empty', async () => {
		const now = new Date().toISOString();
		const { outputs } = await runNode(CheckSla, {
			parameters: policy({ target: 1, unit: 'hours' }),
			inputs: itemsOf([{ handedOffAt: now }, { handedOffAt: '2020-01-01T00:00:00Z' }]),
		});
		expect([outputs[0].length, outputs[2].length]).toEqual([1, 1]);
	});

	it('passes empty items by, and runs with none', async () => {
		const { outputs, error } = await runNode(CheckSla, {
			parameters: { options },
			inputs: itemsOf([{}, LEADS.met, {}]),
		});
		expect(error).toBeUndefined();
		expect(outputs.map(({ length }) => length)).toEqual([0, 0, 0, 1]);
		const empty = await runNode(CheckSla, { inputs: itemsOf([{}]) });
		expect(empty.error).toBeUndefined();
		expect(empty.outputs.every(({ length }) => length === 0)).toBe(true);
	});

	it('keeps binary data', async () => {
		const binary = { card: { data: 'eA==', mimeType: 'text/plain' } };
		const { outputs } = await runNode(CheckSla, {
			parameters: { options },
			inputs: [{ json: LEADS.met, binary }],
		});
		expect(outputs[3][0].binary).toEqual(binary);
	});

	it('says so when no policy applies, or no clock has started', async () => {
		const none = await runNode(CheckSla, {
			parameters: { ...policy({ cells: ['A1'] }), options },
			inputs: itemsOf([{ ...LEADS.breached, cell: 'B2' }]),
		});
		expect(jsonOf(none.outputs[0])[0].sla).toMatchObject({ policy: null, state: null, policies: [] });
		expect(none.hints).toMatchObject([
			{ message: expect.stringContaining('1 lead checked, and no policy applies') as string },
		]);
		const idle = await runNode(CheckSla, { parameters: { options }, inputs: itemsOf([LEADS.notStarted]) });
		expect(idle.hints).toMatchObject([
			{ message: expect.stringContaining('1 lead checked, and no clock has started') as string },
		]);
	});
});

describe('the calendar of the form', () => {
	const dueOf = async (
		parameters: INodeParameters,
		lead: object,
		run: { timezone?: string; holidays?: object[] } = {},
	): Promise<unknown> => {
		const leads = itemsOf([lead]);
		const inputs = run.holidays ? [leads, itemsOf(run.holidays)] : leads;
		const { outputs, error } = await runNode(CheckSla, {
			parameters: { options, ...parameters },
			inputs,
			timezone: run.timezone,
		});
		if (error) throw new Error(error.message);
		return (jsonOf(outputs.flat())[0].sla as { dueAt: string }).dueAt;
	};

	it('is in the time zone of the workflow unless another is given', async () => {
		const lead = { handedOffAt: '2026-09-16T06:00:00Z' };
		expect(await dueOf({}, lead)).toBe('2026-09-16T13:00:00.000Z');
		expect(await dueOf({}, lead, { timezone: 'Europe/Paris' })).toBe('2026-09-16T11:00:00.000Z');
		expect(await dueOf({ timeZone: 'Asia/Kolkata' }, lead, { timezone: 'Europe/Paris' })).toBe(
			'2026-09-16T10:00:00.000Z',
		);
	});

	it('reads holidays from the list', async () => {
		const holidays = { holiday: [{ date: '2026-09-17', name: 'Closed' }, { date: '09-18' }] };
		expect(await dueOf({ holidays }, { handedOffAt: '2026-09-16T16:00:00Z', email: 'x' })).toBeNull();
		expect(
			await dueOf({ holidays, options: { asOf: '2026-09-16T16:30:00Z' } }, { handedOffAt: '2026-09-16T16:00:00Z' }),
		).toBe('2026-09-21T12:00:00.000Z');
	});

	it('reads holidays from the second input, empty items passed by', async () => {
		const parameters = {
			holidaysSource: 'input',
			holidayDateField: 'day.date',
			options: { asOf: '2026-09-16T16:30:00Z' },
		};
		const lead = { handedOffAt: '2026-09-16T16:00:00Z' };
		expect(
			await dueOf(parameters, lead, {
				holidays: [{ day: { date: '2026-09-17' } }, {}, { day: { date: '2026-09-18T00:00:00.000Z' } }],
			}),
		).toBe('2026-09-21T12:00:00.000Z');
		expect(await dueOf(parameters, lead, { holidays: [] })).toBe('2026-09-17T12:00:00.000Z');
		await expect(
			dueOf(parameters, lead, { holidays: [{ day: { date: '2026-09-17' } }, {}, { day: { date: 'Xmas' } }] }),
		).rejects.toThrow('Holidays input, item 2: “day.date” is “Xmas”, which is not a date');
	});

	it('reads hours, pauses, escalations and second targets', async () => {
		const lead = {
			handedOffAt: '2026-09-15T09:00:00Z',
			slaAlerts: ['Two|breached|2026-09-15T09:00:00.000Z'],
		};
		const parameters = {
			policies: {
				policy: [
					{
						name: 'Two',
						target: 2,
						unit: 'business hours',
						thenTarget: 30,
						thenUnit: 'minutes',
						escalations: { escalation: [{ level: 'vp', after: 2, unit: 'business hours' }] },
					},
				],
			},
			openingHours: {
				hours: [
					{ days: ['tuesday'], opens: '8:00', closes: '12:00' },
					{ days: ['tuesday', 'wednesday'], opens: '13:00', closes: '16:00' },
				],
			},
			pauses: { pause: [{ from: '2026-09-15T10:00:00', until: '2026-09-15T11:00:00' }] },
		};
		const { outputs } = await runNode(CheckSla, {
			parameters: { ...parameters, options },
			inputs: itemsOf([lead]),
		});
		expect(jsonOf(outputs[2])[0].sla).toMatchObject({
			dueAt: '2026-09-15T12:30:00.000Z',
			alert: 'vp',
			elapsedMinutes: 1590,
		});
	});

	it('reads the fields that the options name', async () => {
		const lead = {
			grid: { cell: 'A1' },
			step: 'mql',
			zone: 'Asia/Kolkata',
			handedOffAt: '2026-09-16T06:00:00Z',
			off: [{ from: '2026-09-16T06:00:00Z', until: '2026-09-16T06:30:00Z' }],
			told: '',
		};
		const { outputs } = await runNode(CheckSla, {
			parameters: {
				policies: {
					policy: [
						{ name: 'Hot', cells: ['A1'], stages: 'mql', target: 1 },
						{ name: 'Everyone', target: 1, unit: 'minutes' },
					],
				},
				options: {
					...options,
					cellField: 'grid.cell',
					stageField: 'step',
					timeZoneField: 'zone',
					pausesField: 'off',
					alertsField: 'told',
					policyMatch: 'first',
				},
			},
			inputs: itemsOf([lead]),
		});
		expect(jsonOf(outputs[2])[0]).toMatchObject({
			sla: { policy: 'Hot', dueAt: '2026-09-16T07:30:00.000Z', policies: [{ policy: 'Hot' }] },
			told: '["Hot|breached|2026-09-16T06:00:00.000Z"]',
		});
	});
});

describe('expressions', () => {
	it('in a policy count for each item', async () => {
		const leads = [
			{ ...LEADS.onTrack, hours: 1 },
			{ ...LEADS.onTrack, hours: 8 },
			{ ...LEADS.onTrack, hours: -1 },
		];
		const { outputs, error } = await runNode(CheckSla, {
			parameters: { ...policy({ target: '={{ $json.hours }}' }), options },
			inputs: itemsOf(leads),
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(outputs.map(({ length }) => length)).toEqual([1, 0, 1, 0, 1]);
		expect(jsonOf(outputs[4])[0].error).toContain(
			'Item 2: “Target” in “Policies” row 1 (First response) is “-1”, not a number above 0',
		);
	});

	it('may give the time zone, the field name and As Of', async () => {
		const { outputs } = await runNode(CheckSla, {
			parameters: {
				timeZone: '={{ $json.zone }}',
				outputField: '={{ "check" }}',
				options: { asOf: '={{ "2026-09-16T06:30:00Z" }}' },
			},
			inputs: itemsOf([
				{ handedOffAt: '2026-09-16T06:00:00Z', zone: 'Asia/Kolkata' },
				{ handedOffAt: '2026-09-16T06:00:00Z', zone: 'Europe/Paris' },
			]),
		});
		expect(jsonOf(outputs[0]).map(({ check }) => (check as { dueAt: string }).dueAt)).toEqual([
			'2026-09-16T10:00:00.000Z',
			'2026-09-16T11:00:00.000Z',
		]);
	});
});

describe('a bad item among good ones', () => {
	const leads = itemsOf([LEADS.met, { email: 'bad@acme.example', handedOffAt: 'soon' }, LEADS.atRisk]);
	const MESSAGE = 'Item 1: “Start Field” (handedOffAt) of the policy “First response” is “soon”, which is not a date';

	it('stops the workflow with its index', async () => {
		const { error } = await runNode(CheckSla, { parameters: { options }, inputs: leads });
		expect(error).toMatchObject({
			message: MESSAGE,
			description: expect.stringContaining('ISO 8601') as string,
			context: { itemIndex: 1 },
		});
	});

	it('goes on in the first output', async () => {
		const { outputs, error } = await runNode(CheckSla, {
			parameters: { options },
			inputs: leads,
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(outputs.map(({ length }) => length)).toEqual([1, 1, 0, 1]);
		expect(jsonOf(outputs[0])[0].error).toContain(MESSAGE);
	});

	it('goes to the error output with its lead', async () => {
		const { outputs, error } = await runNode(CheckSla, {
			parameters: { options },
			inputs: leads,
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(outputs.map(({ length }) => length)).toEqual([0, 1, 0, 1, 1]);
		expect(jsonOf(outputs[4])[0]).toMatchObject({
			email: 'bad@acme.example',
			error: expect.stringContaining(MESSAGE) as string,
		});
	});
});

describe('a form that cannot be used is refused before any item', () => {
	const cases: Array<[string, INodeParameters, string]> = [
		[
			'unknown time zone',
			{ timeZone: 'Europe/Atlantis' },
			'“Time Zone” is “Europe/Atlantis”, which is not a known time zone',
		],
		[
			'hours that end before they start',
			{ openingHours: { hours: [{ days: ['monday'], opens: '17:00', closes: '9:00' }] } },
			'“Opening Hours” row 1 closes at “9:00”, not after it opens at “17:00”',
		],
		[
			'negative target',
			policy({ target: -4 }),
			'“Target” in “Policies” row 1 (First response) is “-4”, not a number above 0',
		],
		[
			'no opening hours at all',
			{ openingHours: {} },
			'No lead can meet the policy “First response”: it counts in opening hours, and “Opening Hours” has none',
		],
		['no policy', { policies: {} }, '“Policies” has no policy'],
		[
			'holidays all year',
			{ holidays: { holiday: [{ date: '01-01..12-31' }] } },
			'No lead can meet the policy “First response”: its target is not reached in opening hours within 30 years',
		],
		[
			'a pause without a beginning',
			{ pauses: { pause: [{ from: '', until: '2026-01-01' }] } },
			'“From” in “Pauses” row 1 is empty, which is not a date',
		],
		['As Of that is no date', { options: { asOf: 'soon' } }, '“As Of” is “soon”, which is not a date'],
		[
			'alerts where no field can be',
			{ options: { alertsField: '__proto__.x' } },
			'“Alerts Field” is “__proto__.x”, which is not a field name',
		],
		[
			'alerts within the result',
			{ options: { alertsField: 'sla.told' } },
			'“Alerts Field” (sla.told) and “Put Result in Field” (sla) overlap, so the result would overwrite the keys',
		],
		[
			'a result where no field can be',
			{ outputField: 'constructor' },
			'“Put Result in Field” is “constructor”, which is not a field name',
		],
		[
			'several things at once',
			{ timeZone: 'Nowhere', openingHours: { hours: [{ days: [], opens: '9', closes: '17' }] } },
			'2 things to correct. First: “Time Zone” is “Nowhere”, which is not a known time zone',
		],
	];

	it.each(cases)('%s', async (_, parameters, message) => {
		const { error } = await runNode(CheckSla, {
			parameters: { options, ...parameters },
			inputs: itemsOf([LEADS.met]),
		});
		expect(error).toMatchObject({ message });
		expect(error?.description).toMatch(/\w+.*\.$/s);
		const continued = await runNode(CheckSla, {
			parameters: { options, ...parameters },
			inputs: itemsOf([LEADS.met]),
			onError: 'continueRegularOutput',
		});
		expect(continued.outputs.map(jsonOf)).toEqual([[{ error: `${message}. ${error?.description}` }], [], [], []]);
	});
});

describe('as a tool of an agent', () => {
	const asked = `={{ $fromAI('handedOffAt', 'When sales got the lead') && $fromAI('acceptedAt', 'When sales took it up') ? 'UTC' : '' }}`;

	it.each([
		['call', 'breached', { handedOffAt: '2026-09-15T12:00:00Z', acceptedAt: '' }],
		['call', 'met', LEADS.met],
		['request', 'breached', LEADS.breached],
		['request', 'met', LEADS.met],
	] as const)('answers whatever the output (%s, %s)', async (via, state, lead) => {
		const { response, error } = await runAsTool(CheckSla, {
			parameters: { timeZone: asked, options },
			via,
			arguments: lead,
		});
		expect(error).toBeUndefined();
		expect(response).toMatchObject([{ handedOffAt: lead.handedOffAt, sla: { policy: 'First response', state } }]);
	});
});
