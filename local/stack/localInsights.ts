import type { Row } from '../ask/row.ts';
import type { HostInvocation } from '../host/invocationLog.ts';
import type { ProjectQuery } from './projectQueries.ts';
import type { StackCheck } from './stackCheck.ts';

/** What the stack needs from a local Application Insights; `insights.ts` gives it, or nothing in a fork without one. */
export interface LocalInsights {
  /** Reads `--retain`. Throws a line for its user. */
  parseRetention(text: string): Retention;
  /** Starts it on loopback. Rejects with the system's error, `EADDRINUSE` for a taken port. */
  start(options: LocalInsightsOptions): Promise<RunningInsights>;
  /** The rows of an invocation as a tree, for a terminal; with `pages`, the URL of the pages, the address of its own is added. */
  drawTree(rows: readonly Row[], options: { color: boolean; pages?: string }): string;
}

/** Limits of kept telemetry: an age in ms, a number of rows, and the bytes of its database. */
export interface Retention {
  readonly ms: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Options within a stack. */
interface LocalInsightsOptions {
  readonly port: number;
  /** SQLite file, or `:memory:`. */
  readonly file: string;
  readonly retention?: Retention;
  /** Takes a line when something goes wrong. */
  say(line: string): void;
  /** The stack's own checks, for the health page. */
  checks(): readonly StackCheck[];
  /** The project's own queries, for the page of queries. */
  readonly queries?: readonly ProjectQuery[];
  /** The app's bundles, their source maps, the folder of its sources, and `cloud_RoleName` of its rows. */
  readonly bundles?: {
    readonly app: string;
    readonly maps: string;
    readonly root: string;
    readonly role: string;
  };
  /** Resources of the compiled template: its alert rules and its workbook are tried. */
  readonly deployed?: readonly DeployedResource[];
}

/** A resource of a compiled template. */
export interface DeployedResource {
  readonly type: string;
  readonly name: string;
  readonly properties: unknown;
}

/** A running local Application Insights. */
export interface RunningInsights {
  /** Without trailing slash. */
  readonly url: string;
  readonly connectionString: string;
  /** Announces the started app, and the storage of its queue. */
  appStarted(app: StartedApp): void;
  /** From now on writes a tree for each invocation. */
  printTrees(write: (text: string) => void, options: { color: boolean }): void;
  stop(): Promise<void>;
}

/** The app of a stack, once it answers. */
interface StartedApp {
  readonly url: string;
  readonly invocations: {
    running(): readonly HostInvocation[];
    ended(): readonly HostInvocation[];
  };
  /** Whether its telemetry holds prompts and answers. */
  readonly recordsContent: boolean;
  /** Whether it asks the embedded model. */
  readonly embeddedModel: boolean;
  /** Connection string. */
  readonly storage: string | undefined;
  /** Who the pages call it as; absent where it asks for no key. A page gets neither. */
  readonly caller?: { readonly name?: string; readonly key: string };
}
