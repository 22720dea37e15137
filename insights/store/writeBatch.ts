import type { DatabaseSync } from 'node:sqlite';
import type { Operation } from '../api.ts';
import type { Mishaps } from '../mishaps.ts';
import type { Row } from '../row.ts';
import { evict } from './database/evict.ts';
import { inTransaction } from './database/inTransaction.ts';
import { createRowAdder } from './database/rowAdder.ts';
import { databaseTrouble } from './databaseTrouble.ts';
import { findingsOf } from './findingKinds.ts';
import { createFindings } from './findings.ts';
import { createSummaries } from './invocations/summaries.ts';
import type { Retention } from './retention.ts';

/** A row, and when it came, in ms since 1970. */
export interface Received {
  readonly row: Row;
  readonly received: number;
}

/** What became of a batch. */
export interface Written {
  /** The invocations that changed. */
  readonly changed: readonly Operation[];
  /** Whether the oldest rows were removed. */
  readonly evicted: boolean;
  readonly kept: number;
}

/**
 * Writes batches: in one transaction every good row, what was found in it, and the invocations that it changes. A row that cannot
 * be written is refused and counted, and one invocation that cannot be summed up stops no other. Throws the database's own trouble;
 * nothing is written then.
 */
export function createBatchWriter(
  database: DatabaseSync,
  retention: Retention,
  mishaps: Mishaps,
): (batch: readonly Received[]) => Written {
  const findings = createFindings(database);
  const add = createRowAdder(database);
  const write = ({ row, received }: Received): number | bigint => {
    const { seq, text } = add(row, received);
    findings.add(findingsOf(row, text), row.operation_Id);
    return seq;
  };
  /** Does one step of a batch; undefined when the fault is the step's own. */
  const attempt = <T>(what: string, step: () => T): T | undefined => {
    try {
      return step();
    } catch (error) {
      if (databaseTrouble(error) !== undefined) throw error;
      mishaps.tell(what, error);
      return undefined;
    }
  };
  const summaries = createSummaries(database, (step) => attempt('summing up a call', step));

  return (batch) =>
    inTransaction(database, () => {
      let seq = 0;
      const kept = batch.filter((each) => {
        const added = attempt('writing a row', () => write(each));
        seq = Number(added ?? seq);
        return added !== undefined;
      });
      const refused = batch.length - kept.length;
      if (refused > 0) {
        const detail = 'The row could not be written.';
        findings.add([{ kind: 'refused', detail, count: refused }], '');
      }
      const rows = kept.map(({ row }) => row);
      const changed = summaries.update(rows, seq);
      return { changed, evicted: evict(database, retention), kept: kept.length };
    });
}
