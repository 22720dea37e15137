import { AppError } from '../errors.ts';

const maxDepth = 32;

/** Parses JSON from UTF-8 bytes; throws `invalid_json` for bytes that are not UTF-8 or not JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's own message quotes the body.
    throw new AppError('invalid_json', 'The body must be JSON in UTF-8.');
  }
}

/**
 * Checks a value that came from JSON, and gives it back. Throws `invalid_request` for what is nested more than 32 deep or
 * holds keys that reach for prototypes.
 */
export function checkJson(value: unknown, depth = 1): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) {
    throw new AppError(
      'invalid_request',
      `The body must not be nested more than ${maxDepth} deep.`,
    );
  }
  for (const [key, part] of Object.entries(value)) {
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(part))) {
      throw new AppError('invalid_request', 'The body must not hold prototype keys; see param.', {
        param: key,
      });
    }
    checkJson(part, depth + 1);
  }
  return value;
}

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}
