import type { Settings } from '../stack/settings.ts';

/** Where the callers of an app are kept. */
export interface Place {
  /** In a sentence: `local.settings.json`. */
  readonly name: string;
  /** What the app there is set to, as far as its callers depend on it. */
  readonly settings: Settings;
  /** The app's URL. */
  readonly app: string;
  /** What makes the app take a change, as a sentence. */
  readonly next: string;
  /** What an app without callers asks for, as a sentence. */
  readonly withoutCallers: string;
  /** Keeps a new `CALLERS`. Throws a CallersError. */
  save(callers: string): Promise<void>;
}
