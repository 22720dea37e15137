import {
  type Completion as Choice,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
} from '@codemirror/autocomplete';
import type { Completion } from '../../../queryApi.ts';
import { askAssistance } from '../ask.ts';

const details: Readonly<Record<string, string>> = {
  Column: 'column',
  Table: 'table',
  BuiltInFunction: 'function',
  AggregateFunction: 'aggregate',
  LocalFunction: 'function',
  Variable: 'named here',
  Parameter: 'parameter',
};

/** One question at a time: who types faster than the engine answers is asked for the last word alone. */
let last: Promise<unknown> = Promise.resolve();

/** What may be written at the caret, by the engine's parser; asked once a word, and then sifted here as it is typed. */
export async function completeFrom(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\w-]+/);
  const before = context.state.sliceDoc(0, context.pos);
  const begins = /(?:^|[|,(=]|\b(?:by|where|extend|project|summarize|on|join|and|or))\s+$|[(.]$/;
  if (word === null && !context.explicit && !begins.test(before)) return null;
  if (/(?:^|\n)\s*\/\/[^\n]*$/.test(before)) return null;
  await last;
  if (context.aborted) return null;
  const asked = askAssistance('completions', context.state.doc.toString(), context.pos);
  last = asked;
  const found = await asked;
  if (found === undefined || found.items.length === 0 || context.aborted) return null;
  return { from: found.start, options: found.items.map(toChoice), validFor: /^[\w-]*$/ };
}

function toChoice(item: Completion, at: number): Choice {
  const detail = details[item.kind];
  return {
    label: item.name.trim() || item.label,
    displayLabel: item.label,
    ...(detail && { detail }),
    // The parser's order: what fits best stands first.
    boost: Math.max(-99, 99 - at),
    apply(view, choice, from, to) {
      view.dispatch({
        changes: { from, to, insert: item.before + item.after },
        selection: { anchor: from + item.before.length },
        annotations: pickedCompletion.of(choice),
        userEvent: 'input.complete',
      });
    },
  };
}
