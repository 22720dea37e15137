import type { Fields } from '../untrusted.ts';
import { type Attributes, firstOf } from './keyValues.ts';

/** The base data of an exception by its `exception.*` attributes. */
export function exceptionFields(attributes: Attributes): Fields {
  const stack = firstOf(attributes, 'exception.stacktrace');
  const details = {
    typeName: firstOf(attributes, 'exception.type') ?? '',
    message: firstOf(attributes, 'exception.message') ?? 'Exception',
    hasFullStack: stack !== undefined,
    ...(stack === undefined ? {} : { stack }),
  };
  return { exceptions: [details] };
}
