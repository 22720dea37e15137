import type { Waterfall } from '../waterfall.ts';
import { type KindLook, kindLooks } from './kinds.ts';
import type { Mark, Segment } from './line.ts';
import type { LineKind } from './rowKind.ts';

/** An entry of the legend: how it looks, as a class of the page, the sign that it has, and what it means. */
export interface LegendEntry extends KindLook {
  readonly look: string;
}

type Seen = Segment['kind'] | Mark['kind'];

const marks: readonly (LegendEntry & { readonly seen: Seen })[] = [
  { seen: 'wait', look: 'key wait', sign: '', word: 'waiting' },
  { seen: 'first', look: 'sign-key first', sign: '◆', word: 'first chunk' },
  { seen: 'stream', look: 'key stream', sign: '', word: 'streaming' },
  { seen: 'whole', look: 'key whole', sign: '', word: 'not streamed' },
  { seen: 'retry', look: 'key retry', sign: '', word: 'wait' },
  { seen: 'queue', look: 'key retry', sign: '', word: 'in queue' },
  { seen: 'log', look: 'sign-key log', sign: '▵', word: 'log' },
  { seen: 'exception', look: 'sign-key exception', sign: '◇', word: 'exception' },
  { seen: 'event', look: 'sign-key event', sign: '•', word: 'event' },
];

/** What the kinds of lines, the fills and the signs of a waterfall mean: those that are on it, no others. */
export function toLegend({ lines }: Pick<Waterfall, 'lines'>): readonly LegendEntry[] {
  const kinds = new Set<LineKind>();
  const seen = new Set<Seen>();
  for (const line of lines) {
    kinds.add(line.kind);
    for (const { kind } of line.segments) seen.add(kind);
    for (const { kind } of line.marks) seen.add(kind);
  }
  const looks = Object.entries(kindLooks) as [LineKind, KindLook][];
  return [
    ...looks
      .filter(([kind]) => kinds.has(kind))
      .map(([kind, { sign, word }]) => ({ look: `kind ${kind}`, sign, word })),
    ...marks
      .filter((mark) => seen.has(mark.seen))
      .map(({ look, sign, word }) => ({ look, sign, word })),
  ];
}
