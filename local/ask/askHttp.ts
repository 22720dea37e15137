import { createParser } from 'eventsource-parser';
import type { Answered, Said } from './answered.ts';
import { type App, keyHeader } from './app.ts';
import type { AskApi } from './askApi.ts';
import { AskError } from './askTrace.ts';
import { chatApi } from './chatApi.ts';

const answerMs = 230_000; // front ends in Azure time out then

/**
 * Asks over HTTP. `onText` gets the text of a stream as it arrives; the answer's text does not repeat it. Throws an
 * `AskError` when this is not a Callspan app.
 */
export async function askByHttp(
  app: App,
  request: object,
  onText: (text: string) => void,
  api: AskApi = chatApi,
): Promise<Answered> {
  const { url } = app;
  const response = await fetch(`${url}/api/v1${api.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...keyHeader(app) },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(answerMs),
  }).catch(() => {
    throw new AskError(`${url} does not answer. Is \`npm start\` still running?`);
  });
  const session = response.headers.get('x-request-id');
  const foreign = () => {
    const { status } = response;
    return new AskError(`${url} answered ${status}, but not as this app would.`, status);
  };
  if (session === null) throw foreign();
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    return { ...(await readStream(response, onText, api)), session };
  }
  const answer = await response.json().catch(() => {
    throw foreign(); // a gateway before an app may set a request ID as well
  });
  return { ...api.readAnswer(answer), session };
}

async function readStream(
  { body }: Response,
  onText: (text: string) => void,
  api: AskApi,
): Promise<Said> {
  let said: Said | undefined;
  const parser = createParser({
    onEvent({ data }) {
      const { text, ending } = api.readEvent(data);
      said ??= ending;
      onText(text ?? '');
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  return said ?? { text: '(the stream broke off)', failed: true };
}
