import { parseConfig } from '../../src/config.ts';
import { sha256 } from '../../src/values/sha256.ts';
import { createKey } from '../keys/createKey.ts';
import { type Entries, readEntries, writeEntries } from '../keys/entries.ts';
import type { Settings } from './settings.ts';

/** Who calls the app of a stack for `ask`, `verify` and the pages. */
export interface OwnCaller {
  /** In `CALLERS`; absent when the key is nobody's. */
  readonly name?: string;
  readonly key: string;
}

/**
 * Settings of an app with one caller more, without limits, for this run alone: its key is only in what this gives. Settings without
 * callers stay as they are, and so do those of as many as an app takes. `key` is a user's own, of a caller that is there.
 */
export function withOwnCaller(
  settings: Settings,
  key?: string,
): { readonly settings: Settings; readonly caller?: OwnCaller } {
  const entries = readEntries(settings.CALLERS ?? '');
  if (!settings.CALLERS?.trim()) return { settings };
  if (key !== undefined) return { settings, caller: { key, ...nameOf(entries, sha256(key)) } };
  const caller = { name: freeName(entries), key: createKey() };
  const all = new Map([...entries, [caller.name, { keys: [sha256(caller.key)] }]]);
  const more = { ...settings, CALLERS: writeEntries(all) };
  return isTaken(more) ? { settings: more, caller } : { settings };
}

function nameOf(entries: Entries, hash: string): { readonly name?: string } {
  const found = [...entries].find(([, { keys }]) => keys.some((key) => key.toLowerCase() === hash));
  return found === undefined ? {} : { name: found[0] };
}

function freeName(entries: Entries): string {
  let name = 'local';
  for (let number = 2; entries.has(name); number += 1) name = `local-${number}`;
  return name;
}

function isTaken(settings: Settings): boolean {
  try {
    parseConfig(settings, 'local');
    return true;
  } catch {
    return false;
  }
}
