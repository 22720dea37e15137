import { callerName } from '../../src/config/forms.ts';
import { sha256 } from '../../src/values/sha256.ts';
import { CallersError } from './callersError.ts';
import { createKey } from './createKey.ts';

/** What a caller may spend and use; absent: as much as it likes, and every model. */
export interface Limits {
  readonly models?: readonly string[];
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly usdPerDay?: number;
}

/** Limits by name; undefined lifts one. */
export type NewLimits = { readonly [name in keyof Limits]?: Limits[name] | undefined };

/** A caller as `CALLERS` has it. */
export interface Entry extends Limits {
  /** SHA-256 of its keys, the newest last. */
  readonly keys: readonly string[];
  readonly disabled?: boolean;
}

/** Callers by name, in their order. */
export type Entries = ReadonlyMap<string, Entry>;

/** Callers after a change, and the key that it made. */
export interface Changed {
  readonly entries: Entries;
  readonly key?: string;
}

/** Reads a `CALLERS` that the app takes; empty: there are no callers. */
export function readEntries(callers: string): Entries {
  const parsed: Record<string, Entry> = callers.trim() === '' ? {} : JSON.parse(callers);
  return new Map(Object.entries(parsed));
}

/** The text for `CALLERS`; empty without callers. */
export function writeEntries(entries: Entries): string {
  return entries.size === 0 ? '' : JSON.stringify(Object.fromEntries(entries));
}

/** Adds a caller with a new key. Throws a CallersError when the name is taken. */
export function addCaller(entries: Entries, name: string, limits: NewLimits): Changed {
  if (!callerName.pattern.test(name)) {
    throw new CallersError(`The name of a caller ${callerName.rule}.`);
  }
  if (entries.has(name)) {
    throw new CallersError(`There is a caller ${name}: rotate its key, or choose another name.`);
  }
  const key = createKey();
  return { key, entries: put(entries, name, withLimits({ keys: [sha256(key)] }, limits)) };
}

/** Adds a key to a caller, beside those that it has, so that its clients change one by one. */
export function rotateKey(entries: Entries, name: string): Changed {
  const entry = find(entries, name);
  const key = createKey();
  return { key, entries: put(entries, name, { ...entry, keys: [...entry.keys, sha256(key)] }) };
}

/** Removes all keys of a caller but the newest. */
export function dropOldKeys(entries: Entries, name: string): Changed {
  const entry = find(entries, name);
  if (entry.keys.length < 2) throw new CallersError(`${name} has no older key.`);
  return { entries: put(entries, name, { ...entry, keys: entry.keys.slice(-1) }) };
}

/** Gives a caller limits in place of those of the same name. */
export function limitCaller(entries: Entries, name: string, limits: NewLimits): Changed {
  return { entries: put(entries, name, withLimits(find(entries, name), limits)) };
}

/** Keeps a caller out, or lets it in again. */
export function switchCaller(entries: Entries, name: string, disabled: boolean): Changed {
  const { disabled: _, ...entry } = find(entries, name);
  return { entries: put(entries, name, disabled ? { ...entry, disabled } : entry) };
}

/** Removes a caller, with its keys. */
export function removeCaller(entries: Entries, name: string): Changed {
  find(entries, name);
  return { entries: new Map([...entries].filter(([each]) => each !== name)) };
}

function find(entries: Entries, name: string): Entry {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const names =
    entries.size === 0 ? 'there is none' : `there are ${[...entries.keys()].join(', ')}`;
  throw new CallersError(`There is no caller ${name}; ${names}.`);
}

function withLimits(entry: Entry, limits: NewLimits): Entry {
  const all = Object.entries({ ...entry, ...limits });
  const kept = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  return { ...kept, keys: entry.keys };
}

function put(entries: Entries, name: string, entry: Entry): Entries {
  return new Map([...entries, [name, entry]]);
}
