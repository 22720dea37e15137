import type { ForeignKind } from '../waterfall/foreignKind.ts';
import type { FactSpec } from './fact.ts';

const mostShown = 400;
const system: FactSpec = ['system', ['type']];
const server: FactSpec = ['server', ['server.address', 'target']];
const status: FactSpec = [
  'status',
  ['http.response.status_code', 'http.status_code', 'resultCode'],
  known,
];

/** What one opens a call over HTTP for, of whoever called and whoever answered. */
export const httpFacts: readonly FactSpec[] = [
  ['method', ['http.request.method', 'http.method', 'name'], methodOf],
  ['URL', ['url.full', 'http.url', 'url', 'data'], undefined, 'code'],
  ['route', ['http.route'], undefined, 'code'],
  status,
  server,
];

/** What one opens a call of another app for, by what it called. */
export const callFacts: Readonly<Record<ForeignKind, readonly FactSpec[]>> = {
  http: httpFacts,
  database: [
    ['system', ['db.system.name', 'db.system', 'type']],
    ['database', ['db.namespace', 'db.name']],
    ['operation', ['db.operation.name', 'db.operation', 'name']],
    ['statement', ['db.query.text', 'db.statement', 'data'], cut, 'code'],
    ['rows', ['db.response.returned_rows']],
    ['status', ['db.response.status_code', 'resultCode'], known],
    server,
  ],
  storage: [
    system,
    ['operation', ['name']],
    ['address', ['url.full', 'data'], undefined, 'code'],
    status,
    server,
  ],
  queue: [
    ['system', ['messaging.system', 'az.namespace', 'type']],
    [
      'destination',
      ['messaging.destination.name', 'messaging.destination', 'message_bus.destination', 'target'],
    ],
    [
      'operation',
      ['messaging.operation.name', 'messaging.operation.type', 'messaging.operation', 'name'],
    ],
    ['message ID', ['messaging.message.id', 'messaging.message_id'], undefined, 'code'],
    ['messages', ['messaging.batch.message_count']],
    ['group', ['messaging.consumer.group.name', 'messaging.kafka.consumer.group']],
    ['status', ['resultCode'], known],
    server,
  ],
  rpc: [
    ['system', ['rpc.system.name', 'rpc.system', 'type']],
    ['service', ['rpc.service']],
    ['method', ['rpc.method', 'name']],
    ['status', ['rpc.response.status_code', 'rpc.grpc.status_code', 'resultCode'], known],
    server,
  ],
  inproc: [system, ['function', ['code.function.name', 'code.function']]],
};

/** The begin of a statement: the whole of it is among the columns. */
function cut(statement: string): string {
  return statement.length > mostShown ? `${statement.slice(0, mostShown)}…` : statement;
}

/** SDKs send `0` where a call has no status. */
function known(status: string): string | undefined {
  return status === '0' ? undefined : status;
}

function methodOf(value: string): string | undefined {
  return /^[A-Z]{3,10}(?= |$)/.exec(value)?.[0];
}
