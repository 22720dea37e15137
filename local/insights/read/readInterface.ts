import type { IncomingMessage } from 'node:http';
import { type Table, tables } from './row.ts';
import type { Store } from './store.ts';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** A parameter that cannot be used; the message says which and why. */
class BadParameter extends Error {}

/** Answers `/api/*`: to this machine's own pages and tools only, never to another site or a rebound name. */
export function answerRead(request: IncomingMessage, url: URL, store: Store): Answer {
  const { host = '', origin } = request.headers;
  if (!isLoopback(`http://${host}`) || (origin !== undefined && origin !== `http://${host}`)) {
    return { status: 403, body: { error: 'Only this machine may read here.' } };
  }
  try {
    return read(request.method ?? 'GET', url, store);
  } catch (error) {
    if (error instanceof BadParameter) return { status: 400, body: { error: error.message } };
    throw error;
  }
}

function read(method: string, url: URL, store: Store): Answer {
  const query = url.searchParams;
  const text = (name: string) => query.get(name) || undefined;
  const [, api, kind, name, ...more] = url.pathname.replace(/\/$/, '').split('/');
  const notFound = {
    status: 404,
    body: { error: 'Not here. Try /api/operations, /api/operations/{id} or /api/tables/{table}.' },
  };
  if (method === 'DELETE' && url.pathname === '/api/items') {
    store.clear();
    return { status: 200, body: { items: [] } };
  }
  if (method !== 'GET' || api !== 'api' || more.length > 0) return notFound;
  if (kind === 'operations' && name === undefined) {
    const items = store.operations({
      before: time(query, 'before'),
      since: time(query, 'since'),
      q: text('q'),
      status: text('status'),
      model: text('model'),
      limit: limit(query),
    });
    return { status: 200, body: { items } };
  }
  if (kind === 'operations' && name !== undefined) {
    return { status: 200, body: { items: store.operation(decodeURIComponent(name)) } };
  }
  if (kind === 'tables' && isTable(name)) {
    const items = store.rows(name, {
      since: time(query, 'since'),
      session_Id: text('session_Id'),
      operation_Id: text('operation_Id'),
      limit: limit(query),
    });
    return { status: 200, body: { items } };
  }
  return notFound;
}

function isLoopback(address: string): boolean {
  return (
    URL.canParse(address) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname)
  );
}

function isTable(name: string | undefined): name is Table {
  return tables.some((table) => table === name);
}

function limit(query: URLSearchParams): number {
  const value = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(value) || value < 1 || value > 1_000) {
    throw new BadParameter('limit must be a whole number from 1 to 1000.');
  }
  return value;
}

function time(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) throw new BadParameter(`${name} must be a time in ISO 8601.`);
  return new Date(ms).toISOString();
}
