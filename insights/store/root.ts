import type { Row } from '../row.ts';
import { wholeMs } from '../wholeMs.ts';

/**
 * The span that an operation began with, as far as its rows are here: one whose parent is not here, the earliest of these, then the
 * longest. Undefined when there is no span.
 */
export function rootOf<T extends Row>(rows: readonly T[]): T | undefined {
  const ids = new Set(rows.flatMap(({ id }) => id || []));
  const spans = rows.filter(({ duration }) => duration !== undefined);
  const isBeneath = ({ id, operation_ParentId }: Row) =>
    operation_ParentId !== id && ids.has(operation_ParentId);
  const tops = spans.filter((row) => !isBeneath(row));
  return (tops.length === 0 ? spans : tops).reduce<T | undefined>(
    (root, row) => (root === undefined || isBefore(row, root) ? row : root),
    undefined,
  );
}

function isBefore(a: Row, b: Row): boolean {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp;
  return (a.duration ?? 0) > (b.duration ?? 0);
}

/** How long an operation took, in ms: as long as its root, or from the first start to the last end while its root is not here. */
export function durationOf(root: Row | undefined, rows: readonly Row[]): number | null {
  if (root?.duration === undefined) return null;
  const { itemType, operation_Id, operation_ParentId: parent } = root;
  // What is at the top names no parent; a request's is its caller.
  if (itemType === 'requests' || parent === '' || parent === operation_Id) return root.duration;
  return wholeMs(rows);
}
