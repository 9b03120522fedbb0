export * from '../../../../lifecycle/crm/properties';
