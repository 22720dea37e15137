import * as z from 'zod';
import { isRecord } from '../../src/values/isRecord.ts';

/** A JSON schema. */
export type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' };

/** The fields, in OpenAI's form, of objects that are passed on as they came. */
const passedOn: Readonly<Record<string, Schema>> = {
  file: { file_id: text, file_data: text, filename: text },
  input_audio: { data: text, format: text },
  prompt_cache_options: { mode: text, ttl: text },
};

/** The JSON schema of what callers send or get. */
export function toSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return forGenerators(rest, '') as Schema;
}

/**
 * Leaves it unsaid that an object with named fields may have others, which means the same: a generator of types makes an index
 * signature of it, to which no declared type can be assigned. Of an object without, it is said, else the generator allows none.
 */
function forGenerators(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((part) => forGenerators(part, name));
  if (!isRecord(value)) return value;
  const parts = Object.entries(value).map(([key, part]) => [
    key,
    forGenerators(part, key === 'anyOf' ? name : key),
  ]);
  const { additionalProperties: others, ...rest } = Object.fromEntries(parts) as Schema;
  if (
    [rest.type].flat().includes('object') &&
    rest.properties === undefined &&
    others === undefined
  ) {
    const properties = passedOn[name];
    return { ...rest, ...(properties ? { properties } : { additionalProperties: {} }) };
  }
  const saysNothing = isRecord(others) && Object.keys(others).length === 0;
  return saysNothing || others === undefined ? rest : { ...rest, additionalProperties: others };
}
