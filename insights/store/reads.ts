import type { DatabaseSync } from 'node:sqlite';
import { createFit } from './fit.ts';
import { createGroups, type Groups } from './groups.ts';
import { createLists, type Lists } from './list.ts';

/** All questions to the table of invocations that take the filters of the list. */
export interface Reads extends Lists, Groups {
  readonly fit: ReturnType<typeof createFit>;
}

/** Answers them; what was received must have been flushed. Throw when the database is in trouble. */
export function createReads(database: DatabaseSync): Reads {
  return { ...createLists(database), ...createGroups(database), fit: createFit(database) };
}
