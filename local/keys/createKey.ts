import { randomBytes } from 'node:crypto';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** As many digits as the largest number of 32 bytes has. */
const width = 43;

/** A new key for a caller: `csk_` and 32 bytes in base62, 47 characters in all. The bytes are random, except in tests. */
export function createKey(bytes = randomBytes(32)): string {
  let left = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let place = 0; place < width; place += 1) {
    text = `${digits[Number(left % 62n)]}${text}`;
    left /= 62n;
  }
  return `csk_${text}`;
}
