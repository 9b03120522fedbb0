import { AdvanceLead } from '../../nodes/AdvanceLead/AdvanceLead.node';
import { FollowLog } from '../../nodes/FollowLog/FollowLog.node';
import { ScoreLead } from '../../nodes/ScoreLead/ScoreLead.node';
import { STARTER_ROWS } from '../../lifecycle/model/starter';
import score from '../../workflows/02-score.json';
import { TABLES } from '../../workflows/src/tables';
import { DataTables } from './data-tables';
import { runWorkflow, type WorkflowFile, type WorkflowResult } from './engine';

const NODES = [FollowLog, ScoreLead, AdvanceLead];

/** Tables as 00 leaves them: the starter rules, and the row by which 02 takes its work. */
export function tablesAfterSetUp(): DataTables {
	const tables = new DataTables();
	tables.insert(TABLES.rules, ...STARTER_ROWS.map((row) => ({ ...row })));
	tables.insert(TABLES.state, { name: 'scoring', until: '', next: '10' });
	return tables;
}

export interface ScoreRun extends WorkflowResult {
	/** Ids of the workflows that were started. */
	readonly started: string[];
}

/** Runs 02 once over the tables, as one execution. */
export async function score02(
	tables: DataTables,
	executionId: string,
	more: Partial<WorkflowFile> = {},
): Promise<ScoreRun> {
	const started: string[] = [];
	const file = { ...(score as unknown as WorkflowFile), id: '02', name: '02 Score', ...more };
	const result = await runWorkflow(file, {
		tables,
		executionId,
		nodeTypes: NODES,
		startNode: 'Every 5 minutes',
		onStart: (id) => void started.push(id),
	});
	return { ...result, started };
}

/** Runs 02 again and again, as it starts itself, until there is nothing more to do. Gives the number of runs. */
export async function scoreAll(tables: DataTables, firstExecution = 100): Promise<number> {
	for (let runs = 1; runs < 50; runs++) {
		const { error, started } = await score02(tables, String(firstExecution + runs));
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		if (!started.includes('02')) return runs;
	}
	throw new Error('02 never comes to an end');
}
