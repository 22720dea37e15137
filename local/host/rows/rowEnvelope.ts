import { randomBytes } from 'node:crypto';
import type { HostSpan } from '../traceContext.ts';

/** One HTTP invocation, as the host saw it end. */
export interface HostRequest {
  readonly span: Pick<HostSpan, 'traceId' | 'spanId' | 'parentId'>;
  /** `POST /api/v1/chat/completions`. */
  readonly name: string;
  readonly resultCode: string;
  readonly success: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** The function's dimensions, as far as this host sends them. */
  readonly faas: Readonly<Record<string, string>>;
}

/** A call by the host itself. */
export interface HostDependency {
  readonly traceId: string;
  /** 16 hexadecimal digits; a new one when absent. */
  readonly id?: string;
  /** The parent span; absent for an operation of its own. */
  readonly parentId?: string;
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly resultCode: string;
  readonly success: boolean;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** The origin of the rows. */
export interface RowSource {
  readonly iKey: string;
  readonly roleName: string;
}

/** The row of an invocation, as Application Insights takes it (`POST /v2.1/track`). */
export function toRequestEnvelope(request: HostRequest, source: RowSource): object {
  const { span, name, startedAt, durationMs, resultCode, success, faas } = request;
  const tags = toTags(source, span.traceId, span.parentId, name);
  return toEnvelope('Request', startedAt, source, tags, {
    id: span.spanId,
    name,
    duration: toTimeSpan(durationMs),
    responseCode: resultCode,
    success,
    properties: faas,
  });
}

/** The row of a call by the host itself. */
export function toDependencyEnvelope(dependency: HostDependency, source: RowSource): object {
  const { traceId, parentId, startedAt, durationMs, id, ...rest } = dependency;
  return toEnvelope('RemoteDependency', startedAt, source, toTags(source, traceId, parentId), {
    id: id ?? randomBytes(8).toString('hex'),
    name: rest.name,
    type: rest.type,
    target: rest.target,
    duration: toTimeSpan(durationMs),
    resultCode: rest.resultCode,
    success: rest.success,
  });
}

function toTags({ roleName }: RowSource, traceId: string, parentId?: string, name?: string) {
  return {
    'ai.operation.id': traceId,
    ...(parentId && { 'ai.operation.parentId': parentId }),
    ...(name && { 'ai.operation.name': name }),
    'ai.cloud.role': roleName,
    'ai.internal.sdkVersion': 'callspan-host:1',
  };
}

function toEnvelope(
  kind: string,
  startedAt: number,
  { iKey }: RowSource,
  tags: object,
  baseData: object,
): object {
  return {
    name: `Microsoft.ApplicationInsights.${kind}`,
    time: new Date(startedAt).toISOString(),
    iKey,
    tags,
    data: { baseType: `${kind}Data`, baseData: { ver: 2, ...baseData } },
  };
}

/** `d.hh:mm:ss.fff`, the protocol's form of a duration. */
function toTimeSpan(ms: number): string {
  const pad = (value: number, size = 2) => `${Math.floor(value)}`.padStart(size, '0');
  const seconds = ms / 1_000;
  const day = Math.floor(seconds / 86_400);
  return `${day}.${pad((seconds / 3_600) % 24)}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(ms % 1_000, 3)}`;
}
