import { describe, expect, it } from 'vitest';
import { AppError, errorCodes, isAppError, toAppError, toErrorObject } from '../../src/errors.ts';

describe('errors', () => {
  it.each(Object.keys(errorCodes) as (keyof typeof errorCodes)[])(
    '%s has the shape of an OpenAI error, with the type its status asks for',
    (code) => {
      const { status } = errorCodes[code];
      const { type, ...rest } = toErrorObject(new AppError(code, 'ours', { param: 'p' }));
      expect(rest).toEqual({ message: 'ours', param: 'p', code });
      expect(type).toBe(
        status === 429
          ? 'rate_limit_error'
          : status >= 500
            ? 'server_error'
            : 'invalid_request_error',
      );
    },
  );

  it('a bug becomes internal_error without a word of it', () => {
    const error = toAppError(new Error('the prompt was: secret'));
    expect(error.code).toBe('internal_error');
    expect(JSON.stringify(toErrorObject(error))).not.toContain('secret');
  });

  it('an error of ours stays itself, also when another bundle made it', () => {
    const mine = new AppError('job_not_found', 'none');
    const theirs = Object.assign(new Error('none'), {
      [Symbol.for('callspan.AppError')]: true,
      code: 'job_not_found',
    });
    expect(toAppError(mine)).toBe(mine);
    expect(isAppError(theirs)).toBe(true);
    expect(isAppError(new Error('x'))).toBe(false);
    expect(isAppError(undefined)).toBe(false);
  });
});
