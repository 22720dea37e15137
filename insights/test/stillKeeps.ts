import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { OperationList } from '../api.ts';
import { invocation } from './envelopes.ts';

/** Sends one good call to a receiver, and expects it in the list: what came before has stopped nothing. */
export async function stillKeeps(url: string): Promise<void> {
  const session = randomUUID();
  const body = JSON.stringify(invocation({ session }));
  const sent = await fetch(`${url}/v2.1/track`, { method: 'POST', body });
  expect(sent.status).toBe(200);
  const listed = await fetch(`${url}/api/operations?session=${session}`);
  expect(listed.status).toBe(200);
  const { items } = (await listed.json()) as OperationList;
  expect(items).toMatchObject([{ session_Id: session, outcome: 'ok' }]);
}
