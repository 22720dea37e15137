import { setTimeout as sleep } from 'node:timers/promises';
import {
  type HostDependency,
  type HostRequest,
  type RowSource,
  toDependencyEnvelope,
  toRequestEnvelope,
} from './rowEnvelope.ts';

/** Sends the rows that the real host writes in OpenTelemetry mode: of HTTP invocations, and of its own calls. */
export interface HostRows {
  addRequest(request: HostRequest): void;
  addDependency(dependency: HostDependency): void;
  /** Sends the remaining rows and stops; bounded, and never rejects. */
  stop(): Promise<void>;
}

const maxWaiting = 10_000;
const batchMs = 200;

/**
 * Rows for the resource of a connection string; without one, none are sent. Never disturbs an invocation. `sendMs`
 * limits one post from its start, and all remaining posts at the stop.
 */
export function createHostRows(
  connectionString: string | undefined,
  roleName: string,
  sendMs = 5_000,
): HostRows {
  const field = (name: string) =>
    new RegExp(`${name}=([^;]+)`, 'i').exec(connectionString ?? '')?.[1];
  const iKey = field('InstrumentationKey');
  const endpoint = field('IngestionEndpoint')?.replace(/(?<!\/)\/+$/, '');
  let waiting: object[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const send = async () => {
    const body = JSON.stringify(waiting);
    waiting = [];
    const signal = AbortSignal.timeout(sendMs);
    const headers = { 'content-type': 'application/json' };
    try {
      const url = `${endpoint}/v2.1/track`;
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
    } catch {
      // Nobody takes these rows: they are lost, and the next ones may arrive.
    }
  };
  /** One post at a time: later rows wait for the next post, so that a hanging receiver holds only one batch. */
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (sending !== undefined || waiting.length === 0) return;
    sending = send().finally(() => {
      sending = undefined;
      if (waiting.length > 0) timer ??= setTimeout(flush, batchMs);
    });
  };
  const add = (toEnvelope: (source: RowSource) => object) => {
    if (iKey === undefined || endpoint === undefined || waiting.length >= maxWaiting) return;
    waiting.push(toEnvelope({ iKey, roleName }));
    timer ??= setTimeout(flush, batchMs);
  };
  return {
    addRequest: (request) => add((source) => toRequestEnvelope(request, source)),
    addDependency: (dependency) => add((source) => toDependencyEnvelope(dependency, source)),
    async stop() {
      const rest = async () => {
        await sending;
        flush();
        await sending;
      };
      await Promise.race([rest(), sleep(sendMs, undefined, { ref: false })]);
      clearTimeout(timer);
    },
  };
}
