export { compileSla, SLA_STATES, type PolicyCheck, type Sla, type SlaCheck, type SlaState } from './check';
export { SLA_UNITS, type EscalationRow, type PolicyRow, type SlaUnit } from './policy';
export type { OpeningHoursRow } from './hours';
export type { SlaSettings } from './sla-settings';
