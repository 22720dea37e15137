import { ownFrames } from './ownFrames.ts';

/**
 * What finds a bug without a word of its message, in one line: the class of what was thrown, Node's code for it, the file of
 * our bundle that does not load, the frames of our bundle.
 */
export function toCause(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `a thrown ${typeof thrown}`;
  const kind = /^\w{1,64}$/.exec(thrown.constructor.name)?.[0] ?? 'Error';
  const code = /^[A-Z][A-Z_]{2,40}$/.exec(`${Reflect.get(thrown, 'code') ?? ''}`)?.[0];
  return [kind, code, brokenFile(thrown), ...ownFrames(thrown)].filter(Boolean).join(' ');
}

/** Of a file that cannot be parsed Node tells the place before the message; of one that is missing, the name in it. */
function brokenFile({ name, message, stack = '' }: Error): string | undefined {
  const missing = /^Cannot find module '\.\/(\w+\.js)'/.exec(message)?.[1];
  if (missing !== undefined) return missing;
  const [place = ''] = stack.split('\n', 1);
  return name === 'SyntaxError' && !place.startsWith(name)
    ? /[\w.]+\.(?:js|ts):\d+$/.exec(place)?.[0]
    : undefined;
}
