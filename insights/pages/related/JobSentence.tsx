import { useMemo } from 'preact/hooks';
import { explain } from '../../view/explain.ts';
import { useOperation } from '../call/rows/useOperation.ts';

/** What became of a job, by the rows of the trace that it runs in. */
export function JobSentence({ operation }: { operation: string }) {
  const { rows } = useOperation(operation);
  const told = useMemo(() => (rows?.length ? explain(rows) : undefined), [rows]);
  if (told === undefined) return null;
  return (
    <span>
      {told.text}
      {told.fix !== undefined && <span class="warn"> ▸ {told.fix}</span>}
    </span>
  );
}
