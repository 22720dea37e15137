import { keyOf, type Row, type Value } from '../values.ts';

interface Level<T> {
  readonly next: Map<Value, Level<T>>;
  group?: { readonly keys: Row; readonly held: T };
}

/** What is held for each combination of values, in the order in which they came. */
export class Groups<T> {
  readonly #make: () => T;
  readonly #root: Level<T> = { next: new Map() };
  readonly #all: { readonly keys: Row; readonly held: T }[] = [];

  constructor(make: () => T) {
    this.#make = make;
  }

  /** What is held for some values, made anew for the first row that has them. */
  at(keys: Row): { readonly held: T; readonly isNew: boolean } {
    let level = this.#root;
    for (const value of keys) {
      const key = keyOf(value);
      let next = level.next.get(key);
      if (next === undefined) {
        next = { next: new Map() };
        level.next.set(key, next);
      }
      level = next;
    }
    const { group } = level;
    if (group !== undefined) return { held: group.held, isNew: false };
    level.group = { keys, held: this.#make() };
    this.#all.push(level.group);
    return { held: level.group.held, isNew: true };
  }

  /** What is held for some values; undefined when no row had them. */
  find(keys: Row): T | undefined {
    let level: Level<T> | undefined = this.#root;
    for (const value of keys) level = level?.next.get(keyOf(value));
    return level?.group?.held;
  }

  all(): readonly { readonly keys: Row; readonly held: T }[] {
    return this.#all;
  }
}
