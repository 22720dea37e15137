import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../store/store.ts';

/** A store in memory that keeps rows of any age, until the end of its test. */
export function memoryStore(): Store {
  const store = openStore(':memory:', { ms: 1e12, rows: 1e6 });
  onTestFinished(store.close);
  return store;
}
