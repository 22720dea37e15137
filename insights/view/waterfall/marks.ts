import { firstTokenMsOf } from '../../genAi/attributes.ts';
import type { Row } from '../../row.ts';
import type { Axis } from './axis.ts';
import type { Mark } from './line.ts';
import { ownKindOf } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/** The signs on a span's bar: its first chunk, and the log lines, exceptions and events that were written under it. */
export function toMarks(
  { row, start, end, marks }: SpanNode,
  startedAt: number,
  axis: Axis,
): Mark[] {
  const toMark = (kind: Mark['kind'], at: number, of?: Row): Mark => ({
    kind,
    atMs: at - startedAt,
    x: axis.toX(at - startedAt),
    ...(of !== undefined && { row: of }),
  });
  const first = row && ownKindOf(row) === 'model' ? firstTokenMsOf(row) : undefined;
  return [
    ...(first === undefined ? [] : [toMark('first', Math.min(start + first, end))]),
    ...marks.map(({ row: of, at }) => toMark(toMarkKind(of), at, of)),
  ];
}

function toMarkKind({ itemType }: Row): Mark['kind'] {
  if (itemType === 'exceptions') return 'exception';
  return itemType === 'traces' ? 'log' : 'event';
}
