import type { Exception } from '@opentelemetry/api';
import type { AppError } from '../errors.ts';

/**
 * What is recorded of a failure: our code, our message, the class of what was thrown and the frames of our own bundle.
 * The text of a foreign error never is: it can hold prompts, bodies and keys.
 */
export function toExceptionEvent(error: AppError, thrown: unknown): Exception {
  const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
  const stack = [`${kind}: ${error.message}`, ...ownFrames(thrown)].join('\n');
  return { name: error.code, message: error.message, stack };
}

const frame =
  /^ {4}at (?:([\w$.<> ]+) \()?(?:file:\/\/)?(?:[^()\n]*[\\/])?([\w.]+\.(?:js|ts):\d+:\d+)\)?$/;

function ownFrames(thrown: unknown): string[] {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return [];
  // The message comes first in a stack and may look like frames; it is cut off, not searched.
  const end = thrown.stack.indexOf(thrown.message) + thrown.message.length;
  return thrown.stack
    .slice(end)
    .split('\n')
    .flatMap((line) => {
      const found = line.includes('node_modules') ? null : frame.exec(line);
      return found ? [`    at ${found[1] ?? '<anonymous>'} (${found[2]})`] : [];
    });
}
