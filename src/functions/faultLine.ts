import { toCause } from '../errors.ts';

/**
 * One line that locates a bug without its message: the class of the thrown value, Node's code, the file of our
 * bundle that does not load, the frames of our bundle.
 */
export function toFaultLine(thrown: unknown): string {
  const { kind, reason, frames } = toCause(thrown);
  return [kind, reason, brokenFile(thrown), ...frames].filter(Boolean).join(' ');
}

/**
 * For a file that cannot be parsed Node puts the place before the message; for a missing file the name is in
 * the message.
 */
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
