import { randomBytes } from 'node:crypto';
import type { Poll } from '../queue/receiveMessages.ts';
import type { HostRows } from './hostRows.ts';

/** Writes the two rows of a queue poll, the SDK's and the HTTP call's, as an operation of their own. */
export function addPollRows(rows: HostRows, { url, startedAt, durationMs, success }: Poll): void {
  const traceId = randomBytes(16).toString('hex');
  const id = randomBytes(8).toString('hex');
  const target = new URL(url).host;
  const resultCode = success ? '200' : '0';
  const shared = { traceId, target, success, startedAt, durationMs };
  const sdk = { id, name: 'QueueClient.ReceiveMessages', type: 'InProc', resultCode: '0' };
  rows.addDependency({ ...shared, ...sdk });
  const path = `${new URL(url).pathname}/messages`;
  rows.addDependency({ ...shared, parentId: id, name: `GET ${path}`, type: 'Http', resultCode });
}
