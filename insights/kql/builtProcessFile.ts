import { fileURLToPath } from 'node:url';

/** The program of the engine's process as build.ts has bundled it, beside the main one: there it takes this file in place of processFile.ts. */
export const processFile = fileURLToPath(new URL('kql.js', import.meta.url));
