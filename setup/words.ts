/** What the command prints: a plan before it is carried out, each step as it is taken. */
import type { OwnType } from './own-credentials';
import type { Plan, Step, Why } from './plan';

const WHY: Readonly<Record<Why, string>> = {
	template: 'this version of the package has a newer one',
	replace: 'overwrites the edits in it, as asked; the former version is in its history',
	connect: 'connects an account to the nodes that waited for it',
};

/** What each of our credentials is of. */
const OWN_NAMES: Readonly<Record<OwnType, string>> = {
	leadActivityWebhookApi: 'the webhook',
	httpHeaderAuth: 'calls to it',
	httpBasicAuth: 'the form',
};

const listed = (names: readonly string[]): string =>
	names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

type Of<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;

const TITLES: { readonly [Kind in Step['kind']]: (step: Of<Kind>) => string } = {
	checkNodes: () => 'Check that this n8n has every node that is needed',
	createTable: ({ table: { name, purpose } }) => `Create the table ${name}: ${purpose}`,
	addColumns: ({ table, columns }) => `Add to the table ${table}: ${columns.map(({ name }) => name).join(', ')}`,
	fillTable: ({ table, rows }) => `Load ${rows.length} rows to start with into ${table}`,
	noteRows: ({ table }) => `Note that ${table} has rows; they stay as they are`,
	setCredentials: ({ types }) =>
		`Create ${types.length === 1 ? 'the credential' : 'the credentials'} of ${listed(types.map((type) => OWN_NAMES[type]))}, with random secrets`,
	createWorkflow: (step) => `Create the workflow “${step.source.template.name}”${predecessorOf(step)}`,
	adoptWorkflow: ({ source, isPublished }) =>
		`Note that “${source.template.name}” is there already${isPublished ? ', published' : ''}`,
	updateWorkflow: ({ current, why }) => `Update the workflow “${current.name}”: ${WHY[why]}`,
	retireWorkflow: ({ name }) => `Unpublish “${name}”, an older copy; it is kept as it is`,
	publishWorkflow: ({ source, isPublished }) =>
		isPublished ? `Note that “${source.template.name}” is published` : `Publish “${source.template.name}”`,
	noteId: ({ cell: { file, row } }) => `Let other workflows start ${file}: write its id into ll_state, row ${row}`,
};

/** @returns a step in the words of a plan, e.g. `Create the table ll_rules` */
export const titleOf = (step: Step): string => (TITLES[step.kind] as (step: Step) => string)(step);

const predecessorOf = ({ predecessor }: Of<'createWorkflow'>): string =>
	predecessor === undefined ? '' : `, with the credentials chosen in “${predecessor.name}”`;

export function planInWords({ steps, remarks }: Plan): string {
	const lines = steps.map((step, index) => `${String(index + 1).padStart(4)}. ${titleOf(step)}`);
	const left = remarks.map((remark) => `   - ${remark}`);
	return [
		steps.length === 0 ? 'Nothing to do: all is as it should be.' : ['What will be done:', ...lines].join('\n'),
		...(left.length === 0 ? [] : [['What is left as it is:', ...left].join('\n')]),
	].join('\n\n');
}
