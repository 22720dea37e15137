import { describe, expect, it } from 'vitest';
import { toFaultLine } from '../../../src/functions/faultLine.ts';

describe('what finds a bug', () => {
  it('is its class and our frames in one line, without a word of its message or a folder of the machine', () => {
    const cause = toFaultLine(new TypeError('canary\n    at canary (services.js:1:1)'));
    expect(cause).toMatch(/^TypeError (?:at .+ \(faultLine\.test\.ts:\d+:\d+\))/);
    expect(cause).not.toMatch(/canary|\n/);
    expect(cause).not.toContain(process.cwd());
  });

  it('is Node’s code, when there is one', () => {
    expect(toFaultLine(Object.assign(new Error('x'), { code: 'ENOENT' }))).toMatch(
      /^Error ENOENT at /,
    );
    expect(toFaultLine(Object.assign(new Error('x'), { code: 'my secret' }))).toMatch(/^Error at /);
    expect(toFaultLine(Object.assign(new Error('x'), { code: { canary: 1 } }))).toMatch(
      /^Error at /,
    );
  });

  it('holds no line of a message that was changed afterwards', () => {
    const error = new Error('canary\n    at canary (services.js:1:1)');
    expect(error.stack).toContain('canary'); // written once, when it is first read
    error.message = 'what was thrown instead';
    expect(toFaultLine(error)).toBe('Error');
  });

  it.each([undefined, null, 'canary', { canary: 1 }])('%j thrown is told by its type', (thrown) => {
    expect(toFaultLine(thrown)).toBe(typeof thrown);
  });
});
