import { DateTime } from 'luxon';
import {
	NodeConnectionTypes,
	type GenericValue,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { idInLog } from '../../lifecycle/activity/activity';
import { readAsSent, readIntake, receiptOf } from '../../lifecycle/intake/intake';
import type { IntakeRequest } from '../../lifecycle/intake/request';
import { checkVerifier } from '../../lifecycle/intake/verify';
import { readDecisions } from '../../lifecycle/stage/decisions';
import { toIso } from '../../lifecycle/time';
import { activityJson } from '../shared/activity-json';
import { properties, triggerPanel, webhook } from './description';
import { readForm, type Form } from './form';
import { KeptVerifiers } from './kept-verifiers';
import { receive, type Received } from './receive';

export class LeadActivityTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lead Activity Trigger',
		name: 'leadActivityTrigger',
		icon: { light: 'file:leadActivityTrigger.svg', dark: 'file:leadActivityTrigger.dark.svg' },
		group: ['trigger'],
		// For a trigger of version 1 n8n works out an expression at each call, which takes it longer than all the rest; see `leaveBodyUnread`.
		version: [1, 2],
		defaultVersion: 2,
		subtitle: '=/{{ $parameter["path"] }}',
		description: 'Starts the workflow with lead activities that any tool posts: checked, in one shape, each once',
		eventTriggerDescription: 'Waiting for a call to the test URL',
		activationMessage: 'Calls to the production URL now start this workflow.',
		defaults: { name: 'Lead Activity Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Activities', 'Receipt'],
		sensitiveOutputFields: ['properties.signature', 'body.signature'],
		credentials: [
			{
				name: 'leadActivityWebhookApi',
				required: true,
				testedBy: 'leadActivityWebhookTest',
				displayOptions: { show: { authentication: ['signature'] } },
			},
		],
		webhooks: [webhook],
		triggerPanel,
		properties,
	};

	methods = {
		credentialTest: {
			async leadActivityWebhookTest(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const checked = checkVerifier(credential.data ?? {});
				if (checked.ok) return { status: 'OK', message: 'The credential can be used' };
				return { status: 'Error', message: `${checked.message}. ${checked.hint}` };
			},
		},
	};

	/** Senders are told the address by hand, so there is nothing to register with them or to take back. */
	webhookMethods = {
		default: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const asOf = DateTime.now();
		const { form, call } = await readCall(this, asOf);
		if (!call.ok) return answer(this, call.status, call.body, call.challenge);
		if (form.reading === undefined) {
			return form.take === 'decisions' ? takeDecisions(this, call.request, asOf) : handOn(this, call.request);
		}
		const intake = readIntake(call.request, form.reading, asOf);
		if (!intake.ok) return answer(this, 400, { message: intake.message, faults: intake.faults });
		const receipt = receiptOf(intake, form.objectsAsText ? idInLog : undefined);
		if (intake.activities.length === 0) return answer(this, 202, { ...receipt });
		const activities = intake.activities.map((activity): INodeExecutionData => {
			return { json: activityJson(activity, form.objectsAsText) };
		});
		return { webhookResponse: receipt, workflowData: [activities, [{ json: { ...receipt } }]] };
	}
}

const verifiers = new KeptVerifiers();

/** The form, and the call as far as it proves who sent it: a secret that was changed just now is asked for again. */
async function readCall(context: IWebhookFunctions, asOf: DateTime): Promise<{ form: Form; call: Received }> {
	const form = await readForm(context, verifiers);
	const call = await receive(context, form, asOf);
	if (call.ok || call.status !== 401 || !form.verifierIsKept) return { form, call };
	verifiers.forget(context);
	return await readCall(context, asOf);
}

/** Starts the workflow with the body and nothing else of the call: n8n keeps what a trigger gives with the execution. */
function handOn(context: IWebhookFunctions, request: IntakeRequest): IWebhookResponseData {
	const sent = readAsSent(request);
	if (!sent.ok) return answer(context, 400, { message: sent.message, faults: sent.faults });
	const receipt = { entries: sent.entries };
	const item: INodeExecutionData = { json: { body: sent.body as GenericValue } };
	return { webhookResponse: receipt, workflowData: [[item], [{ json: receipt }]] };
}

/** Starts the workflow with one item per decision; a call in which one cannot be read is refused as a whole. */
function takeDecisions(context: IWebhookFunctions, request: IntakeRequest, asOf: DateTime): IWebhookResponseData {
	const sent = readAsSent(request);
	const read = sent.ok ? readDecisions(sent.body, toIso(asOf.toMillis())) : sent;
	if (!read.ok) return answer(context, 400, { message: read.message, faults: read.faults });
	const receipt = { entries: read.decisions.length };
	const items = read.decisions.map((decision): INodeExecutionData => ({ json: { ...decision } }));
	return { webhookResponse: receipt, workflowData: [items, [{ json: receipt }]] };
}

/** Answers the caller here and now, and starts no workflow. */
function answer(context: IWebhookFunctions, status: number, body: object, challenge?: string): IWebhookResponseData {
	const response = context.getResponseObject();
	if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
	response.status(status).json(body);
	return { noWebhookResponse: true };
}
