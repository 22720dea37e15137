import type { Fields } from '../../untrusted.ts';
import { firstOf } from '../keyValues.ts';
import { messageBusTarget } from './eventHub.ts';
import { type HttpCall, methodAndPath, toHttpCall, toTarget } from './httpAttributes.ts';
import type { Span } from './parseSpan.ts';

/** Systems whose calls Application Insights draws as SQL. */
const sqlSystems = /^(?:db2|derby|h2|hsqldb|mariadb|mssql|oracle|other_sql|sqlite)$/;

/**
 * The base data of a dependency: a CLIENT, PRODUCER or INTERNAL span, as the Azure Monitor exporter maps it
 * (`createDependencyData` in its utils/spanUtils.ts, 1.0.0-beta.47). A GenAI call has no HTTP attributes and so stays a
 * "Dependency" with result "0" and no target.
 */
export function dependencyFields(span: Span): Fields {
  const { attributes } = span;
  const http = toHttpCall(attributes);
  const database = firstOf(attributes, 'db.system.name', 'db.system');
  const rpc = firstOf(attributes, 'rpc.system');
  const plain = {
    name: span.name,
    resultCode: '0',
    type: plainType(span),
    success: span.status !== 'error',
  };
  const called =
    http !== undefined
      ? httpFields(span, http)
      : database !== undefined
        ? databaseFields(span, database)
        : rpc !== undefined
          ? rpcFields(span, rpc)
          : {};
  return { ...plain, ...called, ...azureFields(span) };
}

function plainType({ kind, parentSpanId }: Span): string {
  if (kind === 'producer') return 'Queue Message';
  return kind === 'internal' && parentSpanId !== undefined ? 'InProc' : 'Dependency';
}

function httpFields({ name, attributes }: Span, http: HttpCall): Fields {
  return {
    name: methodAndPath(http.method, http.sentUrl) ?? name,
    type: 'Http',
    data: http.url,
    resultCode: http.status ?? '0',
    target: toTarget(attributes)?.replace(
      /^(https:\/\/.*):443(?!\d)|^(http:\/\/.*):80(?!\d)/,
      '$1$2',
    ),
  };
}

function databaseFields({ attributes }: Span, system: string): Fields {
  const target = toTarget(attributes);
  const database = firstOf(attributes, 'db.namespace', 'db.name');
  return {
    type: sqlSystems.test(system) ? 'SQL' : system,
    data: firstOf(attributes, 'db.query.text', 'db.statement', 'db.operation.name', 'db.operation'),
    target: [target, database].filter(Boolean).join('|') || system,
  };
}

function rpcFields({ attributes }: Span, system: string): Fields {
  return {
    type: system === 'WCF Service' ? system : 'GRPC',
    resultCode: firstOf(attributes, 'rpc.grpc.status_code') ?? '0',
    target: toTarget(attributes) ?? system,
  };
}

function azureFields(span: Span): Fields {
  const namespace = firstOf(span.attributes, 'az.namespace');
  if (namespace === undefined) return {};
  if (span.kind === 'internal') return { type: `InProc | ${namespace}` };
  const target = messageBusTarget(span);
  if (target === undefined) return {};
  return { type: span.kind === 'producer' ? `Queue Message | ${namespace}` : namespace, target };
}
