import { CRM_CHANGES } from '../../lifecycle/crm/changes';
import type { CrmChanges } from '../../lifecycle/crm/changes/crm-changes';
import { refuse } from '../shared/shell';
import type { Run } from './operation';

/** How the chosen CRM says what changed in it. */
export function changesOf({ kind, context }: Run): CrmChanges {
	if (kind !== 'own') return CRM_CHANGES[kind];
	return refuse(context, {
		message: '“CRM” is “Other”, whose changes this node does not know',
		hint: 'Post decisions of your own CRM to the webhook of 05.',
	});
}
