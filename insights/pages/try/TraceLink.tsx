import { useEffect, useState } from 'preact/hooks';
import type { Operation } from '../../api.ts';
import { type CallRef, compareHref } from '../../view/compare/callRefs.ts';
import { Outcome } from '../text/Outcome.tsx';
import { Used } from '../text/Used.tsx';
import { useTrace } from '../useTrace.ts';

/** What a question took, and the way to its trace; its rows come a moment after its answer, and that is said. */
export function TraceLink({
  requestId,
  operation,
  source,
  onFound,
}: {
  requestId: string;
  /** The call, when it was found before: it is not looked for again. */
  operation: Operation | undefined;
  /** The call that asked the same before. */
  source: CallRef | undefined;
  onFound: (operation: Operation) => void;
}) {
  const [known] = useState(operation);
  const looked = useTrace(known === undefined ? requestId : undefined);
  const found = known ?? looked;
  useEffect(() => {
    if (typeof looked === 'object') onFound(looked);
  }, [looked]);
  return (
    <div class="try-trace" role="status">
      {found === 'waiting' && <span class="dim">Its rows are on their way …</span>}
      {found === 'lost' && (
        <span>
          No row of it has come in 20 s. <a href="/health">Health</a> says what may be wrong.
        </span>
      )}
      {typeof found === 'object' && <Took operation={found} source={source} />}
    </div>
  );
}

/** What is known of a call so far. */
function Took({ operation, source }: { operation: Operation; source: CallRef | undefined }) {
  const { outcome, success, agent, modelCalls, toolCalls } = operation;
  return (
    <>
      <a class="button" href={`/calls/${encodeURIComponent(operation.operation_Id)}`}>
        Open its trace
      </a>
      {source !== undefined && (
        <a class="button" href={compareHref([source, toRef(operation)])}>
          Compare with the call it came from
        </a>
      )}
      <Outcome outcome={outcome} failed={success === 'False'} />
      {agent !== null && <span>⌘ {agent}</span>}
      {modelCalls > 0 && (
        <>
          <span>
            {modelCalls} model {modelCalls === 1 ? 'call' : 'calls'}
            {toolCalls > 0 && `, ${toolCalls} tool ${toolCalls === 1 ? 'run' : 'runs'}`}
          </span>
          <Used operation={operation} />
        </>
      )}
    </>
  );
}

function toRef({ operation_Id, session_Id }: Operation): CallRef {
  return { operation: operation_Id, session: session_Id ?? undefined };
}
