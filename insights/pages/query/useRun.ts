import { useEffect, useRef, useState } from 'preact/hooks';
import type { QueryResult } from '../../queryApi.ts';
import { RequestFailed } from '../request.ts';
import { askQuery, type QueryFault } from './ask.ts';

/** One run of a query; the result of the run before stays until the next one has its own. */
export interface Run {
  readonly state: 'none' | 'running' | 'done' | 'failed' | 'stopped';
  /** What was run. */
  readonly query: string;
  /** ms since the page was opened (`performance.now`). */
  readonly began: number;
  readonly tookMs?: number;
  readonly result?: QueryResult;
  readonly fault?: QueryFault;
}

const none: Run = { state: 'none', query: '', began: 0 };

/** Runs queries, one at a time: the next one ends that before. */
export function useRun() {
  const [run, setRun] = useState(none);
  const controller = useRef<AbortController | undefined>(undefined);
  const stop = () => controller.current?.abort();
  useEffect(() => stop, []);
  const start = async (query: string) => {
    stop();
    const mine = new AbortController();
    controller.current = mine;
    const began = performance.now();
    setRun(({ result }) => ({ state: 'running', query, began, ...(result && { result }) }));
    const end = (ended: Pick<Run, 'state' | 'result' | 'fault'>) => {
      if (controller.current !== mine) return;
      controller.current = undefined;
      setRun({ query, began, tookMs: performance.now() - began, ...ended });
    };
    try {
      const answer = await askQuery(query, mine.signal);
      end('result' in answer ? { state: 'done', ...answer } : { state: 'failed', ...answer });
    } catch (error) {
      if (mine.signal.aborted) end({ state: 'stopped' });
      else {
        const line = error instanceof RequestFailed ? error.message : 'The answer cannot be read.';
        end({ state: 'failed', fault: { error: line } });
      }
    }
  };
  return { run, start, stop };
}
