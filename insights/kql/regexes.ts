import { RE2JS } from 're2js';
import { KqlError } from './syntax.ts';

/** Compiled patterns; a query that makes one of each row would fill it. */
const known = new Map<string, RE2JS>();
const mostKnown = 200;

/** A pattern of RE2, as Kusto has it, which takes linear time. Throws a {@link KqlError} for one that is none. */
export function toRegex(pattern: string): RE2JS {
  const found = known.get(pattern);
  if (found !== undefined) return found;
  try {
    const made = RE2JS.compile(pattern);
    if (known.size >= mostKnown) known.clear();
    known.set(pattern, made);
    return made;
  } catch {
    throw new KqlError(
      'value',
      `${JSON.stringify(pattern.slice(0, 80))} is no regular expression of RE2.`,
    );
  }
}
