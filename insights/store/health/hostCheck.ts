import type { DatabaseSync } from 'node:sqlite';
import type { Check, Example } from '../../api.ts';
import type { HostInvocation } from '../../app.ts';
import { readCleared } from '../cleared.ts';

/** Rows leave the app every 500 ms, log lines up to 5 s later. */
const arriveMs = 10_000;
const shown = 10;
const name = 'Calls that the host ran';
const fix =
  'Look for a worker that crashed or was killed before it sent its telemetry, and whether APPLICATIONINSIGHTS_CONNECTION_STRING is the one of this receiver.';

/**
 * Compares the last invocations that the host ran with what arrived: its own row of each that it writes one of, and rows of the app from every function
 * that leaves any.
 */
export function createHostCheck(
  database: DatabaseSync,
): (ended: readonly HostInvocation[], now: number) => Check {
  const hostRow = database.prepare(
    "SELECT 1 FROM items WHERE id = ? AND itemType = 'requests' LIMIT 1",
  );
  const appRow = database.prepare('SELECT 1 FROM items WHERE session_Id = ? LIMIT 1');
  return (ended, now) => {
    const cleared = readCleared(database);
    const due = ended.filter(
      ({ startedAt, endedAt = now }) => startedAt > cleared && now - endedAt > arriveMs,
    );
    const found = due.map(({ id, functionName, requestId }) => ({
      id,
      functionName,
      hasHost: requestId === undefined || hostRow.get(requestId) !== undefined,
      hasApp: appRow.get(id) !== undefined,
    }));
    const traced = new Set(found.filter(({ hasApp }) => hasApp).map((each) => each.functionName));
    const missing = found.filter(
      ({ functionName, hasHost, hasApp }) => !hasHost || (!hasApp && traced.has(functionName)),
    );
    const ran = `Of the last ${count(due.length, 'call')} that the host ran and that ended over 10 s ago`;
    const base = { name, count: missing.length };
    if (due.length === 0) return { ...base, state: 'ok', text: 'The host has run nothing yet.' };
    if (missing.length === 0) return { ...base, state: 'ok', text: `${ran}, all arrived.` };
    return {
      ...base,
      state: 'fail',
      text: `${ran}, ${count(due.length - missing.length)} arrived whole.`,
      fix,
      examples: missing.slice(-shown).map(
        ({ id, functionName, hasHost }): Example => ({
          text: `${functionName} ${id}: ${hasHost ? 'no row of the app' : 'no row of the host'}`,
          href: `/sessions/${encodeURIComponent(id)}`,
        }),
      ),
    };
  };
}

function count(n: number, word = ''): string {
  return `${n.toLocaleString('en-US')} ${word}${word && n !== 1 ? 's' : ''}`.trim();
}
