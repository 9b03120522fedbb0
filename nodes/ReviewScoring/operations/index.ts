import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OperationName } from '../ends';
import { abTest } from './ab-test';
import { backtestLeads } from './backtest';
import { bands } from './bands';
import { bant } from './bant';
import { compare } from './compare';
import { conversion } from './conversion';
import { history } from './history';
import { keys } from './keys';
import { modelCheck } from './model-check';
import { publishModel } from './publish-model';
import { roi } from './roi';
import { speed } from './speed-to-lead';
import { stages } from './stages';
import { tryDraft } from './try-model';
import { makeReport } from './report';

type Run = (context: IExecuteFunctions) => INodeExecutionData[][] | Promise<INodeExecutionData[][]>;

export const RUNS: Readonly<Record<OperationName, Run>> = {
	conversion,
	bands,
	modelCheck,
	backtest: backtestLeads,
	compare,
	abTest,
	roi,
	stages,
	speedToLead: speed,
	bant,
	history,
	tryModel: tryDraft,
	keys,
	publishModel,
	report: makeReport,
};
