import { createHash } from 'node:crypto';

/** What the loop took on the quiet machine of two cores on which the bounds in µs were set, in ms. */
export const quietReferenceMs = 8;

const document = JSON.stringify(
  Array.from({ length: 200 }, (_, index) => ({
    id: `chatcmpl-${index}`,
    choices: [
      { index, message: { role: 'assistant', content: 'Pack a tent. '.repeat(index % 8) } },
    ],
    usage: { prompt_tokens: index, completion_tokens: 2 * index },
  })),
);
const repeats = 24;
const tries = 5;

/** Fixed work of the kind that the app does: JSON read, written and hashed. */
function work(): void {
  let text = document;
  for (let repeat = 0; repeat < repeats; repeat++) {
    text = JSON.stringify(JSON.parse(text));
    createHash('sha256').update(text).digest();
  }
}

/**
 * The time of the reference loop now, in ms: the shortest of some tries, so that it moves when the machine is slower for a
 * while and not when one try was interrupted.
 */
export function timeReference(): number {
  const times = Array.from({ length: tries }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return Math.min(...times);
}
