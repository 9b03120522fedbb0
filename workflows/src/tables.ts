export { TABLES, type Column, type ColumnType, type Table } from '../../lifecycle/tables';
