import { useState } from 'preact/hooks';
import type { TryPrompt } from '../../api.ts';
import { query } from '../location.ts';
import { Answer } from './Answer.tsx';
import { TryForm } from './TryForm.tsx';
import { useRun } from './useRun.ts';
import { apiOf } from './ways.ts';

/** A question whose words in brackets tell the embedded model how to behave (local/model/fixtures.ts). */
interface Preset {
  readonly label: string;
  /** What there is to see. */
  readonly shows: string;
  readonly prompt: string;
  readonly by: TryPrompt['by'];
  readonly tools?: true;
}

/** What can go well or wrong with a model. */
const presets: readonly Preset[] = [
  {
    label: 'An answer',
    shows: 'a call as it should be',
    prompt: 'What are some recommended supplies for a camping trip in the mountains?',
    by: 'stream',
  },
  {
    label: 'A slow stream',
    shows: 'a late first token and a long answer',
    prompt: 'What should I pack for a week of hiking? (slow)',
    by: 'stream',
  },
  {
    label: 'Throttled once',
    shows: 'a 429, the wait, and the answer',
    prompt: 'Where can I camp by a lake? (throttled once)',
    by: 'stream',
  },
  {
    label: 'Always failing',
    shows: 'three calls that fail, and the reason',
    prompt: 'When is the best time to visit Madrid? (always failing)',
    by: 'http',
  },
  {
    label: 'With tools',
    shows: 'a model that asks for a tool',
    prompt: 'How is the weather in Madrid now? (with tools)',
    by: 'http',
    tools: true,
  },
];

const [first] = presets;

/** `/try`: asks the app a question and shows its answer as it comes; `prompt`, `api`, `model` and `conversation` may stand in the URL. */
export function TryPage(_: { id: string }) {
  const [question, setQuestion] = useState<TryPrompt>(() => ({
    prompt: query.value.get('prompt') ?? first?.prompt ?? '',
    by: 'stream',
    api: query.value.get('api') === 'responses' ? 'responses' : undefined,
    model: query.value.get('model') ?? '',
    conversation: query.value.get('conversation') ?? '',
  }));
  const { run, ask, stop } = useRun();
  const send = (asked: TryPrompt) => {
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

/** A question as it is sent: what is empty is left out. */
function withoutEmpty(question: TryPrompt): TryPrompt {
  const { api: _, model, conversation, ...rest } = question;
  const api = apiOf(question);
  return {
    ...rest,
    ...(api ? { api } : {}),
    ...(model ? { model } : {}),
    ...(conversation ? { conversation } : {}),
  };
}
