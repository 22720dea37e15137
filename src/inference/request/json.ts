import { AppError } from '../../errors.ts';
import { type JsonBounds, jsonBounds, parseBoundedJson } from '../../values/boundedJson.ts';

const maxDepth = { outside: 32, within: 96 };

/** Limit of keys per object: checking an unknown key costs three times its parse. Schemas are passed on unchanged. */
const maxKeys = 10_000;

/**
 * Parses JSON from UTF-8 bytes. Throws `invalid_json` for bytes that are not UTF-8 or not JSON. Throws
 * `invalid_request`, before it parses, for JSON that is far too deep or holds more than 100,000 values,
 * or as many as `bounds` say.
 */
export function parseJson(bytes: Uint8Array, bounds: JsonBounds = jsonBounds): unknown {
  const read = parseBoundedJson(bytes, bounds);
  if ('value' in read) return read.value;
  if (read.wrong === 'depth') throw tooDeep();
  if (read.wrong === 'values') {
    throw new AppError(
      'invalid_request',
      `The body must not hold more than ${bounds.values} values.`,
    );
  }
  throw new AppError('invalid_json', 'The body must be JSON in UTF-8.');
}

/**
 * Checks a value from JSON and returns it. Throws `invalid_request` for nesting of more than 32 levels (96 within a JSON schema
 * or a parsed answer), for an object outside of those with more than 10,000 keys, and for prototype keys.
 */
export function checkJson(value: unknown): unknown {
  check(value, maxDepth.outside, false);
  return value;
}

function check(value: unknown, left: number, within: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw tooDeep();
  if (Array.isArray(value)) {
    for (const part of value) check(part, left - 1, within);
    return;
  }
  // By far the fastest loop over tens of thousands of keys.
  const keys = Object.keys(value);
  if (keys.length > maxKeys && !within) {
    throw new AppError(
      'invalid_request',
      `An object must not have more than ${maxKeys} keys, but within a JSON schema.`,
    );
  }
  for (const key of keys) {
    const part: unknown = Reflect.get(value, key);
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(part))) {
      throw new AppError('invalid_request', `The body must not hold the key ${key}.`, {
        param: key,
      });
    }
    const opens = !within && deepKeys.has(key);
    check(part, opens ? maxDepth.within : left - 1, within || opens);
  }
}

/**
 * Where requests hold JSON schemas (`tools[].function.parameters`, `response_format.json_schema.schema`), and what clients keep
 * of an answer to one, which is dropped.
 */
const deepKeys: ReadonlySet<string> = new Set([
  'parameters',
  'schema',
  'parsed',
  'parsed_arguments',
]);

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}

function tooDeep(): AppError {
  const { outside, within } = maxDepth;
  return new AppError(
    'invalid_request',
    `The body must not be nested more than ${outside} deep, and ${within} within a JSON schema.`,
  );
}
