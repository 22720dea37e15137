import type { SenderName } from '../senders.ts';
import { aiSdk6, aiSdk7 } from './aiSdk.ts';
import { dotnet } from './dotnet.ts';
import type { Expected } from './expectation.ts';
import { overGrpc } from './grpc.ts';
import { openinference, openTelemetryOpenai, traceloop } from './instrumentations.ts';
import { langfuse } from './langfuse.ts';
import { node } from './node.ts';
import { toVisit } from './web.ts';

/** Of each SDK; what one does not tell is not there, and a comment says what. */
export const expected: Readonly<Record<SenderName, Expected>> = {
  'applicationinsights-1': node,
  'applicationinsights-web-2': toVisit('javascript:2.8.9'),
  'applicationinsights-web-3': toVisit('javascript:3.4.4'),
  'dotnet-applicationinsights-2': dotnet,
  'dotnet-otlp': overGrpc('System.InvalidOperationException'),
  'otlp-grpc': overGrpc('TypeError'),
  'otlp-grpc-gzip': overGrpc('TypeError'),
  'ai-sdk-6': aiSdk6,
  'ai-sdk-7': aiSdk7,
  langfuse,
  openinference,
  'opentelemetry-openai': openTelemetryOpenai,
  traceloop,
};
