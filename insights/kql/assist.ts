import type { Assistance, Completion, Mark, Question } from '../queryApi.ts';
import { isOffered } from './offered.ts';
import { createCodeReader } from './parser.ts';
import { schema } from './schema.ts';

/** More than a person reads; a table alone has 30 columns, and there are 300 functions. */
const mostItems = 500;
const mostMarks = 100;
const longest = 1_000;

let reader: ReturnType<typeof createCodeReader> | undefined;

/** Answers an editor. What the parser cannot read has no answer; it never throws. */
export function assist({ about, query, at }: Question): Partial<Assistance> {
  try {
    reader ??= createCodeReader(schema);
    const code = reader(query);
    switch (about) {
      case 'marks':
        return { marks: code.faults().slice(0, mostMarks).map(toMark) };
      case 'completions': {
        const { start, items } = code.completions(at);
        const offered = items.filter(isOffered).slice(0, mostItems);
        return { completions: { start, items: offered.map(toCompletion) } };
      }
      case 'text':
        return { text: code.about(at).slice(0, longest) };
    }
  } catch {
    return {};
  }
}

function toMark({ message, ...mark }: Mark): Mark {
  return { ...mark, message: message.slice(0, longest) };
}

function toCompletion({ kind, label, name, before, after, order }: Completion): Completion {
  return { kind, label, name, before, after, order };
}
