import { toCause } from '../errors.ts';

/**
 * What finds a bug without a word of its message, in one line: the class of what was thrown, Node's code for it, the file of
 * our bundle that does not load, the frames of our bundle.
 */
export function toFaultLine(thrown: unknown): string {
  const { kind, reason, frames } = toCause(thrown);
  return [kind, reason, brokenFile(thrown), ...frames].filter(Boolean).join(' ');
}

/** Of a file that cannot be parsed Node tells the place before the message; of one that is missing, the name in it. */
function brokenFile(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { name, message, stack = '' } = thrown;
  const missing = /^Cannot find module '\.\/(\w+\.js)'/.exec(message)?.[1];
  if (missing !== undefined) return missing;
  const [place = ''] = stack.split('\n', 1);
  return name === 'SyntaxError' && !place.startsWith(name)
    ? /[\w.]+\.(?:js|ts):\d+$/.exec(place)?.[0]
    : undefined;
}
