import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { names } from '../names.ts';
import { isError } from './outcome.ts';

/**
 * Marks a span as an error with its code, unless the code is no error (the caller disconnected). Returns the
 * code if it is one.
 */
export function setError<Code extends string>(
  span: Pick<Span, 'setAttributes' | 'setStatus'>,
  code: Code | undefined,
): Code | undefined {
  if (code === undefined || !isError(code)) return undefined;
  span.setAttributes({ [names.errorType]: code, [names.appErrorType]: code });
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  return code;
}
