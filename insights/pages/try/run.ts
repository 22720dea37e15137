/** One question on its way, and what has come of it. Times in ms since the page was opened (`performance.now`). */
export interface Run {
  readonly state: 'asking' | 'streaming' | 'queued' | 'answered' | 'failed' | 'stopped';
  readonly began: number;
  /** Absent until it came; of streams alone. */
  readonly firstToken?: number;
  readonly ended?: number;
  readonly text: string;
  /** Tools that the model asks for, as `name(arguments)`. */
  readonly tools: readonly string[];
  /** `x-request-id`: the session. */
  readonly requestId?: string;
  readonly job?: string;
  /** Why it failed, in the words of the app or the receiver. */
  readonly error?: string;
}

/** A run that has just begun. */
export function beginRun(now: number): Run {
  return { state: 'asking', began: now, text: '', tools: [] };
}

/** Whether more is to come. */
export function isUnderWay({ state }: Run): boolean {
  return state === 'asking' || state === 'streaming' || state === 'queued';
}
