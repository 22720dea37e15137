import type { Row } from '../../row.ts';
import { timeOf } from '../../time.ts';
import { attemptOf } from './rowKind.ts';

/** A span in its place, or what stands where a row is missing. Times in ms since 1970. */
export interface SpanNode {
  readonly key: string;
  /** Absent for a ghost and for the group of a delivery. */
  readonly row?: Row;
  readonly role: 'span' | 'ghost' | 'delivery';
  name: string;
  start: number;
  end: number;
  readonly endedBeforeStart: boolean;
  parent: SpanNode | undefined;
  /** The host's row of another trace. */
  joined: boolean;
  readonly marks: { readonly row: Row; readonly at: number }[];
  depth: number;
  /** Which line it is. */
  index: number;
}

/** Whether the rows of a table last for some time. */
export function isSpan({ itemType }: Row): boolean {
  return spanTables.has(itemType);
}

const spanTables: ReadonlySet<string> = new Set([
  'requests',
  'dependencies',
  'pageViews',
  'availabilityResults',
]);

/** The spans among rows, by time. An end before the start counts as no time at all. */
export function toNodes(rows: readonly Row[]): SpanNode[] {
  const seen = new Map<string, number>();
  return rows
    .filter(isSpan)
    .map((row) => {
      const start = timeOf(row);
      const sent = row.duration ?? 0;
      const ends = Number.isFinite(sent) && sent >= 0;
      const id = row.id ?? `${row.itemType} ${row.timestamp}`;
      const times = seen.get(id) ?? 0;
      seen.set(id, times + 1);
      return {
        key: times === 0 ? id : `${id} ${times}`,
        row,
        role: 'span' as const,
        name: row.name ?? row.itemType,
        start,
        end: start + (ends ? sent : 0),
        endedBeforeStart: !ends,
        parent: undefined,
        joined: false,
        marks: [],
        depth: 0,
        index: 0,
      };
    })
    .sort(byStart);
}

/** Orders spans by their start; calls that began in the same millisecond by their attempt. */
export function byStart(a: SpanNode, b: SpanNode): number {
  return a.start - b.start || attemptOf(a.row) - attemptOf(b.row);
}

/** What stands for the row of an invocation that has not come. */
export function createGhost(invocation: string, host: SpanNode | undefined): SpanNode {
  return {
    key: `ghost ${invocation}`,
    role: 'ghost',
    name: 'not arrived',
    start: Number.POSITIVE_INFINITY,
    end: Number.NEGATIVE_INFINITY,
    endedBeforeStart: false,
    parent: host,
    joined: false,
    marks: [],
    depth: 0,
    index: 0,
  };
}

/** Makes a ghost as long as what hangs under it. */
export function widen(ghost: SpanNode, { start, end }: { start: number; end: number }): void {
  ghost.start = Math.min(ghost.start, start);
  ghost.end = Math.max(ghost.end, end);
}
