import { Words } from '../text/texts.tsx';
import { Choice } from './Choice.tsx';
import { type Chat, canAsk, isPlain } from './chat.ts';
import type { Draft } from './draft.ts';
import { ImageField, useImage } from './ImageField.tsx';
import { ModelSelect } from './ModelSelect.tsx';
import { Parameters } from './Parameters.tsx';
import type { App } from './useModels.ts';
import { apiOf, apis, ways } from './ways.ts';

/** The next question and how it is to be asked. */
export function Composer({
  chat,
  app,
  problem,
  onChange,
  onSend,
  onCancel,
}: {
  chat: Chat;
  app: App;
  problem: string | undefined;
  onChange: (change: Partial<Draft>) => void;
  onSend: () => void;
  onCancel: () => void;
}) {
  const { draft, edits, context } = chat;
  const { prompt, by, model, conversation, image } = draft;
  const file = useImage((url) => onChange({ image: url }));
  const wrong = problem ?? app.problem;
  return (
    <form
      class="try-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSend();
      }}
    >
      {wrong && (
        <p class="try-problem" role="alert">
          <Words text={wrong} />
        </p>
      )}
      <label for="prompt">Prompt</label>
      {edits && (
        <span class="dim">
          {' '}
          takes the place of the last question{' '}
          <button type="button" class="quiet" onClick={onCancel}>
            Cancel
          </button>
        </span>
      )}
      <textarea
        id="prompt"
        rows={4}
        value={prompt}
        onInput={({ currentTarget }) => onChange({ prompt: currentTarget.value })}
        onPaste={(event) => {
          const [pasted] = event.clipboardData?.files ?? [];
          if (pasted === undefined) return;
          event.preventDefault();
          file.take(pasted);
        }}
      />
      <div class="try-options">
        <Choice
          name="Send as"
          choices={ways}
          chosen={by}
          onChoose={(chosen) => onChange({ by: chosen })}
        />
        <Choice
          name="API"
          choices={apis}
          chosen={apiOf(draft)}
          onChoose={(chosen) => onChange({ api: chosen })}
          why={
            apiOf({ by, api: 'responses' }) === undefined
              ? 'Jobs and the queue take chat completions'
              : isPlain(context)
                ? undefined
                : 'The messages of the call are in the form of this API'
          }
        />
        <ModelSelect
          models={app.models}
          chosen={model}
          onChoose={(chosen) => onChange({ model: chosen })}
        />
        <label>
          Conversation
          <input
            value={conversation}
            placeholder={chat.turns.length === 0 ? 'named when you send' : 'none'}
            maxLength={128}
            pattern="[A-Za-z0-9._:\-]{1,128}"
            title="1 to 128 of A-Z a-z 0-9 . _ : -"
            onInput={({ currentTarget }) => onChange({ conversation: currentTarget.value })}
          />
        </label>
        <ImageField
          url={image}
          problem={file.problem}
          onFile={file.take}
          onRemove={() => onChange({ image: '' })}
        />
        <button type="submit" class="primary" disabled={!canAsk(chat, draft)}>
          Send <kbd>Ctrl Enter</kbd>
        </button>
      </div>
      <Parameters draft={draft} onChange={onChange} />
    </form>
  );
}
