/**
 * Where the templates keep their tables: n8n's Data Tables, or PostgreSQL. `scripts/workflows.mjs` writes each template for both; the
 * canvases are the same but for the nodes that read and write rows.
 */
export const ON_POSTGRES = process.env.TEMPLATES_STORE === 'postgres';

/** Of workflows that run thousands of times a day n8n keeps the runs that failed alone, where there are so many. */
export const IF_BUSY = ON_POSTGRES ? ({ saveDataSuccessExecution: 'none' } as const) : {};
