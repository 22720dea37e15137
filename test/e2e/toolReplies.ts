import { chunks, event, modelAnswer, type Reply, reply } from './scriptedModel.ts';

/** A tool call as the model writes it; `given` is a string unchanged, or a value as JSON. */
export interface AskedCall {
  readonly name: string;
  readonly given: unknown;
  /** Default: `call_1` for the first call of an answer, and so on. */
  readonly id?: string;
}

const sse = { 'content-type': 'text/event-stream' };

function toCalls(calls: readonly AskedCall[]) {
  return calls.map(({ name, given, id }, index) => ({
    id: id ?? `call_${index + 1}`,
    type: 'function',
    function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
  }));
}

/** An answer that calls tools, with a text before the calls if given. */
export function callsTools(calls: readonly AskedCall[], content: string | null = null): Reply {
  const message = { role: 'assistant', content, tool_calls: toCalls(calls) };
  const choices = [{ index: 0, finish_reason: 'tool_calls', message }];
  return reply(200, { ...modelAnswer, choices });
}

/** The same as a stream: the text, then the calls piece by piece. */
export function streamsTools(calls: readonly AskedCall[], content = ''): Reply {
  const delta = (tool_calls: readonly object[]) => ({
    ...chunks.role,
    choices: [{ index: 0, delta: { tool_calls }, finish_reason: null }],
  });
  const pieces = toCalls(calls).flatMap(
    ({ id, type, function: { name, arguments: given } }, index) => [
      delta([{ index, id, type, function: { name, arguments: '' } }]),
      ...(given.match(/.{1,16}/gs) ?? []).map((piece) =>
        delta([{ index, function: { arguments: piece } }]),
      ),
    ],
  );
  const words = content === '' ? [] : [chunks.content(content)];
  const all = [chunks.role, ...words, ...pieces, chunks.content('', 'tool_calls'), chunks.usage];
  return reply(200, [...all, '[DONE]'].map(event).join(''), sse);
}

/** An answer with a text. */
export function says(content: string): Reply {
  const message = { role: 'assistant', content };
  return reply(200, { ...modelAnswer, choices: [{ index: 0, finish_reason: 'stop', message }] });
}

/** The same as a stream, one word per chunk. */
export function streamsWords(content: string): Reply {
  const words = content.split(/(?<= )/).map((word) => chunks.content(word));
  const all = [chunks.role, ...words, chunks.content('', 'stop'), chunks.usage, '[DONE]'];
  return reply(200, all.map(event).join(''), sse);
}

/** The messages of a request that the model got. */
export function messagesOf(body: string | undefined): {
  role: string;
  content: string;
  tool_call_id?: string;
  tool_calls?: object[];
}[] {
  return JSON.parse(body ?? '{}').messages;
}

/** The results of the tools of a request's last step, as the model gets them. */
export function toolResults(body: string | undefined): string[] {
  return messagesOf(body)
    .filter(({ role }) => role === 'tool')
    .map(({ content }) => content);
}
