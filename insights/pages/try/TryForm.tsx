import type { Info, TryPrompt } from '../../api.ts';
import { useJson } from '../request.ts';
import { Words } from '../text/texts.tsx';
import { apiOf, apis, ways } from './ways.ts';

/** The question and how it is to be asked. */
export function TryForm({
  question,
  onChange,
  onSend,
}: {
  question: TryPrompt;
  onChange: (change: Partial<TryPrompt>) => void;
  onSend: () => void;
}) {
  const { models, problem } = useModels();
  const { prompt, by, model = '', conversation = '' } = question;
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
      {problem && (
        <p class="try-problem" role="alert">
          <Words text={problem} />
        </p>
      )}
      <label for="prompt">Prompt</label>
      <textarea
        id="prompt"
        rows={5}
        value={prompt}
        onInput={({ currentTarget }) => onChange({ prompt: currentTarget.value })}
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
          chosen={apiOf(question)}
          onChoose={(chosen) => onChange({ api: chosen })}
          disabled={apiOf({ by, api: 'responses' }) === undefined}
        />
        <label>
          Model
          <select
            value={model}
            onChange={({ currentTarget }) => onChange({ model: currentTarget.value })}
          >
            <option value="">{models[0] ? `${models[0]} (default)` : 'the default'}</option>
            {models.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
        <label>
          Conversation
          <input
            value={conversation}
            placeholder="none"
            maxLength={128}
            pattern="[A-Za-z0-9._:\-]{1,128}"
            title="1 to 128 of A-Z a-z 0-9 . _ : -"
            onInput={({ currentTarget }) => onChange({ conversation: currentTarget.value })}
          />
        </label>
        <button type="submit" class="primary" disabled={prompt.trim() === ''}>
          Send <kbd>Ctrl Enter</kbd>
        </button>
      </div>
    </form>
  );
}

/** A choice of one. */
function Choice<T>({
  name,
  choices,
  chosen,
  onChoose,
  disabled = false,
}: {
  name: string;
  choices: readonly (readonly [value: T, label: string])[];
  chosen: T;
  onChoose: (chosen: T) => void;
  disabled?: boolean;
}) {
  return (
    <fieldset
      class="ways"
      disabled={disabled}
      title={disabled ? 'Jobs and the queue take chat completions' : undefined}
    >
      <legend>{name}</legend>
      {choices.map(([value, label]) => (
        <label key={label}>
          <input
            type="radio"
            name={name}
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

const noApp =
  'No app runs beside this receiver. `npm start` runs both; an app that is started otherwise is asked at its own address.';

/** Models that the app can be asked for, the default first; empty while they are not known, with the reason when there is one. */
function useModels(): { readonly models: readonly string[]; readonly problem?: string } {
  const info = useJson<Info>('/api/info');
  const isThere = info.value !== undefined && info.value.app !== null;
  const { value, error } = useJson<{ data?: readonly { id: string }[] }>(
    isThere ? '/api/try/models' : undefined,
  );
  const models = value?.data?.map(({ id }) => id) ?? [];
  if (info.value?.app === null) return { models, problem: noApp };
  return { models, ...(error ? { problem: error.message } : {}) };
}
