import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fault, ok, type Result } from '../../lifecycle/fault';
import {
	channelsIn,
	PEOPLE_CHANNELS,
	readOutboxRow,
	type PeopleChannel,
	type StoredRow,
} from '../../lifecycle/delivery/outbox';
import { answersBy, outcomeOf, reportOf, type ChannelAnswer } from '../../lifecycle/delivery/outcome';
import { outboxRowOf } from '../../lifecycle/message/outbox';
import { readSettings } from '../../lifecycle/settings/read-settings';
import { asText } from '../../lifecycle/text';
import { itemsAt } from '../shared/inputs';
import { isBlank, itemFault, readAsOf } from '../shared/shell';

/** What a channel answered, message by message. */
type Answers = Readonly<Record<PeopleChannel, IDataObject[]>>;

/** Rows to note, rows to note where a channel takes nothing at the moment, and reports for the outbox. */
export function noted(context: IExecuteFunctions): INodeExecutionData[][] {
	const { asOf } = context.getNodeParameter('options', 0, {}) as { asOf?: string };
	const now = readAsOf(context, asOf).toMillis();
	const answers = Object.fromEntries(
		PEOPLE_CHANNELS.map((channel, index) => [channel, itemsAt(context, index + 1).map(({ json }) => json)]),
	) as Record<PeopleChannel, IDataObject[]>;
	const outputs: INodeExecutionData[][] = [[], [], []];
	const sent: Record<PeopleChannel, number> = { slack: 0, teams: 0, email: 0 };
	for (const [item, given] of itemsAt(context, 0).entries()) {
		if (isBlank(given)) continue;
		const row = heldRow(given.json, item);
		if (!row.ok) {
			outputs[2].push(itemFault(context, row, item));
			continue;
		}
		const { outcome, isDown } = outcomeOf(row.value, takenFrom(answers, row.value, sent), now);
		outputs[isDown ? 1 : 0].push({ json: { ...outcome }, pairedItem: { item } });
		if (outcome.status === 'failed') outputs[2].push(...reported(row.value, asText(outcome.error), item, now));
	}
	return outputs;
}

function heldRow(json: IDataObject, item: number): Result<StoredRow> {
	const row = readOutboxRow(json);
	if (row !== undefined) return ok(row);
	return fault(
		`Item ${item} is not a row of the table ll_outbox`,
		'Give the messages that came out of Compose Message.',
	);
}

/** Each channel answers the messages that go there one by one, in their order. */
function takenFrom(answers: Answers, row: StoredRow, sent: Record<PeopleChannel, number>) {
	const goesTo = channelsIn(row.channel);
	return answersBy((channel) =>
		goesTo.includes(channel) ? answerOf(answers[channel].at(sent[channel]++)) : { state: 'off' },
	);
}

function answerOf(answer: IDataObject | undefined): ChannelAnswer {
	// A node that is deactivated passes on what it was given, with our mark on it; one that was deleted gives nothing.
	if (answer === undefined) return { state: 'off' };
	if (answer.error !== undefined && answer.error !== null) return { state: 'failed', error: answer.error };
	return answer.outbox === undefined ? { state: 'sent' } : { state: 'off' };
}

function reported(row: StoredRow, error: string, item: number, now: number): INodeExecutionData[] {
	const report = reportOf([{ ...row, error }], now);
	// In the ready-made words and to everybody's channels: it is put into the manager's words when it is sent.
	const outboxRow = report && outboxRowOf(report, readSettings([]).settings);
	return outboxRow ? [{ json: { ...outboxRow }, pairedItem: { item } }] : [];
}
