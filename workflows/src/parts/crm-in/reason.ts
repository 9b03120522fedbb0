export { REASON_PROPERTY } from '../../../../lifecycle/crm/properties';
