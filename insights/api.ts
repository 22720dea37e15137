import type { Row, Table } from './row.ts';
import type { Percentiles, Step } from './statsApi.ts';

// The read interface of the local Application Insights, as its server gives it and its pages take it. What is not known is
// null, never 0. Times are ISO 8601 in UTC, spans of time in ms, money in US dollars.

/** One call to a model, for the bar of its invocation's row. */
export interface CallMark {
  /** From the start of the invocation. */
  readonly startMs: number;
  readonly durationMs: number;
  /** From the start of the call to its first chunk; null when it was not streamed. */
  readonly firstTokenMs: number | null;
  readonly success: boolean;
}

/** One invocation in a list: a session within an operation, or an operation whose rows have no session. */
export interface Operation {
  readonly operation_Id: string;
  readonly session_Id: string | null;
  /** Grows with every change: a later one replaces an earlier one. */
  readonly seq: number;
  readonly timestamp: string;
  readonly name: string;
  readonly function: string | null;
  /** `cloud_RoleName` of what sent its rows, the root's first. */
  readonly apps: readonly string[];
  readonly trigger: 'http' | 'queue' | null;
  /** `ok`, `duplicate`, `client_closed`, `budget`, a code; `running` until the row of the whole has come. */
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly success: 'True' | 'False';
  /** The first model asked, and the last one when it is another. */
  readonly model: string | null;
  readonly fallbackModel: string | null;
  /** The assistant, or another agent, that answered. */
  readonly agent: string | null;
  /** Who asked, by `app.caller`: at most 64 characters of one line. */
  readonly caller: string | null;
  readonly modelCalls: number;
  /** Of these, calls that repeated one before; the others are steps. */
  readonly retries: number;
  readonly toolCalls: number;
  /** How often the queue has delivered its job so far; 0 for what did not come by the queue. */
  readonly deliveries: number;
  readonly streamed: boolean;
  readonly coldStart: boolean;
  readonly conversationId: string | null;
  readonly job: string | null;
  /** First words of the last question, when content is recorded. */
  readonly about: string | null;
  readonly durationMs: number | null;
  readonly timeToFirstTokenMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  readonly costUsd: number | null;
  /** Whether every call that used tokens has a cost. */
  readonly priced: boolean;
  readonly finishReason: string | null;
  /** False for what only looks at an app: a request that reads, and beneath which nothing ran. */
  readonly isCall: boolean;
  /** The calls to models, oldest first; at most 16. */
  readonly calls: readonly CallMark[];
}

/** `GET /api/operations`, newest first or as `sort` says. `next` goes into `before` for those that follow; null: there are none. */
export interface OperationList {
  readonly items: readonly Operation[];
  readonly next: string | null;
}

/** `GET /api/summary`, with the filters of the list: all that they let through. */
export interface Summary {
  readonly calls: number;
  readonly failed: number;
  readonly p95Ms: number | null;
  readonly costUsd: number | null;
  /** Calls that used tokens without a price. */
  readonly unpriced: number;
}

/** A row of `GET /api/operations/{id}`, with long dimensions cut to 4,000 characters; whole by `GET /api/rows/{seq}`. */
export interface StoredRow extends Row {
  readonly seq: number;
  /** When the receiver got it. */
  readonly received: string;
  /** Full length of each dimension that was cut, in characters. */
  readonly cut?: Readonly<Record<string, number>>;
}

/** A row in a list of rows across calls: no span. Whole by `GET /api/rows/{seq}`. */
export interface ListedRow {
  readonly seq: number;
  readonly timestamp: string;
  readonly kind: Exclude<Table, 'requests' | 'dependencies'>;
  readonly severity: number | null;
  readonly app: string | null;
  /** Null where the row belongs to no call. */
  readonly operation_Id: string | null;
  readonly session_Id: string | null;
  /** Its name, or its type for an exception; null for a log line. */
  readonly name: string | null;
  /** The beginning of what it says: at most 500 characters of one line. */
  readonly text: string;
}

/**
 * `GET /api/rows`, newest first. `next` goes into `before` for those that follow; null: there are none. A search looks at so many
 * rows at once that it takes a moment, so there may be more where it found fewer than `limit`, or none.
 */
export interface ListedRows {
  readonly items: readonly ListedRow[];
  readonly next: string | null;
}

/**
 * `GET /api/rows/{seq}/frames`: where the frames of a row's stack are in the sources of the app beside the receiver. None for other
 * apps, and when the app was built again since.
 */
export interface Frames {
  readonly items: readonly {
    /** The place in the bundle, as the stack names it: `services.js:12:34`. */
    readonly text: string;
    /** The place in the source: `src/services.ts:84:1`. */
    readonly source: string;
    /** Opens it in Visual Studio Code. */
    readonly href: string;
  }[];
  /** Whether there are frames of a bundle that was built anew since: its lines are others now. */
  readonly rebuilt: boolean;
}

/** `GET /api/facets`: the values that filters can have, most frequent first. */
export interface Facets {
  readonly outcomes: readonly string[];
  /** `cloud_RoleName` of what sends. */
  readonly apps: readonly string[];
  readonly functions: readonly string[];
  readonly models: readonly string[];
  readonly assistants: readonly string[];
  readonly callers: readonly string[];
  readonly conversations: readonly string[];
}

/** `GET /api/conversations`, `/api/jobs`, `/api/callers` and `/api/errors`, with the filters of the list; that of the newest call first. */
export interface GroupList<T> {
  readonly items: readonly T[];
  /** Whether there are more than `limit`. */
  readonly more: boolean;
}

/** A conversation. Sums are as its page has them. */
export interface Conversation {
  readonly id: string;
  readonly turns: number;
  readonly failed: number;
  readonly first: string;
  readonly last: string;
  /** Of its last call. */
  readonly about: string | null;
  /** The assistant of its last call. */
  readonly agent: string | null;
  readonly durationMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  readonly costUsd: number | null;
  readonly unpriced: number;
}

/** A job: its acceptance and its runs, newest first, at most 40. */
export interface Job {
  readonly id: string;
  readonly runs: readonly Operation[];
}

/** A caller; the dearest comes first, and where nothing has a price that of most tokens. */
export interface Caller {
  readonly name: string;
  readonly last: string;
  readonly calls: number;
  readonly failed: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  readonly costUsd: number | null;
  readonly unpriced: number;
}

/** A code that calls, or parts of them, failed with. */
export interface ErrorCode {
  readonly code: string;
  /** How often: each call to a model or tool that it ended counts. */
  readonly count: number;
  /** In how many calls. */
  readonly calls: number;
  /** Of these, those that failed in the end. */
  readonly failed: number;
  readonly last: string;
}

/** `GET /api/info`. */
export interface Info {
  readonly version: string;
  /** Base URL of the app that `npm start` runs; null when the receiver stands alone. */
  readonly app: string | null;
  readonly connectionString: string;
  readonly otlpEndpoint: string;
  /** When the app was started, newest first. */
  readonly starts: readonly string[];
  readonly rows: number;
  /** When the oldest rows were removed last. */
  readonly evicted: string | null;
  /** Whether the app records prompts and answers; when the receiver stands alone, whether the last call to a model held some. */
  readonly recordsContent: boolean | null;
  /** Whether the app asks the model that `npm start` brings, which does faults on demand. */
  readonly embeddedModel: boolean;
  /** Whether the app asks for a key: the pages need none, as the receiver sends it, and a copied request does. */
  readonly asksKey: boolean;
}

/** An event of `GET /api/live`: what changed since the event before, its `id` being `seq`. */
export interface LiveEvent {
  readonly seq: number;
  readonly items: readonly Operation[];
  /** Everything was deleted, or the oldest were removed: ask again. */
  readonly reset?: true;
}

/**
 * `GET /api/stats?from=&to=&app=&steps=`: at most `steps` (120) steps of equal length that begin at round times, without gaps; the
 * first and the last are cut to the range, the whole is exact.
 */
export interface Stats {
  readonly from: string;
  readonly to: string;
  readonly stepMs: number;
  readonly steps: readonly Step[];
  readonly total: {
    readonly calls: number;
    readonly failed: number;
    readonly duration: Percentiles;
    readonly firstToken: Percentiles;
    readonly inputTokens: number | null;
    readonly outputTokens: number | null;
    readonly cachedInputTokens: number | null;
    readonly costUsd: number | null;
    /** Invocations that used tokens without a price. */
    readonly unpriced: number;
  };
}

/** `GET /api/fit`, with the filters of the list: the range that shows the newest calls best; null when there are none. */
export interface Fit {
  /** `steps` goes to `GET /api/stats`. */
  readonly range: { readonly from: string; readonly to: string; readonly steps: number } | null;
  /** The time of the oldest call; null when the range holds it. */
  readonly oldest: string | null;
}

/** One check of `GET /api/health`. */
export interface Check {
  /** What is checked, in plain words. */
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly count: number;
  /** What was found, in plain words. */
  readonly text: string;
  /** What to do about it; absent when there is nothing to do. */
  readonly fix?: string;
  /** Query of `/calls` that shows the calls behind it. */
  readonly calls?: string;
  /** What was found, or calls in which it was; at most 10. */
  readonly examples?: readonly Example[];
}

/** Something that a check found: a name, a reason, a call; never content. */
export interface Example {
  readonly text: string;
  /** Path of the page that shows it. */
  readonly href?: string;
}

/** `GET /api/health`. */
export interface Health {
  /** The worst first. */
  readonly checks: readonly Check[];
  /** What is true while all of them pass, as a clause; null when one does not, or nothing has come of which it could be. */
  readonly good: string | null;
  /** Invocations that the built-in host runs now. */
  readonly running: readonly {
    readonly id: string;
    readonly function: string;
    readonly since: string;
  }[];
}

/**
 * `POST /api/try`: the answer is passed on as it comes; `x-request-id` names the call, `x-job` the job. `GET /api/try/models`
 * and `GET /api/try/jobs/{id}` are the app's. A refusal of the receiver itself is `{"error": "a line"}`.
 */
export interface TryRequest {
  /** How it reaches the app. */
  readonly by: 'http' | 'stream' | 'queue' | 'job';
  /** Asks `v1/responses`; absent is `v1/chat/completions`, which is what jobs and the queue take. */
  readonly api?: 'responses' | undefined;
  readonly conversation?: string;
  /** In the form of its API; `by` says whether it is a stream. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Asks the embedded model for a fault, by words in brackets after the last question. */
  readonly fault?: Fault;
}

/** What the embedded model can do wrong: answer 429 once, begin late and slowly, break off in the middle. */
export type Fault = 'throttled' | 'slow' | 'cut';
