import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallersConfig } from '../config.ts';

/** The name of the caller whose key the headers of a request carry; undefined when they carry none that counts. */
export type FindCaller = (headers: IncomingHttpHeaders) => string | undefined;

/** What one look-up is made of, so that a test can count it. */
interface Work {
  digest(text: string): Buffer;
  equal(one: Buffer, other: Buffer): boolean;
}

const standard: Work = {
  digest: (text) => hash('sha256', text, 'buffer'),
  equal: (one, other) => timingSafeEqual(one, other),
};

/** A longer text is no key, and is not hashed. */
const longest = 512;

/**
 * Finds callers by their keys. Clients send what they call a key in different headers, some a word that means nothing beside the
 * real one, so that the first key that counts is taken. The work is the same for any headers: four hashes, each compared with all.
 */
export function createFindCaller(
  callers: CallersConfig,
  { digest, equal }: Work = standard,
): FindCaller {
  const known = [...callers.values()].flatMap(({ name, keys, disabled }) =>
    keys.map((key) => ({ name, hashed: Buffer.from(key, 'hex'), counts: disabled !== true })),
  );
  return (headers) => {
    let found: string | undefined;
    for (const key of keysIn(headers)) {
      const given = digest(key ?? '');
      for (const { name, hashed, counts } of known) {
        if (equal(hashed, given) && counts && key !== undefined) found ??= name;
      }
    }
    return found;
  };
}

/** The texts of the headers that may hold a key, one for each. */
function keysIn(headers: IncomingHttpHeaders): readonly (string | undefined)[] {
  return [
    /^Bearer +(\S+)$/i.exec(headers.authorization?.slice(0, 2 * longest) ?? '')?.[1],
    headers['api-key'],
    headers['x-api-key'],
    headers['x-functions-key'],
  ].map((text) =>
    typeof text === 'string' && text !== '' && text.length <= longest ? text : undefined,
  );
}
