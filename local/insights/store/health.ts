import type { DatabaseSync } from 'node:sqlite';
import type { InvocationLog } from '../../host/invocationLog.ts';
import type { Health } from '../api.ts';
import { createFindings } from './findings.ts';
import { findingChecks } from './health/findingChecks.ts';
import { createHostCheck } from './health/hostCheck.ts';
import { createProblemChecks } from './health/problemChecks.ts';

/** What the host beside the receiver ran and runs. */
export type HostInvocations = Pick<InvocationLog, 'running' | 'ended'>;

const order = { fail: 0, warn: 1, ok: 2 } as const;

/**
 * How well telemetry works, the worst first. Reads what was counted and noted as rows came, not the rows; what was received must
 * have been flushed. `hostInvocations` gives undefined where another host runs the app, or none.
 */
export function createHealth(
  database: DatabaseSync,
  hostInvocations: () => HostInvocations | undefined = () => undefined,
): (now?: number) => Health {
  const findings = createFindings(database);
  const problemChecks = createProblemChecks(database);
  const hostCheck = createHostCheck(database);
  return (now = Date.now()) => {
    const host = hostInvocations();
    const running = (host?.running() ?? []).map(({ id, functionName, startedAt }) => ({
      id,
      function: functionName,
      since: new Date(startedAt).toISOString(),
    }));
    const checks = [
      ...(host === undefined ? [] : [hostCheck(host.ended(), now)]),
      ...problemChecks(now, new Set(running.map(({ id }) => id))),
      ...findingChecks(findings),
    ];
    return { checks: checks.sort((a, b) => order[a.state] - order[b.state]), running };
  };
}
