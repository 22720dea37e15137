import type { DatabaseSync } from 'node:sqlite';
import { createFit } from './fit.ts';
import { createGroups, type Groups } from './groups.ts';
import { createLists, type Lists } from './list.ts';
import { createRowList } from './rowList.ts';

/** All questions that lists on the pages ask. */
export interface Reads extends Lists, Groups {
  readonly fit: ReturnType<typeof createFit>;
  readonly rows: ReturnType<typeof createRowList>;
}

/** Answers them; what was received must have been flushed. Throw when the database is in trouble. */
export function createReads(database: DatabaseSync): Reads {
  return {
    ...createLists(database),
    ...createGroups(database),
    fit: createFit(database),
    rows: createRowList(database),
  };
}
