import type * as z from 'zod';
import { AppError } from '../../errors.ts';
import { isRecord } from '../../values/isRecord.ts';
import { printable } from '../../values/printable.ts';
import { toParam } from './param.ts';

/**
 * A request without the unknown keys that are null, which means absent. Throws `unknown_parameter` when it has more keys than
 * are known: a schema lists all that are not.
 */
export function withoutUnknownNulls(value: unknown, known: ReadonlySet<string>): unknown {
  if (!isRecord(value)) return value;
  const given = Object.entries(value).filter(([key, field]) => field !== null || known.has(key));
  if (given.length > known.size) {
    const [unknown = ''] = given.find(([key]) => !known.has(key)) ?? [];
    throw unknownParameter(unknown.slice(0, 128));
  }
  return Object.fromEntries(given);
}

/** Our error for what a schema found: `param` is the field's path, and the message holds nothing of the request but it. */
export function toRequestError(issues: readonly z.core.$ZodIssue[]): AppError {
  const { param, unknown, field, rule } = toParam(issues);
  if (unknown && field === '') return unknownParameter(param);
  if (unknown) {
    const message = `${field} holds a key that is not known here, which param names: leave it out.`;
    return new AppError('unknown_parameter', message, { param, recordedParam: field });
  }
  const message = `${field || 'The body'}: ${rule}.`;
  return new AppError('invalid_request', message, { param, recordedParam: field });
}

function unknownParameter(param: string): AppError {
  const recordedParam = printable(param);
  const message = `${recordedParam} is no parameter of this app: leave it out. GET v1/openapi.json lists what there is.`;
  return new AppError('unknown_parameter', message, { param, recordedParam });
}
