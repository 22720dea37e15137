import { useState } from 'preact/hooks';

/** Which lines are folded, by their keys, which stay the same while rows come in. */
interface Folds {
  readonly folded: ReadonlySet<string>;
  setFold(key: string, fold: boolean): void;
  /** Unfolds all of these. */
  reveal(keys: readonly string[]): void;
}

/** Folds of a waterfall; at first there are none. */
export function useFolds(): Folds {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  return {
    folded,
    setFold(key, fold) {
      const next = new Set(folded);
      if (fold) next.add(key);
      else next.delete(key);
      setFolded(next);
    },
    reveal(keys) {
      if (!keys.some((key) => folded.has(key))) return;
      setFolded(new Set([...folded].filter((key) => !keys.includes(key))));
    },
  };
}
