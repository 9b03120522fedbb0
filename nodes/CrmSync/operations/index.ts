import type { Operation } from '../operation';
import { findChanges } from './find-changes';
import { findDue } from './find-due';
import { lookForTasksOfLeads } from './look-for-tasks';
import { lookUpLeads } from './look-up';
import { makeTasksOfLeads } from './make-tasks';
import { noteOutcome } from './note-outcome';
import { readChanges } from './read-changes';
import { writeLeads } from './write';

/** In the order in which a lead goes through them; then those for what people change in the CRM. */
export const OPERATIONS: readonly Operation[] = [
	findDue,
	lookUpLeads,
	writeLeads,
	lookForTasksOfLeads,
	makeTasksOfLeads,
	noteOutcome,
	findChanges,
	readChanges,
];
