import { createParser } from 'eventsource-parser';
import { AskError } from './askTrace.ts';

/** An answer, or the text in place of one, and its session. */
export interface Answered {
  readonly text: string;
  readonly session: string;
  readonly failed: boolean;
  /** Status of the error, when the call failed with one. */
  readonly code?: string | undefined;
}

/** A Callspan app, and the function key that it needs in Azure. */
export interface App {
  readonly url: string;
  readonly key?: string | undefined;
}

/** OpenAI's form of an answer, whole or a chunk of it, or of an error. */
interface Answer {
  readonly choices?: readonly {
    readonly message?: { readonly content?: string | null };
    readonly delta?: { readonly content?: string | null };
  }[];
  readonly error?: { readonly code?: string; readonly message?: string; readonly param?: string };
}

const answerMs = 230_000; // front ends in Azure time out then

/**
 * Asks over HTTP. `onText` gets the text of a stream as it arrives; the answer's text does not repeat it. Throws an
 * `AskError` when this is not a Callspan app.
 */
export async function askByHttp(
  { url, key }: App,
  request: object,
  onText: (text: string) => void,
): Promise<Answered> {
  const response = await fetch(`${url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'x-functions-key': key }) },
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
    return { ...(await readStream(response, onText)), session };
  }
  const answer = await response.json().catch(() => {
    throw foreign(); // a gateway before an app may set a request ID as well
  });
  return { ...toText(answer as Answer), session };
}

async function readStream({ body }: Response, onText: (text: string) => void) {
  let ending: Omit<Answered, 'session'> = { text: '(the stream broke off)', failed: true };
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') {
        ending = { text: '', failed: false };
        return;
      }
      const chunk = JSON.parse(data) as Answer;
      if (chunk.error !== undefined) ending = toText(chunk);
      onText(chunk.choices?.[0]?.delta?.content ?? '');
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  return ending;
}

/** Shown for an answer without text. */
export const noText = '(no text in the answer)';

/** The text of an answer, or an error in one line. */
export function toText({ choices, error }: Answer): Omit<Answered, 'session'> {
  if (error !== undefined) {
    const param = error.param ? ` (param: ${error.param})` : '';
    const { code } = error;
    return { text: `${code}: ${error.message}${param}`, failed: true, code };
  }
  return { text: choices?.[0]?.message?.content ?? noText, failed: false };
}
