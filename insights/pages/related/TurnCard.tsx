import { useRef } from 'preact/hooks';
import { LongText } from '../text/LongText.tsx';
import { CallFacts } from './CallFacts.tsx';
import { isAcceptance, type Turn } from './turns.ts';
import { useSaid } from './useSaid.ts';

/** One turn of a conversation: what was asked and answered, as far as it is recorded, and what it took. */
export function TurnCard({ turn: { operation } }: { turn: Turn }) {
  const card = useRef<HTMLElement>(null);
  const said = useSaid(card, operation);
  return (
    <article class="turn" ref={card}>
      {isAcceptance(operation) ? (
        <p class="said dim">
          <b>job</b>
          <span>
            accepted:{' '}
            <a href={`/jobs/${encodeURIComponent(operation.job ?? '')}`}>{operation.job}</a>
          </span>
        </p>
      ) : (
        <>
          <div class="said">
            <b>user</b>
            <div>
              {said?.user === undefined ? (
                <span class="dim">{operation.about ?? 'not recorded'}</span>
              ) : (
                <LongText text={said.user} />
              )}
            </div>
          </div>
          <div class="said">
            <b>answer</b>
            <div>
              {said?.answer === undefined ? (
                <span class="dim">
                  {said === undefined ? '…' : said.recorded ? 'none' : 'not recorded'}
                </span>
              ) : (
                <LongText text={said.answer} />
              )}
            </div>
          </div>
        </>
      )}
      <CallFacts operation={operation} />
    </article>
  );
}
