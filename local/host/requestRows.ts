import type { HostSpan } from './traceContext.ts';

/** One invocation, as the host saw it end. */
interface HostRequest {
  readonly span: HostSpan;
  readonly invocationId: string;
  readonly functionName: string;
  readonly trigger: 'http' | 'pubsub';
  /** `POST /api/v1/chat/completions`, or the function's name for a queue. */
  readonly name: string;
  readonly resultCode: string;
  readonly success: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Sends a `requests` row an invocation, as the real host does in OpenTelemetry mode. */
export interface RequestRows {
  add(request: HostRequest): void;
  /** Sends what is left and stops; bounded, and never rejects. */
  stop(): Promise<void>;
}

const maxWaiting = 10_000;
const batchMs = 200;
const sendMs = 5_000;

/** Rows for the resource of a connection string; without one, none are sent. Never disturbs an invocation. */
export function createRequestRows(
  connectionString: string | undefined,
  roleName: string,
): RequestRows {
  const field = (name: string) =>
    new RegExp(`${name}=([^;]+)`, 'i').exec(connectionString ?? '')?.[1];
  const iKey = field('InstrumentationKey');
  const endpoint = field('IngestionEndpoint')?.replace(/(?<!\/)\/+$/, '');
  let waiting: object[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<unknown> = Promise.resolve();

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const body = JSON.stringify(waiting);
    waiting = [];
    const signal = AbortSignal.timeout(sendMs);
    const headers = { 'content-type': 'application/json' };
    const send = () => fetch(`${endpoint}/v2.1/track`, { method: 'POST', headers, body, signal });
    sending = sending
      .then(send)
      .then((response) => response.arrayBuffer())
      .catch(() => {});
  };
  return {
    add(request) {
      if (iKey === undefined || endpoint === undefined || waiting.length >= maxWaiting) return;
      waiting.push(toEnvelope(request, iKey, roleName));
      timer ??= setTimeout(flush, batchMs);
    },
    async stop() {
      flush();
      await sending;
    },
  };
}

function toEnvelope(request: HostRequest, iKey: string, roleName: string): object {
  const { span } = request;
  return {
    name: 'Microsoft.ApplicationInsights.Request',
    time: new Date(request.startedAt).toISOString(),
    iKey,
    tags: {
      'ai.operation.id': span.traceId,
      ...(span.parentId && { 'ai.operation.parentId': span.parentId }),
      'ai.operation.name': request.name,
      'ai.cloud.role': roleName,
      'ai.internal.sdkVersion': 'callspan-host:1',
    },
    data: {
      baseType: 'RequestData',
      baseData: {
        ver: 2,
        id: span.spanId,
        name: request.name,
        duration: toTimeSpan(request.durationMs),
        responseCode: request.resultCode,
        success: request.success,
        properties: {
          'faas.name': request.functionName,
          'faas.trigger': request.trigger,
          'faas.invocation_id': request.invocationId,
        },
      },
    },
  };
}

/** `d.hh:mm:ss.fff`, the protocol's form of a duration. */
function toTimeSpan(ms: number): string {
  const pad = (value: number, size = 2) => `${Math.floor(value)}`.padStart(size, '0');
  const seconds = ms / 1_000;
  const day = Math.floor(seconds / 86_400);
  return `${day}.${pad((seconds / 3_600) % 24)}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(ms % 1_000, 3)}`;
}
