// @ts-check
/** Settings of every process of n8n in queue mode, with the reasons in docs/queue-mode.md. */
export const SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_POOL_SIZE: '10',
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
};
