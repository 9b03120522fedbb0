import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { DateTime } from 'luxon';
import type { Crm } from '../../lifecycle/crm/crm';
import type { CrmKind } from '../../lifecycle/crm';

export interface Run {
	readonly context: IExecuteFunctions;
	readonly kind: CrmKind;
	readonly crm: Crm;
	readonly asOf: DateTime;
	readonly options: IDataObject;
}

/** One step of the way through a CRM. */
export interface Operation {
	readonly value: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	/** What to connect to its inputs, for the form. */
	readonly connect: string;
	/** Names of its inputs and outputs, in their order. */
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	/** One list for each output. */
	readonly run: (run: Run) => INodeExecutionData[][];
}
