import type { DatabaseSync } from 'node:sqlite';
import type { Check, Health } from '../api.ts';
import type { HostInvocations } from '../app.ts';
import { databaseTrouble } from './databaseTrouble.ts';
import { createFindings } from './findings.ts';
import { findingChecks } from './health/findingChecks.ts';
import { createGoodState } from './health/goodState.ts';
import { createHostCheck } from './health/hostCheck.ts';
import { createPriceCheck } from './health/priceCheck.ts';
import { createProblemChecks } from './health/problemChecks.ts';

const order = { fail: 0, warn: 1, ok: 2 } as const;

/**
 * How well telemetry works, the worst first. Reads what was counted and noted as rows came, not the rows; what was received must
 * have been flushed. `hostInvocations` gives undefined where another host runs the app, or none; `receiverChecks` are what the receiver
 * says of itself, which is told also when its database cannot be read.
 */
export function createHealth(
  database: DatabaseSync,
  hostInvocations: () => HostInvocations | undefined = () => undefined,
  receiverChecks: () => readonly Check[] = () => [],
): (now?: number) => Health {
  const findings = createFindings(database);
  const problemChecks = createProblemChecks(database);
  const hostCheck = createHostCheck(database);
  const priceCheck = createPriceCheck(database);
  const goodState = createGoodState(database);
  return (now = Date.now()) => {
    const host = hostInvocations();
    const running = (host?.running() ?? []).map(({ id, functionName, startedAt }) => ({
      id,
      function: functionName,
      since: new Date(startedAt).toISOString(),
    }));
    const readChecks = (): readonly Check[] => [
      ...(host === undefined ? [] : [hostCheck(host.ended(), now)]),
      ...problemChecks(now, new Set(running.map(({ id }) => id))),
      priceCheck(),
      ...findingChecks(findings),
    ];
    const checks = [...receiverChecks(), ...orUnread(readChecks)];
    const areWell = checks.every(({ state }) => state === 'ok');
    return {
      checks: checks.sort((a, b) => order[a.state] - order[b.state]),
      good: areWell ? goodState() : null,
      running,
    };
  };
}

/** The checks, or that the database does not give them. */
function orUnread(readChecks: () => readonly Check[]): readonly Check[] {
  try {
    return readChecks();
  } catch (error) {
    const trouble = databaseTrouble(error);
    if (trouble === undefined) throw error;
    const name = 'The database';
    const text = `It cannot be read: ${trouble}. What else is checked is not known.`;
    const fix = 'Stop the receiver, remove its file insights.db if it is damaged, and start again.';
    return [{ name, state: 'fail', count: 1, text, fix }];
  }
}
