import { fields, list, text } from '../../receive/untrusted.ts';
import { contentNames } from '../contentNames.ts';
import { readNumbered } from './numbered.ts';
import { type Message, parsed, toMessage } from './toMessage.ts';

type Dimensions = Readonly<Record<string, string>>;

const wrappers = new Set(['message', 'message_content', 'tool_call', 'tool']);
const nothing: ReadonlySet<string> = new Set();

/**
 * What a span of a model call holds of what was said under other names than the conventions', in their JSON. Absent is what it does not
 * hold.
 */
export function contentOf(dimensions: Dimensions): Record<string, string> {
  const found: [string, readonly unknown[] | undefined][] = [
    [contentNames.input, inputOf(dimensions)?.map((each) => toMessage(each, 'user'))],
    [contentNames.output, outputOf(dimensions)?.map((each) => toMessage(each, 'assistant'))],
    [contentNames.tools, toolsOf(dimensions)],
  ];
  return Object.fromEntries(
    found.flatMap(([name, items]) =>
      items === undefined || items.length === 0 ? [] : [[name, JSON.stringify(items)]],
    ),
  );
}

function inputOf(dimensions: Dimensions): readonly unknown[] | undefined {
  return (
    readNumbered(dimensions, 'llm.input_messages.', wrappers) ??
    readNumbered(dimensions, 'gen_ai.prompt.', nothing) ??
    readNumbered(dimensions, 'llm.prompts.', nothing) ??
    readJson(dimensions['ai.prompt.messages']) ??
    readJson(dimensions['gen_ai.prompt']) ??
    readJson(dimensions['langfuse.observation.input']) ??
    readJson(dimensions['ai.prompt']) ??
    readJson(dimensions['input.value'])
  );
}

function outputOf(dimensions: Dimensions): readonly unknown[] | undefined {
  return (
    readNumbered(dimensions, 'llm.output_messages.', wrappers) ??
    readNumbered(dimensions, 'gen_ai.completion.', nothing) ??
    answerOfAiSdk(dimensions) ??
    readJson(dimensions['gen_ai.completion']) ??
    readJson(dimensions['langfuse.observation.output']) ??
    readJson(dimensions['output.value'])
  );
}

/** The AI SDK tells the parts of its answer apart by attributes. */
function answerOfAiSdk(dimensions: Dimensions): readonly unknown[] | undefined {
  const content = text(dimensions['ai.response.text']) ?? dimensions['ai.response.object'];
  const calls = parsed(dimensions['ai.response.toolCalls']);
  const reasoning = dimensions['ai.response.reasoning'];
  if (content === undefined && calls === undefined && reasoning === undefined) return undefined;
  return [
    {
      role: 'assistant',
      content,
      reasoning,
      toolCalls: list(calls),
      finish_reason: dimensions['ai.response.finishReason'],
    },
  ];
}

/** Messages in JSON: a list, an object with a list, one message, or a text. */
function readJson(json: string | undefined): readonly unknown[] | undefined {
  if (json === undefined || json === '') return undefined;
  const value = parsed(json);
  if (Array.isArray(value)) return value;
  const { messages, choices, prompt, system, instructions, input } = fields(value);
  const first = text(system) ?? text(instructions);
  const rules = first === undefined ? [] : [{ role: 'system', content: first }];
  if (Array.isArray(messages)) return [...rules, ...messages];
  if (Array.isArray(choices)) return choices.map(toChoice);
  const asked = prompt ?? input;
  if (asked !== undefined) return [...rules, ...(Array.isArray(asked) ? asked : [asked])];
  return [value];
}

/** An answer within a response of OpenAI's, with why it ended. */
function toChoice(choice: unknown): unknown {
  const { message, delta, finish_reason, ...rest } = fields(choice);
  return { role: 'assistant', ...fields(message ?? delta ?? rest), finish_reason };
}

function toolsOf(dimensions: Dimensions): readonly unknown[] | undefined {
  const offered =
    readNumbered(dimensions, 'llm.tools.', wrappers)?.map(
      (tool) => fields(tool).json_schema ?? tool,
    ) ??
    readNumbered(dimensions, 'llm.request.functions.', nothing) ??
    (dimensions['ai.prompt.tools'] === undefined
      ? list(fields(parsed(dimensions['langfuse.observation.input'])).tools)
      : list(parsed(dimensions['ai.prompt.tools'])));
  return offered.map(parsed).map(toTool);
}

function toTool(tool: unknown): unknown {
  const asked = fields(fields(tool).function);
  return typeof asked.name === 'string' ? { type: 'function', ...asked } : tool;
}

/** Messages of an event or a log record of a model call; one that holds nothing of what was said gives none. */
export function contentOfEvent(
  event: string,
  body: unknown,
  dimensions: Dimensions,
): Record<string, string> {
  const own = { ...fields(body), ...fields(parsed(dimensions['gen_ai.event.content'])) };
  const said = 'content' in own || 'tool_calls' in own || 'message' in own ? own : dimensions;
  const of = (name: string, message: Message): Record<string, string> =>
    message.parts.length === 0 ? {} : { [name]: JSON.stringify([message]) };
  const role = /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(event)?.[1];
  if (role === 'tool' && fields(said).content === undefined) return {};
  if (role !== undefined) {
    return of(contentNames.input, toMessage({ role, ...withLists(said) }, role));
  }
  if (event === 'gen_ai.choice') {
    const choice = toChoice({ ...withLists(said), message: parsed(fields(said).message) });
    return of(contentNames.output, toMessage(choice, 'assistant'));
  }
  return contentOf(dimensions);
}

/** Attributes are text: what JSON they hold is read. */
function withLists(said: object): object {
  const tools = parsed(Reflect.get(said, 'tool_calls'));
  return Array.isArray(tools) ? { ...said, tool_calls: tools } : said;
}
