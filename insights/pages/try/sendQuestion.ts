import type { TryRequest } from '../../api.ts';
import { readEventData } from './readEventData.ts';
import type { Run } from './run.ts';
import { type AnswerForm, readEnd, readError, readSaid } from './said.ts';

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
  await readEventData(body, (data) => {
    if (data === '[DONE]') {
      ending = { state: 'answered' };
      return;
    }
    const form = JSON.parse(data) as AnswerForm;
    const last = readEnd(form);
    if (last === true) ending = { state: 'answered' };
    else if (last) ending = { state: 'failed', error: last };
    const said = readSaid(form);
    if (said.text === '' && said.calls.length === 0) return;
    if (text === '' && tools.length === 0) {
      tell({ state: 'streaming', firstToken: performance.now() });
    }
    text += said.text;
    for (const { place = tools.length, text: part } of said.calls) {
      tools = Array.from({ length: Math.max(tools.length, place + 1) }, (_, index) =>
        index === place ? (tools[index] ?? '') + part : (tools[index] ?? ''),
      );
    }
    tell({ text, tools });
  });
  end(tell, ending);
}
