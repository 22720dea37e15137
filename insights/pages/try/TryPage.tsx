import { useState } from 'preact/hooks';
import type { TryRequest } from '../../api.ts';
import { query } from '../location.ts';
import { Answer } from './Answer.tsx';
import { type Preset, presets } from './presets.ts';
import { TryForm } from './TryForm.tsx';
import { useRun } from './useRun.ts';

const [first] = presets;

/** `/try`: asks the app a question and shows its answer as it comes; `prompt`, `model` and `conversation` may stand in the URL. */
export function TryPage(_: { id: string }) {
  const [question, setQuestion] = useState<TryRequest>(() => ({
    prompt: query.value.get('prompt') ?? first?.prompt ?? '',
    by: 'stream',
    model: query.value.get('model') ?? '',
    conversation: query.value.get('conversation') ?? '',
  }));
  const { run, ask, stop } = useRun();
  const send = (asked: TryRequest) => {
    if (asked.prompt.trim() !== '') ask(withoutEmpty(asked));
  };
  const sendPreset = ({ prompt, by, tools }: Preset) => {
    const { tools: _, ...rest } = question;
    const asked = { ...rest, prompt, by, ...(tools ? { tools } : {}) };
    setQuestion(asked);
    send(asked);
  };
  return (
    <main class="page try">
      <h1>Try it</h1>
      <div class="presets">
        <span class="dim" id="presets">
          With the embedded model:
        </span>
        <ul aria-labelledby="presets">
          {presets.map((preset) => (
            <li key={preset.label}>
              <button type="button" title={preset.shows} onClick={() => sendPreset(preset)}>
                {preset.label}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <TryForm
        question={question}
        onChange={(change) => setQuestion({ ...question, ...change })}
        onSend={() => send(question)}
      />
      {run && <Answer run={run} onStop={stop} />}
    </main>
  );
}

function withoutEmpty({ model, conversation, ...rest }: TryRequest): TryRequest {
  return { ...rest, ...(model ? { model } : {}), ...(conversation ? { conversation } : {}) };
}
