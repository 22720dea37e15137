import type { JobStorage } from '../ask/askQueue.ts';
import type { Row } from '../ask/row.ts';

/** A running app, and the ways to see what it does. */
export interface Target {
  /** Its URL, without trailing slash. */
  readonly url: string;
  /** The function key, or how to find it; undefined where none is needed. */
  readonly key: string | (() => Promise<string>) | undefined;
  /** The key of a caller, for an app that has callers. */
  readonly apiKey: string | undefined;
  /** The functions that the platform knows. */
  readonly listFunctions: (key: string | undefined) => Promise<Listed>;
  readonly storage: JobStorage;
  /** The rows of one invocation that have arrived so far, the host's included. */
  readonly readRows: (session: string) => Promise<readonly Row[]>;
  /** URL of the local pages that show them; absent for Azure. */
  readonly pages?: string;
}

/** Names of functions, or the reason why they are unavailable. */
export type Listed = { readonly names: readonly string[] } | { readonly unknown: string };
