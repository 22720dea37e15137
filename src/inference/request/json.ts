import { AppError } from '../../errors.ts';
import { jsonBounds, parseBoundedJson } from '../../values/boundedJson.ts';

const maxDepth = { outside: 32, withinSchema: 96 };

/** Limit of keys per object: checking an unknown key costs three times its parse. Schemas are passed on unchanged. */
const maxKeys = 10_000;

/**
 * Parses JSON from UTF-8 bytes. Throws `invalid_json` for bytes that are not UTF-8 or not JSON. Throws
 * `invalid_request`, before it parses, for JSON that is far too deep or holds more than 100,000 values.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const read = parseBoundedJson(bytes);
  if ('value' in read) return read.value;
  if (read.wrong === 'depth') throw tooDeep();
  if (read.wrong === 'values') {
    throw new AppError(
      'invalid_request',
      `The body must not hold more than ${jsonBounds.values} values.`,
    );
  }
  throw new AppError('invalid_json', 'The body must be JSON in UTF-8.');
}

/**
 * Checks a value from JSON and returns it. Throws `invalid_request` for nesting of more than 32 levels (96
 * within a JSON schema), for an object outside a schema with more than 10,000 keys, and for prototype keys.
 */
export function checkJson(value: unknown): unknown {
  check(value, maxDepth.outside, false);
  return value;
}

function check(value: unknown, left: number, inSchema: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw tooDeep();
  if (Array.isArray(value)) {
    for (const part of value) check(part, left - 1, inSchema);
    return;
  }
  // By far the fastest loop over tens of thousands of keys.
  const keys = Object.keys(value);
  if (keys.length > maxKeys && !inSchema) {
    throw new AppError(
      'invalid_request',
      `An object must not have more than ${maxKeys} keys, but within a JSON schema.`,
    );
  }
  for (const key of keys) {
    const part: unknown = Reflect.get(value, key);
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(part))) {
      throw new AppError('invalid_request', 'The body must not hold prototype keys; see param.', {
        param: key,
      });
    }
    const opens = !inSchema && schemaKeys.has(key);
    check(part, opens ? maxDepth.withinSchema : left - 1, inSchema || opens);
  }
}

/** Where requests hold JSON schemas: `tools[].function.parameters`, `response_format.json_schema.schema`. */
const schemaKeys: ReadonlySet<string> = new Set(['parameters', 'schema']);

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}

function tooDeep(): AppError {
  const { outside, withinSchema } = maxDepth;
  return new AppError(
    'invalid_request',
    `The body must not be nested more than ${outside} deep, and ${withinSchema} within a JSON schema.`,
  );
}
