import { useMemo } from 'preact/hooks';
import { Call } from './Call.tsx';
import { readCallView } from './callView.ts';
import { listHref } from './list.ts';
import { rowsOfSession } from './rows/invocations.ts';
import { useOperation } from './rows/useOperation.ts';

/** `/calls/{operation_Id}`: all that is known of a call, or of one invocation of an operation. */
export function CallPage({ id }: { id: string }) {
  const { rows, live } = useOperation(id);
  const { session } = readCallView();
  const own = useMemo(() => rowsOfSession(rows ?? [], session), [rows, session]);
  if (rows === undefined) return <main class="page call" aria-busy="true" />;
  if (own.length === 0) return <NotHere live={live} />;
  return <Call id={id} session={session} all={rows} rows={own} live={live} />;
}

function NotHere({ live }: { live: boolean }) {
  return (
    <main class="page">
      <h1>Not here: removed or never came</h1>
      <p>
        No row of this call is here{live ? ' yet; if one comes, it is shown at once' : ''}.{' '}
        <a href={listHref()}>All calls</a>
      </p>
    </main>
  );
}
