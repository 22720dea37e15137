/** One run of a function, as the host that ran it knows it. Times are ms since 1970. */
export interface HostInvocation {
  readonly id: string;
  readonly functionName: string;
  /** The `id` of the `requests` row that the host writes of it; absent when it writes none. */
  readonly requestId?: string;
  readonly startedAt: number;
  /** Absent while it runs. */
  readonly endedAt?: number;
}

/** What a host runs, and the last that ended, so that both can be held against the telemetry that arrived. */
export interface HostInvocations {
  running(): readonly HostInvocation[];
  ended(): readonly HostInvocation[];
}

/** An app that runs beside the receiver. Who starts both tells what only it knows. */
export interface BesideApp {
  /** Where the app answers, without trailing slash. */
  readonly url: string;
  readonly invocations: HostInvocations;
  /** Whether its telemetry holds prompts and answers. */
  readonly recordsContent: boolean;
  /** Whether it asks a model that does what words in brackets say. */
  readonly embeddedModel: boolean;
  /** Puts a text on the queue that the app takes its jobs from; absent when no storage is known. Rejects when the queue does not take it. */
  readonly sendToQueue?: (message: string, signal: AbortSignal) => Promise<void>;
  /**
   * Who it is called as from here, where it asks for keys: the key goes to it as a bearer token, and the name into messages as `caller`.
   * Neither goes to a page.
   */
  readonly caller?: { readonly name?: string; readonly key: string };
}

/** Where the bundles of that app are, with their source maps (`main.js`, `main.js.map`), and the folder that holds their sources. Absolute paths. */
export interface AppBundles {
  readonly app: string;
  readonly maps: string;
  readonly root: string;
  /** `cloud_RoleName` of its rows: their frames name bundles without a folder, as others' may. */
  readonly role: string;
}
