import { describe, expect, it } from 'vitest';
import { requestDigest } from '../../../src/jobs/requestDigest.ts';
import { sha256 } from '../../../src/jobs/result.ts';

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

  it('is lower-case hex of SHA-256 over UTF-8', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
