/** A real n8n on a busy machine: seconds, not milliseconds. */
jest.setTimeout(180_000);
