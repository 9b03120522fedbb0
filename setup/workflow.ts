/** A workflow as its JSON says, and as n8n's public API gives it. */
import { opensToAgents, PERSON_FORM } from '../scripts/host/templates.mjs';

export type CredentialLink = { readonly id: string; readonly name: string };

export type WorkflowNode = {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position?: readonly number[];
	readonly parameters?: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, CredentialLink>>;
	readonly disabled?: boolean;
	readonly webhookId?: string;
	readonly [more: string]: unknown;
};

export type Workflow = {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly nodeGroups?: readonly unknown[];
	readonly settings?: Readonly<Record<string, unknown>>;
};

export type InstalledWorkflow = Workflow & {
	readonly id: string;
	readonly active: boolean;
	readonly isArchived?: boolean;
};

/** A template of the package; `file` without its ending, e.g. `01-capture`. */
export interface Source {
	readonly file: string;
	readonly template: Workflow;
}

export const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
export const ERROR_TRIGGER = 'n8n-nodes-base.errorTrigger';
export const DATA_TABLE = 'n8n-nodes-base.dataTable';
const isAboutPeople = ({ parameters = {} }: WorkflowNode): boolean =>
	(parameters.options as { path?: unknown } | undefined)?.path === PERSON_FORM;

const TRIGGER = /trigger$|^n8n-nodes-base\.(webhook|cron|interval)$/i;

/**
 * Whether something other than a person can start it: only such a workflow can be published. Who may see and erase people's data is for a person
 * to say, so the form for that, and the server for agents, are not published for them.
 */
export const startsByItself = ({ nodes }: Workflow): boolean =>
	!opensToAgents({ nodes }) &&
	nodes.some((node) => {
		const { type, disabled } = node;
		return TRIGGER.test(type) && type !== MANUAL_TRIGGER && disabled !== true && !isAboutPeople(node);
	});

/** Whether it takes what fails in other workflows. */
export const takesErrors = ({ nodes }: Workflow): boolean => nodes.some(({ type }) => type === ERROR_TRIGGER);

/** Text in which the order of keys makes no difference. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, held: unknown) =>
		typeof held === 'object' && held !== null && !Array.isArray(held)
			? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
			: held,
	);
}
