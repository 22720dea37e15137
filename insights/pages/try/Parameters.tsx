import { Choice } from './Choice.tsx';
import { type Draft, formats } from './draft.ts';
import { apiOf } from './ways.ts';

/** Short fields: what they are called, and what they are without. */
const short = [
  ['temperature', 'Temperature'],
  ['topP', 'Top P'],
  ['maxTokens', 'Max tokens'],
  ['seed', 'Seed'],
  ['effort', 'Reasoning effort'],
] as const;

/** Fields that `v1/responses` has not. */
const ofChat: ReadonlySet<string> = new Set(['seed', 'stop']);

/** The instructions, and how the model is to answer: folded, with what is set in its line. */
export function Parameters({
  draft,
  onChange,
}: {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}) {
  const { system, stop, format, schema, other } = draft;
  const isResponse = apiOf(draft) === 'responses';
  const why = (name: string) =>
    isResponse && ofChat.has(name) ? 'The Responses API has no such field' : undefined;
  const set = namesOfSet(draft);
  return (
    <details class="try-parameters">
      <summary>
        System prompt, parameters, format{' '}
        {set.length > 0 && <span class="dim">set: {set.join(', ')}</span>}
      </summary>
      <label class="wide">
        System prompt
        <textarea
          rows={2}
          value={system}
          placeholder="the app’s own"
          onInput={({ currentTarget }) => onChange({ system: currentTarget.value })}
        />
      </label>
      <div class="try-options">
        {short.map(([name, label]) => (
          <label key={name} class="short">
            {label}
            <input
              value={draft[name]}
              placeholder="none"
              inputMode={name === 'effort' ? 'text' : 'decimal'}
              disabled={why(name) !== undefined}
              title={why(name)}
              onInput={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
            />
          </label>
        ))}
        <label>
          Stop, one a line
          <textarea
            rows={1}
            value={stop}
            disabled={why('stop') !== undefined}
            title={why('stop')}
            onInput={({ currentTarget }) => onChange({ stop: currentTarget.value })}
          />
        </label>
        <Choice
          name="Answer as"
          choices={formats}
          chosen={format}
          onChoose={(chosen) => onChange({ format: chosen })}
        />
      </div>
      {format === 'json_schema' && (
        <label class="wide">
          JSON schema
          <textarea
            class="mono"
            rows={6}
            value={schema}
            spellcheck={false}
            placeholder='{"type": "object", "properties": {"city": {"type": "string"}}}'
            onInput={({ currentTarget }) => onChange({ schema: currentTarget.value })}
          />
        </label>
      )}
      <label class="wide">
        Other fields, as JSON
        <textarea
          class="mono"
          rows={other === '' ? 1 : 6}
          value={other}
          spellcheck={false}
          placeholder="none"
          onInput={({ currentTarget }) => onChange({ other: currentTarget.value })}
        />
      </label>
    </details>
  );
}

/** What is set, in the words of the fields. */
function namesOfSet(draft: Draft): readonly string[] {
  return [
    draft.system.trim() !== '' && 'system prompt',
    ...short.map(([name, label]) => draft[name].trim() !== '' && label.toLowerCase()),
    draft.stop.trim() !== '' && 'stop',
    draft.format === 'json_schema' ? 'JSON schema' : draft.format === 'json_object' && 'JSON',
    draft.other.trim() !== '' && 'other fields',
  ].filter((name) => name !== false);
}
