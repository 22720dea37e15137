import { useEffect } from 'preact/hooks';
import { BackLink, backToList, NotHere } from '../backToList.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { callHref, navigate } from '../location.ts';
import { CallFacts } from './CallFacts.tsx';
import { useCalls } from './useCalls.ts';

/** `/sessions/{id}`: goes on to the call when the session is of one, so that a pasted `x-request-id` is enough; else a list. */
export function SessionPage({ id }: { id: string }) {
  const { items, live } = useCalls('session', id);
  const [only] = items?.length === 1 ? items : [];
  useCommands({ back: backToList });
  useEffect(() => {
    if (only !== undefined) navigate(callHref(only), { replace: true });
  }, [only]);
  if (items === undefined || only !== undefined) return <main class="page" aria-busy="true" />;
  if (items.length === 0) return <NotHere what="call of this session" live={live} />;
  return (
    <main class="page list-page">
      <BackLink />
      <h1>Session {id}</h1>
      <p class="dim">{items.length} operations hold rows of it.</p>
      {items.toReversed().map((operation) => (
        <article class="turn" key={operation.operation_Id}>
          <strong>{operation.name}</strong> <code class="dim">{operation.operation_Id}</code>
          <CallFacts operation={operation} />
        </article>
      ))}
    </main>
  );
}
