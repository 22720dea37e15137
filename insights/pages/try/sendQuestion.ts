import { createParser } from 'eventsource-parser';
import type { TryRequest } from '../../api.ts';
import type { Run } from './run.ts';

/** Tells what has come. */
export type Tell = (change: Partial<Run>) => void;

/** Asks a question by the receiver, and tells what comes of it as it comes. Never rejects. */
export async function sendQuestion(
  question: TryRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  try {
    const response = await fetch('/api/try', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      signal,
    });
    const requestId = response.headers.get('x-request-id');
    if (requestId !== null) tell({ requestId });
    const job = response.headers.get('x-job');
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      return await readStream(response, tell);
    }
    const form = (await response.json().catch(() => ({}))) as AnswerForm;
    if (!response.ok)
      return end(tell, { state: 'failed', error: readError(form, response.status) });
    if (job !== null) return tell({ state: 'queued', job });
    endWith(form, tell);
  } catch {
    if (signal.aborted) return end(tell, { state: 'stopped' });
    end(tell, { state: 'failed', error: 'The answer broke off: the receiver or the app is gone.' });
  }
}

/** Ends a run with a whole answer. */
export function endWith(form: AnswerForm, tell: Tell): void {
  const { text, calls } = readSaid(form);
  end(tell, { state: 'answered', text, tools: calls.map((call) => call.text) });
}

/** Ends a run now. */
export function end(tell: Tell, change: Partial<Run>): void {
  tell({ ...change, ended: performance.now() });
}

async function readStream({ body }: Response, tell: Tell): Promise<void> {
  let text = '';
  let tools: string[] = [];
  let ending: Partial<Run> = { state: 'failed', error: 'The stream ended before the answer did.' };
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') {
        ending = { state: 'answered' };
        return;
      }
      const form = JSON.parse(data) as AnswerForm;
      if (form.error !== undefined) ending = { state: 'failed', error: readError(form, 200) };
      const said = readSaid(form);
      if (said.text === '' && said.calls.length === 0) return;
      if (text === '' && tools.length === 0) {
        tell({ state: 'streaming', firstToken: performance.now() });
      }
      text += said.text;
      for (const { place, text: part } of said.calls) {
        tools = Array.from({ length: Math.max(tools.length, place + 1) }, (_, index) =>
          index === place ? (tools[index] ?? '') + part : (tools[index] ?? ''),
        );
      }
      tell({ text, tools });
    },
  });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parser.feed(part.value);
  }
  end(tell, ending);
}

/** OpenAI's form of a completion, a chunk of one, a job or an error, as far as the page reads it; or the receiver's own line. */
export interface AnswerForm {
  readonly choices?: readonly {
    readonly message?: Said;
    readonly delta?: Said;
  }[];
  readonly error?: string | { readonly code?: string; readonly message?: string };
  readonly status?: string;
  readonly completion?: AnswerForm;
  readonly session_id?: string;
}

interface Said {
  readonly content?: string | null;
  readonly tool_calls?: readonly {
    readonly index?: number;
    readonly function?: { readonly name?: string; readonly arguments?: string };
  }[];
}

/** What an answer says, and the parts of tool calls in it by their place. */
function readSaid(form: AnswerForm): {
  readonly text: string;
  readonly calls: readonly { readonly place: number; readonly text: string }[];
} {
  const [choice] = form.choices ?? [];
  const said = choice?.message ?? choice?.delta;
  const calls = (said?.tool_calls ?? []).map(({ index, function: called }, place) => ({
    place: index ?? place,
    text: `${called?.name ? `${called.name} ` : ''}${called?.arguments ?? ''}`,
  }));
  return { text: said?.content ?? '', calls };
}

/** An error in one line: `code: message`. */
export function readError({ error }: AnswerForm, status: number): string {
  if (typeof error === 'string') return error;
  if (error?.message) return `${error.code ?? status}: ${error.message}`;
  return `The answer has status ${status}, and no reason.`;
}
