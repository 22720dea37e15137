import type { DatabaseSync } from 'node:sqlite';
import type { Finding, FindingKind } from './findingKinds.ts';

/** Other apps choose names: of each kind this many are told apart, the rest are counted as one. */
const mostDetails = 50;
const detailLength = 200;
const otherDetails = '…';

/** Counts in the table `findings`, kept up as rows arrive, so that reading them looks at no rows. */
export interface Findings {
  /** Counts what was found in a row of this operation; '' when it belongs to none. Within a transaction. */
  add(findings: readonly Finding[], operationId: string): void;
  /** Most frequent first. */
  read(kind: FindingKind): readonly FindingCount[];
}

/** How often one thing was found, and the operation where it was found last. */
export interface FindingCount {
  readonly detail: string;
  readonly count: number;
  readonly operationId: string;
}

export function createFindings(database: DatabaseSync): Findings {
  const put = database.prepare(
    `INSERT INTO findings (kind, detail, count, operation_Id) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, detail) DO UPDATE
       SET count = min(count + excluded.count, ${Number.MAX_SAFE_INTEGER}), operation_Id = excluded.operation_Id`,
  );
  const isKnown = database.prepare('SELECT 1 FROM findings WHERE kind = ? AND detail = ?');
  const size = database.prepare('SELECT count(*) AS n FROM findings WHERE kind = ?');
  const all = database.prepare(
    'SELECT detail, count, operation_Id FROM findings WHERE kind = ? ORDER BY count DESC, detail',
  );
  const room = (kind: string, detail: string) =>
    isKnown.get(kind, detail) !== undefined || Number(size.get(kind)?.n) < mostDetails;
  return {
    add(findings, operationId) {
      const counts = new Map<string, Required<Finding>>();
      for (const { kind, detail, count = 1 } of findings) {
        // Lengths in a reason differ from item to item.
        const short = detail.replace(/Actual: \d+/, 'Actual: …').slice(0, detailLength);
        const key = `${kind} ${short}`;
        const sum = (counts.get(key)?.count ?? 0) + count;
        // A foreign counter may say anything.
        counts.set(key, { kind, detail: short, count: Math.min(sum, Number.MAX_SAFE_INTEGER) });
      }
      for (const { kind, detail, count } of counts.values()) {
        put.run(kind, room(kind, detail) ? detail : otherDetails, count, operationId);
      }
    },
    read: (kind) =>
      all.all(kind).map(({ detail, count, operation_Id }) => ({
        detail: String(detail),
        count: Number(count),
        operationId: String(operation_Id),
      })),
  };
}
