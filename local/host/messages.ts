import type { Generation } from './generation.ts';

/** A value between host and worker; the field's name is its type (RpcTypedData of the real protocol). */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly http?: HttpData;
}

/** An HTTP request or answer in buffered mode. */
export interface HttpData {
  readonly method?: string;
  readonly url?: string;
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly nullableHeaders?: Readonly<Record<string, { value: string }>>;
  readonly nullableParams?: Readonly<Record<string, { value: string }>>;
  readonly nullableQuery?: Readonly<Record<string, { value: string }>>;
  readonly body?: TypedData | null;
}

/** One run of a function, as the host requests it from the worker. */
export interface InvocationRequest {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  /** Both are empty without a trace, as for a queue trigger. */
  readonly traceContext: { readonly traceParent: string; readonly traceState: string };
}

/** A function as the app registered it. */
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type HostMessage =
  | {
      readonly type: 'start';
      readonly appDir: string;
      readonly entry: string;
      readonly generation: Generation;
    }
  | { readonly type: 'invoke'; readonly request: InvocationRequest }
  | { readonly type: 'terminate' };

export type WorkerMessage =
  | {
      readonly type: 'started';
      readonly functions: readonly FunctionMetadata[];
      readonly capabilities: Readonly<Record<string, string>>;
    }
  | { readonly type: 'entryFailed'; readonly message: string }
  | {
      readonly type: 'done';
      readonly invocationId: string;
      readonly returnValue: TypedData | null | undefined;
      /** The thrown error, for the developer's terminal. */
      readonly error: string | undefined;
    }
  | { readonly type: 'log'; readonly line: LogLine };

/** A line that the app, its worker or the host wrote. */
export interface LogLine {
  readonly level: string;
  readonly category: 'user' | 'system' | 'host';
  readonly functionName?: string;
  readonly invocationId?: string;
  readonly message: string;
}
