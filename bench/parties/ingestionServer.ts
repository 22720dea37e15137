import { startIngestion } from './startIngestion.ts';

// The ingestion server in a process of its own; says at each message how many spans it has taken.

const { connectionString, seen } = await startIngestion();
process.on('disconnect', () => process.exit(1));
process.on('message', () => process.send?.({ spans: seen.spans }));
process.send?.({ connectionString });
