import type { Check } from './api.ts';

/** Where errors inside the stack itself go: none of them ends it. */
export interface Troubles {
  /** Notes an error that a part of the stack met; `part` begins a sentence ("The terminal"). Never throws. */
  note(part: string, error: unknown): void;
  /** Notes what a part says of itself, in one line. */
  say(line: string): void;
  /** What there was, for the health page. */
  check(): Check;
}

const most = 50;
const otherLines = '…';
const fix =
  'Calls and jobs go on. Make room on the disk if it is full; anything else is a fault of the stack: please report the line.';

/** Tells each line once; the health page counts how often it came. */
export function createTroubles(tell: (line: string) => void): Troubles {
  const counts = new Map<string, number>();
  const say = (line: string) => {
    const key = counts.has(line) || counts.size < most ? line : otherLines;
    const known = counts.get(key) ?? 0;
    counts.set(key, known + 1);
    if (known === 0 && key === line) tell(line);
  };
  return {
    say,
    note: (part, error) => say(`${part} failed (${toCause(error)}); the rest goes on.`),
    check() {
      const name = 'The local stack';
      const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
      if (count === 0) {
        return { name, state: 'ok', count, text: 'No part of the stack has failed.' };
      }
      const text = `${count.toLocaleString('en-US')} ${count === 1 ? 'fault' : 'faults'} of the stack itself since it started.`;
      const examples = [...counts].map(([line, times]) => ({ text: `${line} × ${times}` }));
      return { name, state: 'fail', count, text, fix, examples };
    },
  };
}

/** What may be told of an error: its code or class, and where in our own code it was; its text may hold anything. */
function toCause(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = Reflect.get(error, 'code');
  const kind = typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : error.name;
  const frame = /\/((?:local|scripts)\/[\w/.-]+\.ts:\d+)/.exec(error.stack ?? '')?.[1];
  return [/^\w{1,60}$/.test(kind) ? kind : 'Error', frame].filter(Boolean).join(' at ');
}
