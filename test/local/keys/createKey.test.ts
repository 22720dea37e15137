import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKey } from '../../../local/keys/createKey.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

it('a key is csk_ and 43 digits, whatever its bytes, and has all of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const key = createKey(Buffer.from(bytes));
      expect(key).toMatch(/^csk_[0-9A-Za-z]{43}$/);
      const number = [...key.slice(4)].reduce(
        (sum, digit) => sum * 62n + BigInt(digits.indexOf(digit)),
        0n,
      );
      expect(number.toString(16).padStart(64, '0')).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
  for (const byte of [0, 255]) expect(createKey(Buffer.alloc(32, byte))).toHaveLength(47);
});

it('no key comes twice', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => createKey())).size).toBe(1_000);
});
