import { CallFacts } from './CallFacts.tsx';
import { SaidLines } from './SaidLines.tsx';
import { TryLinks } from './TryLinks.tsx';
import { isAcceptance, type Turn } from './turns.ts';

/** One turn of a conversation: what was asked and answered, as far as it is recorded, what it took, and what can be done with it. */
export function TurnCard({ turn: { operation } }: { turn: Turn }) {
  return (
    <article class="turn">
      {isAcceptance(operation) ? (
        <p class="said dim">
          <b>job</b>
          <span>
            accepted:{' '}
            <a href={`/jobs/${encodeURIComponent(operation.job ?? '')}`}>{operation.job}</a>
          </span>
        </p>
      ) : (
        <SaidLines operation={operation} />
      )}
      <CallFacts operation={operation}>
        {!isAcceptance(operation) && <TryLinks operation={operation} />}
      </CallFacts>
    </article>
  );
}
