import { formatSpan } from '../../format.ts';
import { BackLink } from '../call/BackLink.tsx';
import { backToList } from '../call/list.ts';
import { useCommands } from '../keys/useCommands.ts';
import { CopyButton } from '../text/CopyButton.tsx';
import { CopyNote } from '../text/CopyNote.tsx';
import { Cost } from '../text/Cost.tsx';
import { copyText } from '../text/copyText.ts';
import { NotRecorded } from '../text/NotRecorded.tsx';
import { Tokens } from '../text/Tokens.tsx';
import { Unknown } from '../text/Unknown.tsx';
import { NoCalls } from './NoCalls.tsx';
import { TurnCard } from './TurnCard.tsx';
import { sumTurns, toTurns } from './turns.ts';
import { useCalls } from './useCalls.ts';

/** `/conversations/{id}`: the turns of a conversation, oldest first, and what they come to. */
export function ConversationPage({ id }: { id: string }) {
  const { items, hasMore, live, showMore } = useCalls('conversation', id);
  useCommands({
    back: backToList,
    copyLink: () => void copyText(location.href, 'Link'),
  });
  if (items === undefined) return <main class="page" aria-busy="true" />;
  if (items.length === 0) return <NoCalls what="conversation" live={live} />;
  const totals = sumTurns(items);
  const { durationMs } = totals;
  const asked = items.filter(({ modelCalls }) => modelCalls > 0);
  return (
    <main class="page list-page">
      <BackLink />
      <h1>
        Conversation {id} <CopyButton text={id} what="conversation" />
      </h1>
      <dl class="facts">
        <div>
          <dt>turns</dt>
          <dd>
            {totals.turns}
            {hasMore && '+'}
          </dd>
        </div>
        <div>
          <dt>failed</dt>
          <dd class={totals.failed > 0 ? 'error' : undefined}>{totals.failed}</dd>
        </div>
        <div>
          <dt>answering</dt>
          <dd>
            {durationMs === null ? <Unknown why="no row has told it" /> : formatSpan(durationMs)}
          </dd>
        </div>
        <div>
          <dt>tokens</dt>
          <dd>
            <Tokens
              input={totals.inputTokens}
              output={totals.outputTokens}
              cached={totals.cachedInputTokens}
            />
          </dd>
        </div>
        <div>
          <dt>cost</dt>
          <dd>
            <Cost usd={totals.costUsd} unpriced={totals.unpriced} models={totals.models} />
          </dd>
        </div>
      </dl>
      {asked.length > 0 && asked.every(({ about }) => about === null) && <NotRecorded />}
      {hasMore && (
        <button type="button" class="more" onClick={showMore}>
          show older turns
        </button>
      )}
      {toTurns(items).map((turn) => (
        <div key={`${turn.operation.operation_Id} ${turn.operation.session_Id}`}>
          {turn.idleMs !== null && <p class="idle">{formatSpan(turn.idleMs)} later</p>}
          <TurnCard turn={turn} />
        </div>
      ))}
      <CopyNote />
    </main>
  );
}
