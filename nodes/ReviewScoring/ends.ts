import type { Ends } from '../shared/connections';

/** What an operation may read. Any input but Leads may be left unconnected where the tables have nothing to say. */
const OF_THE_PAST = ['Leads', 'Activities', 'Rules', 'Stage Log', 'Settings', 'Links'] as const;
/** Of the operations that a form goes through: what the pages before gave, what was approved, and the right to publish. */
type FormInput = 'So Far' | 'Approval' | 'Lease';
export type InputName = (typeof OF_THE_PAST)[number] | FormInput;

interface OperationEnds extends Ends {
	readonly inputs: readonly InputName[];
}

const REPORT = 'Report';
const ofThePast = (...outputs: string[]): OperationEnds => ({ inputs: OF_THE_PAST, outputs: [...outputs, REPORT] });

/** Names of the inputs and outputs of each operation. */
export const ENDS = {
	conversion: ofThePast('Table', 'Draft Rules'),
	bands: ofThePast('Bands', 'Cells'),
	modelCheck: ofThePast('Findings'),
	backtest: ofThePast('Deciles', 'Thresholds'),
	compare: ofThePast('Changes'),
	abTest: ofThePast('Arms'),
	roi: { inputs: ['Leads'], outputs: ['Before and After', REPORT] },
	stages: ofThePast('Stages'),
	speedToLead: ofThePast('Rows'),
	bant: ofThePast('Rows'),
	history: ofThePast('Changes'),
	tryModel: { inputs: [...OF_THE_PAST, 'So Far'], outputs: [REPORT, 'Changes'] },
	keys: { inputs: ['Leads', 'Links'], outputs: ['Queries'] },
	publishModel: { inputs: ['Approval', 'Lease', 'Rules'], outputs: ['Names', 'Published', 'Refused'] },
	report: { inputs: OF_THE_PAST, outputs: [REPORT, 'Message'] },
} as const satisfies Readonly<Record<string, OperationEnds>>;

export type OperationName = keyof typeof ENDS;

export const inputsOf = (operation: OperationName): readonly InputName[] => ENDS[operation].inputs;
