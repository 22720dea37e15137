import { databaseTrouble } from './databaseTrouble.ts';

/** How long the database is left alone after it failed, in ms: where it is locked, each try waits. */
const pauseMs = 1_000;

/** Whether the database keeps what comes. */
export interface KeepingState {
  /** Why not, in our words. */
  readonly trouble?: string;
  /** What comes is not in the file, but is shown until the process ends. */
  readonly shown: boolean;
  /** Rows that are not kept, since the start. */
  readonly lost: number;
}

/** Writes to a database that may fail: telemetry is then not kept, which is said once, and nothing else ends. */
export interface Keeping {
  /** Does the work, which writes so many rows; undefined when the database could not. Throws what is no trouble of the database. */
  write<T>(rows: number, work: () => T): T | undefined;
  state(): KeepingState;
}

/** `opened` is why there is no file from the start; `isThere` tells whether it still is. */
export function createKeeping(
  say: (line: string) => void,
  opened: string | undefined,
  isThere: () => boolean,
): Keeping {
  let fileless = opened;
  let trouble: string | undefined;
  let triedAt = 0;
  let lost = 0;
  let lostBefore = 0;
  if (fileless !== undefined) sayShown(fileless);

  function sayShown(why: string): void {
    say(`Telemetry is not kept: ${why}. What comes is shown until this ends.`);
  }
  function fail(why: string): void {
    if (trouble === undefined) {
      lostBefore = lost;
      say(`Telemetry is not kept: ${why}. All else goes on.`);
    }
    trouble = why;
    triedAt = Date.now();
  }
  function recover(): void {
    if (trouble === undefined) return;
    trouble = undefined;
    say(`Telemetry is kept again; ${lost - lostBefore} rows were lost.`);
  }

  return {
    write(rows, work) {
      if (trouble !== undefined && Date.now() - triedAt < pauseMs) {
        lost += rows;
        return undefined;
      }
      if (fileless === undefined && !isThere()) {
        fileless = 'the file of its database was removed';
        sayShown(fileless);
      }
      try {
        const value = work();
        recover();
        return value;
      } catch (error) {
        const why = databaseTrouble(error);
        if (why === undefined) throw error;
        fail(why);
        lost += rows;
        return undefined;
      }
    },
    state: () => {
      const why = trouble ?? fileless;
      return { ...(why !== undefined && { trouble: why }), shown: trouble === undefined, lost };
    },
  };
}
