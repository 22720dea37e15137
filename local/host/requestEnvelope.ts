import type { HostSpan } from './traceContext.ts';

/** One invocation, as the host saw it end. */
export interface HostRequest {
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

/** The row of an invocation, as Application Insights takes it (`POST /v2.1/track`). */
export function toEnvelope(request: HostRequest, iKey: string, roleName: string): object {
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
