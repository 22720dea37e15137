import * as change from '../keys/entries.ts';
import { type LimitFlags, readLimits } from './readLimits.ts';

/** Thrown when the words or flags of the command make no sense, with a line that says why. */
export class WrongUse extends Error {}

/** The flags of the command. */
export interface Flags extends LimitFlags {
  readonly 'drop-old'?: boolean | undefined;
}

/** What an action did: nothing but looking when it gives no entries. */
export interface Done extends Partial<change.Changed> {
  /** The callers, when they were asked for. */
  readonly listed?: change.Entries;
  /** What it did, in the words of a sentence: `has a key`. */
  readonly what: string;
}

/** The action that the command's words name, and the caller. Throws a WrongUse. */
export function toAction(
  words: readonly string[],
  flags: Flags,
): { readonly name: string; readonly act: (entries: change.Entries) => Done } {
  const [action = '', name = '', ...more] = words;
  if (action === '') throw new WrongUse('Say what to do.');
  if (action === 'list') {
    if (words.length > 1 || hasFlags(flags)) throw new WrongUse('list takes nothing else.');
    return { name, act: (listed) => ({ listed, what: 'listed' }) };
  }
  const make = actions.get(action);
  if (make === undefined) throw new WrongUse(`There is no such action: ${action}.`);
  if (name === '' || more.length > 0) throw new WrongUse(`${action} takes one name.`);
  const given = readFlags(flags);
  if (given.hasLimits && action !== 'add' && action !== 'limit') {
    throw new WrongUse(`${action} takes no limits.`);
  }
  if (given.dropsOld && action !== 'rotate') throw new WrongUse('--drop-old belongs to rotate.');
  if (action === 'limit' && !given.hasLimits) throw new WrongUse('limit takes at least one limit.');
  return { name, act: (entries) => make(entries, name, given) };
}

type Given = ReturnType<typeof readFlags>;

function readFlags(flags: Flags) {
  try {
    const limits = readLimits(flags);
    return {
      limits,
      hasLimits: Object.keys(limits).length > 0,
      dropsOld: flags['drop-old'] ?? false,
    };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : '');
  }
}

function hasFlags(flags: Flags): boolean {
  return Object.values(flags).some((value) => value !== undefined);
}

const actions: ReadonlyMap<string, (entries: change.Entries, name: string, given: Given) => Done> =
  new Map([
    [
      'add',
      (entries, name, { limits }) => ({
        ...change.addCaller(entries, name, limits),
        what: 'is added to',
      }),
    ],
    [
      'limit',
      (entries, name, { limits }) => ({
        ...change.limitCaller(entries, name, limits),
        what: 'has new limits in',
      }),
    ],
    [
      'rotate',
      (entries, name, { dropsOld }) =>
        dropsOld
          ? { ...change.dropOldKeys(entries, name), what: 'has its newest key alone in' }
          : { ...change.rotateKey(entries, name), what: 'has one key more in' },
    ],
    [
      'disable',
      (entries, name) => ({ ...change.switchCaller(entries, name, true), what: 'is disabled in' }),
    ],
    [
      'enable',
      (entries, name) => ({ ...change.switchCaller(entries, name, false), what: 'is enabled in' }),
    ],
    [
      'remove',
      (entries, name) => ({ ...change.removeCaller(entries, name), what: 'is removed from' }),
    ],
  ]);
