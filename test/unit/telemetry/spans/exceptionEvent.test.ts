import { describe, expect, it } from 'vitest';
import { toAppError } from '../../../../src/errors.ts';
import { toExceptionEvent } from '../../../../src/telemetry/spans/exceptionEvent.ts';

function stackOf(thrown: unknown): string {
  return `${toExceptionEvent(toAppError(thrown), thrown)['exception.stacktrace']}`;
}

describe('what is recorded of a failure', () => {
  it('a bug is found by its class and our frames, without a word of its message', () => {
    const stack = stackOf(new TypeError('canary\n    at canary (services.js:1:1)'));
    expect(stack).toMatch(/^TypeError: Something went wrong in the app/);
    expect(stack).toMatch(/ {4}at .+ \(exceptionEvent\.test\.ts:\d+:\d+\)/);
    expect(stack).not.toContain('canary');
  });

  it('no folder of the machine is told', () => {
    expect(stackOf(new Error('x'))).not.toContain(process.cwd());
  });

  it('something thrown that is no error is no trouble', () => {
    expect(stackOf('canary')).toBe(
      'string: Something went wrong in the app. The call was not answered.',
    );
    expect(stackOf(undefined)).toMatch(/^undefined: /);
  });
});
