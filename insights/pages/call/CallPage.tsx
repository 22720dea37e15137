import { useMemo } from 'preact/hooks';
import { NotHere } from '../backToList.tsx';
import { Call } from './Call.tsx';
import { readCallView } from './callView.ts';
import { rowsOfSession } from './rows/invocations.ts';
import { useOperation } from './rows/useOperation.ts';

/** `/calls/{operation_Id}`: all that is known of a call, or of one invocation of an operation. */
export function CallPage({ id }: { id: string }) {
  const { rows, live } = useOperation(id);
  const { session } = readCallView();
  const own = useMemo(() => rowsOfSession(rows ?? [], session), [rows, session]);
  if (rows === undefined) return <main class="page call" aria-busy="true" />;
  if (own.length === 0) return <NotHere what="row of this call" live={live} />;
  return <Call id={id} session={session} all={rows} rows={own} live={live} />;
}
