import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { query } from '../location.ts';
import { Before } from './Before.tsx';
import { ChatTurn } from './ChatTurn.tsx';
import { Composer } from './Composer.tsx';
import { sourceOf } from './chat.ts';
import { PresetBar } from './PresetBar.tsx';
import { toAsked } from './presets.ts';
import { useChat } from './useChat.ts';
import { useModels } from './useModels.ts';

/**
 * `/try`: a chat with the app, each turn with its answer as it comes and what it took. The address may hold `prompt`, `api`, `model`
 * and `conversation`, or in `from` (with `session`) a call that it begins with; with `after=answer` it goes on after that call.
 */
export function TryPage(_: { id: string }) {
  const { chat, reads, problem, ...actions } = useChat(query.value.toString());
  const app = useModels();
  const { turns, context, notes, draft, edits } = chat;
  const prompt = useRef<HTMLElement>(null);
  useScrolledTo(turns.length, turns.at(-1)?.run.text);
  const isToChange = edits || (turns.length === 0 && !reads && query.value.has('from'));
  useEffect(() => {
    if (isToChange) prompt.current?.querySelector('textarea')?.focus();
  }, [isToChange]);
  const isEmpty = turns.length === 0 && context.messages.length === 0;
  return (
    <main class="page list-page try" ref={prompt} aria-busy={reads}>
      <div class="try-head">
        <h1>Try it</h1>
        {!isEmpty && (
          <button type="button" onClick={actions.begin}>
            New chat
          </button>
        )}
      </div>
      {reads && <p class="dim">The call is being read …</p>}
      {notes.length > 0 && (
        <ul class="try-notes" aria-label="What is missing of the call">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Before context={context} onDrop={actions.dropContext} />
      {turns.map((turn, index) => (
        <ChatTurn
          key={turn.id}
          turn={turn}
          place={index + 1}
          isLast={index === turns.length - 1}
          source={index === 0 ? sourceOf(chat) : undefined}
          onStop={actions.stop}
          onAgain={actions.askAgain}
          onEdit={actions.edit}
          onFound={(operation) => actions.found(turn.id, operation)}
        />
      ))}
      <PresetBar app={app} onChoose={(preset) => actions.send(toAsked(preset, draft))} />
      <Composer
        chat={chat}
        app={app}
        problem={problem}
        onChange={actions.change}
        onSend={() => actions.send()}
        onCancel={actions.cancelEdit}
      />
    </main>
  );
}

/** Distance from the end, in CSS pixels, within which the reader follows. */
const nearEnd = 80;

/** Keeps the end of the page in sight while an answer comes, unless the reader went up; a new question is always followed. */
function useScrolledTo(turns: number, text: string | undefined): void {
  const follows = useRef(false);
  const known = useRef(turns);
  useEffect(() => {
    const look = () => {
      const { scrollHeight } = document.documentElement;
      follows.current = scrollY + innerHeight > scrollHeight - nearEnd;
    };
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    if (turns > known.current) follows.current = true;
    known.current = turns;
    if (follows.current) scrollTo({ top: document.documentElement.scrollHeight });
  }, [turns, text]);
}
