import type { Exception } from '@opentelemetry/api';
import type { AppError } from '../errors.ts';
import { ownFrames } from '../values/ownFrames.ts';

/**
 * What is recorded of a failure: our code, our message, the class of what was thrown and the frames of our own bundle.
 * The text of a foreign error never is: it can hold prompts, bodies and keys.
 */
export function toExceptionEvent(error: AppError, thrown: unknown): Exception {
  const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
  const frames = ownFrames(thrown).map((frame) => `    ${frame}`);
  const stack = [`${kind}: ${error.message}`, ...frames].join('\n');
  return { name: error.code, message: error.message, stack };
}
