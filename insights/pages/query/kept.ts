import { signal } from '@preact/signals';
import type { NamedQuery } from '../../queryApi.ts';

const mostRecent = 20;
const mostSaved = 50;
const longest = 16_000;
const keys = { saved: 'callspan.queries.saved', recent: 'callspan.queries.recent' } as const;

/** What this browser keeps of queries: those with a name, and the last that were run. All its tabs have the same. */
export const saved = signal(read('saved'));
export const recent = signal(read('recent'));

addEventListener('storage', ({ key }) => {
  if (key === keys.saved) saved.value = read('saved');
  if (key === keys.recent) recent.value = read('recent');
});

/** Keeps a query under a name, in place of one that has it. Whether there was room. */
export function keepQuery(name: string, query: string): boolean {
  const others = read('saved').filter((each) => each.name !== name);
  return write('saved', [{ name, query }, ...others].slice(0, mostSaved), query);
}

/** Drops a query that was kept. */
export function dropQuery(name: string): void {
  write(
    'saved',
    read('saved').filter((each) => each.name !== name),
  );
}

/** Notes that a query was run. */
export function noteRun(query: string): void {
  const text = query.trim();
  const others = read('recent').filter((each) => each.query !== text);
  write('recent', [{ name: firstWords(text), query: text }, ...others].slice(0, mostRecent), text);
}

/** A query in one line. */
function firstWords(query: string): string {
  return (
    query
      .replace(/\/\/.*$/gm, '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 120) || query.slice(0, 120)
  );
}

function write(which: keyof typeof keys, queries: readonly NamedQuery[], text = ''): boolean {
  if (text.length > longest) return false;
  try {
    localStorage.setItem(keys[which], JSON.stringify(queries));
  } catch {
    return false; // full, or not allowed
  }
  (which === 'saved' ? saved : recent).value = queries;
  return true;
}

/** What is kept may be another version's, or anyone's. */
function read(which: keyof typeof keys): readonly NamedQuery[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keys[which]) ?? '[]');
    if (!Array.isArray(found)) return [];
    return found.filter(isNamed).slice(0, which === 'saved' ? mostSaved : mostRecent);
  } catch {
    return [];
  }
}

function isNamed(value: unknown): value is NamedQuery {
  const { name, query } = Object(value) as Partial<NamedQuery>;
  return typeof name === 'string' && typeof query === 'string';
}
