export { itemsOf, reportItem } from '../shared/past-leads';
