import type { JobStorage } from '../ask/askQueue.ts';
import type { Row } from '../ask/row.ts';

/** An app that runs, and the ways to look at what it does. */
export interface Target {
  /** Its URL, without trailing slash. */
  readonly url: string;
  /** The function key, or how to find it; undefined where none is asked for. */
  readonly key: string | (() => Promise<string>) | undefined;
  /** The functions that the platform knows. */
  readonly listFunctions: (key: string | undefined) => Promise<Listed>;
  readonly storage: JobStorage;
  /** The rows of one invocation that have come so far, its host's among them. */
  readonly readRows: (session: string) => Promise<readonly Row[]>;
}

/** Names of functions, or why they cannot be had. */
export type Listed = { readonly names: readonly string[] } | { readonly unknown: string };
