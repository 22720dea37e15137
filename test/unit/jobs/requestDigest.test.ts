import { describe, expect, it } from 'vitest';
import { requestDigest } from '../../../src/jobs/requestDigest.ts';

describe('the digest of a request', () => {
  it('does not depend on the order of keys, at any depth', () => {
    const a = { model: 'm', messages: [{ role: 'user', content: 'x' }] };
    const b = { messages: [{ content: 'x', role: 'user' }], model: 'm' };
    expect(requestDigest(a)).toBe(requestDigest(b));
  });

  it('tells requests apart', () => {
    expect(requestDigest({ a: 1 })).not.toBe(requestDigest({ a: 2 }));
    expect(requestDigest([1, 2])).not.toBe(requestDigest([2, 1]));
  });
});
