import { useEffect, useState } from 'preact/hooks';
import { heard } from '../request.ts';
import type { TileRows } from './tileRows.ts';

/** A tile's answer; both are undefined while it is asked for the first time. */
export interface TileAnswer {
  readonly table?: TileRows;
  readonly error?: string;
}

/** Asks a query over the time before `asked`, in ms since 1970, again whenever either changes. */
export function useTile(query: string, range: number, asked: number): TileAnswer {
  const [answer, setAnswer] = useState<TileAnswer>({});
  useEffect(() => {
    const controller = new AbortController();
    const timespan = [asked - range, asked].map((ms) => new Date(ms).toISOString()).join('/');
    fetch('/api/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, timespan }),
      signal: controller.signal,
    })
      .then((response) => response.json())
      .then(
        ({ tables, error }: { tables?: readonly TileRows[]; error?: string }) => {
          heard(true);
          const [table] = tables ?? [];
          setAnswer(table ? { table } : { error: error ?? 'No answer.' });
        },
        () => {
          if (controller.signal.aborted) return;
          heard(false);
          setAnswer({ error: 'The receiver does not answer.' });
        },
      );
    return () => controller.abort();
  }, [query, range, asked]);
  return answer;
}
