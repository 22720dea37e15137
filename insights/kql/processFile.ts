import { fileURLToPath } from 'node:url';

/** The program of the engine's process, from its source; build.ts puts builtProcessFile.ts in its place. */
export const processFile = fileURLToPath(new URL('process.ts', import.meta.url));
