import type { Operation } from '../../api.ts';
import { Outcome } from '../text/Outcome.tsx';

/** What became of a call, and what is to be noticed of it. */
export function OutcomeCell({ call }: { call: Operation }) {
  const { outcome, success, modelCalls, toolCalls, fallbackModel, coldStart, deliveries } = call;
  return (
    <>
      <Outcome outcome={outcome} failed={success === 'False'} />
      {modelCalls > 1 && <Badge sign={`↻${modelCalls}`} says={`${modelCalls} calls to models`} />}
      {fallbackModel !== null && <Badge sign="↪" says={`fallback to ${fallbackModel}`} />}
      {toolCalls > 0 && <Badge sign={`⚙${toolCalls}`} says={`${toolCalls} tool calls`} />}
      {coldStart && <Badge sign="❄" says="cold start" />}
      {deliveries > 1 && <Badge sign={`✉${deliveries}`} says={`delivered ${deliveries} times`} />}
    </>
  );
}

function Badge({ sign, says }: { sign: string; says: string }) {
  return (
    <span class="badge" role="img" aria-label={says} title={says}>
      {sign}
    </span>
  );
}
