import { useEffect, useState } from 'preact/hooks';

/**
 * The hook that gives a part of the pages that is loaded when it is first needed: undefined until it has come, `failed` when the
 * receiver is away or another. Once it came it is there at once.
 */
export function laterPart<T>(load: () => Promise<T>): () => T | 'failed' | undefined {
  let loaded: T | undefined;
  return function usePart() {
    const [part, setPart] = useState<T | 'failed' | undefined>(loaded);
    useEffect(() => {
      if (loaded !== undefined) return;
      let wanted = true;
      load().then(
        (found) => {
          loaded = found;
          if (wanted) setPart(found);
        },
        () => {
          if (wanted) setPart('failed');
        },
      );
      return () => {
        wanted = false;
      };
    }, []);
    return part;
  };
}
