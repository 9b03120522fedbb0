import type { Operation } from '../operation';
import { beginAnImport } from './begin-import';
import { beginNewLeads } from './begin-leads';
import { checkProperties } from './check-properties';
import { findChanges } from './find-changes';
import { findDue } from './find-due';
import { findNewActivities } from './find-new';
import { findProperties } from './find-properties';
import { lookForTasksOfLeads } from './look-for-tasks';
import { lookUpLeads } from './look-up';
import { makeTasksOfLeads } from './make-tasks';
import { noteOutcome } from './note-outcome';
import { planAnImport } from './plan-import';
import { readChanges } from './read-changes';
import { readAPage } from './read-page';
import { writeLeads } from './write';

/** In the order in which a lead goes through them; those for what people change in the CRM; those for its records as they are, and
for its properties. */
export const OPERATIONS: readonly Operation[] = [
	findDue,
	lookUpLeads,
	writeLeads,
	lookForTasksOfLeads,
	makeTasksOfLeads,
	noteOutcome,
	findChanges,
	readChanges,
	planAnImport,
	beginAnImport,
	readAPage,
	beginNewLeads,
	findNewActivities,
	findProperties,
	checkProperties,
];
