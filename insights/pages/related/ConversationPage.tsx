import { formatSpan } from '../../format.ts';
import { ListHead, NotHere } from '../backToList.tsx';
import { Fact } from '../call/head/Facts.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { navigate } from '../location.ts';
import { Cost, NotRecorded, Tokens, Unknown } from '../text/amounts.tsx';
import { CopyButton, CopyNote, copyText } from '../text/copy.tsx';
import { TurnCard } from './TurnCard.tsx';
import { sumTurns, toTurns } from './turns.ts';
import { useCalls } from './useCalls.ts';

/** `/conversations/{id}`: the turns of a conversation, oldest first, and what they come to. */
export function ConversationPage({ id }: { id: string }) {
  const { items, hasMore, live, showMore } = useCalls('conversation', id);
  useCommands({
    back: () => navigate('/conversations'),
    copyLink: () => void copyText(location.href, 'Link'),
  });
  if (items === undefined) return <main class="page" aria-busy="true" />;
  if (items.length === 0) return <NotHere what="call of this conversation" live={live} />;
  const totals = sumTurns(items);
  const { durationMs } = totals;
  const asked = items.filter(({ modelCalls }) => modelCalls > 0);
  const agents = [...new Set(items.flatMap(({ agent }) => agent ?? []))];
  return (
    <main class="page list-page">
      <ListHead list="conversations" />
      <h1>
        Conversation {id} <CopyButton text={id} what="conversation" />
      </h1>
      <dl class="facts">
        <Fact name="turns">
          {totals.turns}
          {hasMore && '+'}
        </Fact>
        <Fact name="failed" look={totals.failed > 0 ? 'error' : undefined}>
          {totals.failed}
        </Fact>
        {agents.length > 0 && (
          <Fact name={agents.length === 1 ? 'assistant' : 'assistants'}>⌘ {agents.join(', ')}</Fact>
        )}
        <Fact name="total answer time">
          {durationMs === null ? <Unknown why="no row has told it" /> : formatSpan(durationMs)}
        </Fact>
        <Fact name="tokens">
          <Tokens
            input={totals.inputTokens}
            output={totals.outputTokens}
            cached={totals.cachedInputTokens}
          />
        </Fact>
        <Fact name="cost">
          <Cost usd={totals.costUsd} unpriced={totals.unpriced} models={totals.models} />
        </Fact>
      </dl>
      {asked.length > 0 && asked.every(({ about }) => about === null) && (
        <NotRecorded ours={asked.some((each) => each.function !== null)} />
      )}
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
