import { formatSpan } from '../../format.ts';
import { firstTokenMsOf, genAi } from '../../genAi/attributes.ts';
import type { Attempt } from './attempts.ts';
import { ownKindOf } from './rowKind.ts';
import type { SpanNode } from './spanNode.ts';

/**
 * A piece of a bar: `lead` before our code, `wait` for a model's first chunk (hollow), `stream` from it on (solid), `whole`
 * when not streamed (half-tone), `retry` and `queue` a dotted wait before what comes next, `span` anything else.
 */
export interface Piece {
  readonly kind: 'lead' | 'wait' | 'stream' | 'whole' | 'span' | 'retry' | 'queue';
  /** In ms since 1970. */
  readonly start: number;
  readonly end: number;
  /** What it says, for waits: `1.98 s wait`, `in queue 3.40 s`, `before our code, cold start`. */
  readonly label?: string;
}

/** The pieces of a span's bar. */
export function toPieces(
  { row, start, end }: SpanNode,
  attempt: Attempt | undefined,
  invocation: SpanNode | undefined,
): readonly Piece[] {
  if (row === undefined) return [{ kind: 'span', start, end }];
  const kind = ownKindOf(row);
  if (kind === 'host' && invocation?.row !== undefined) {
    const lead = Math.min(Math.max(invocation.start, start), end);
    if (lead === start) return [{ kind: 'span', start, end }];
    const cold = invocation.row.customDimensions['faas.coldstart'] === 'true';
    const label = `before our code${cold ? ', cold start' : ''} ${formatSpan(lead - start)}`;
    return [
      { kind: 'lead', start, end: lead, label },
      { kind: 'span', start: lead, end },
    ];
  }
  if (kind !== 'model') return [{ kind: 'span', start, end }];
  const next = attempt?.next;
  const wait = next === undefined ? 0 : next.start - end;
  const retry =
    next !== undefined && wait > 0
      ? [{ kind: 'retry' as const, start: end, end: next.start, label: `${formatSpan(wait)} wait` }]
      : [];
  const first = firstTokenMsOf(row);
  if (first === undefined) {
    const streamed = genAi(row, 'gen_ai.request.stream') === 'true';
    return [{ kind: streamed ? 'wait' : 'whole', start, end }, ...retry];
  }
  const at = Math.min(start + first, end);
  return [{ kind: 'wait', start, end: at }, { kind: 'stream', start: at, end }, ...retry];
}
