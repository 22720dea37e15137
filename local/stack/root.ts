import { fileURLToPath } from 'node:url';

/** The root of the project, where the settings and `dist/app` are. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
