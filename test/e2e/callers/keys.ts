import { randomBytes } from 'node:crypto';
import { sha256 } from '../../../src/values/sha256.ts';

/** A key of a caller, as a test needs it: any text will do. */
export const newKey = (): string => `csk_${randomBytes(24).toString('hex')}`;

/** `CALLERS` of callers by name, each with its key and its other fields. */
export function toSetting(
  callers: Readonly<Record<string, { readonly key: string; readonly [field: string]: unknown }>>,
): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(callers).map(([name, { key, ...rest }]) => [
        name,
        { keys: [sha256(key)], ...rest },
      ]),
    ),
  );
}

/** The headers that may carry a key, each with its name. */
export const ways: readonly (readonly [string, (key: string) => Record<string, string>])[] = [
  ['Authorization: Bearer', (key) => ({ authorization: `Bearer ${key}` })],
  ['api-key', (key) => ({ 'api-key': key })],
  ['x-api-key', (key) => ({ 'x-api-key': key })],
  ['x-functions-key', (key) => ({ 'x-functions-key': key })],
];
