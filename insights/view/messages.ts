import { formatBytes, formatCount } from '../format.ts';
import { genAi } from '../genAi/attributes.ts';
import { contentNames } from '../genAi/contentNames.ts';
import { toPlainLine } from '../plainLine.ts';
import type { Row } from '../row.ts';
import { type MessagePart, toPart, toParts } from './messages/parts.ts';
import { fields, type Recorded, readRecorded, toText } from './messages/recorded.ts';

/** A message for display. */
export interface DisplayMessage {
  readonly from: 'instructions' | 'input' | 'output';
  readonly role: string;
  readonly parts: readonly MessagePart[];
  /** Instructions and history are one line until opened; the last turn of the user and the answer are open. */
  readonly folded: boolean;
  /** That line, at most 160 characters. */
  readonly line: string;
  readonly finishReason?: string;
}

/** A tool that was offered to the model. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** Its definition, as indented JSON. */
  readonly text: string;
}

/** What was said in one call to a model. */
export interface CallMessages {
  /** False when no content is on the row: it is not recorded unless asked for. */
  readonly recorded: boolean;
  readonly messages: readonly DisplayMessage[];
  readonly tools: readonly OfferedTool[];
  /** What the recorder left out and what could not be read, one sentence each. */
  readonly notes: readonly string[];
}

type Message = Omit<DisplayMessage, 'folded' | 'line'>;

/**
 * The messages of a `chat` row, in the order in which they were said. What is there is shown whatever its form: unknown
 * parts as JSON, JSON that was cut on its way as the text that came.
 */
export function readMessages(row: Row): CallMessages {
  const read = (name: string) => {
    const json = genAi(row, name);
    return json === undefined ? undefined : readRecorded(json);
  };
  const instructions = read(contentNames.instructions);
  const input = read(contentNames.input);
  const output = read(contentNames.output);
  const tools = read(contentNames.tools);
  const said = [
    ...toInstructions(instructions),
    ...toMessages(input, 'input'),
    ...toMessages(output, 'output'),
  ];
  return {
    recorded: [instructions, input, output, tools].some((part) => part !== undefined),
    messages: withFolds(withResults(said)),
    tools: toTools(tools),
    notes: [
      ...toNotes(instructions, contentNames.instructions, 'instruction'),
      ...toNotes(input, contentNames.input, 'message'),
      ...toNotes(output, contentNames.output, 'answer'),
      ...toNotes(tools, contentNames.tools, 'tool'),
    ],
  };
}

function toInstructions(recorded: Recorded | undefined): Message[] {
  if (recorded === undefined) return [];
  const parts = [...recorded.items.map(toPart), ...asItCame(recorded)];
  return parts.length === 0 ? [] : [{ from: 'instructions', role: 'system', parts }];
}

function toMessages(recorded: Recorded | undefined, from: 'input' | 'output'): Message[] {
  if (recorded === undefined) return [];
  const messages = recorded.items.map((item): Message => {
    const { role, finish_reason } = fields(item);
    return {
      from,
      role: typeof role === 'string' ? toPlainLine(role, 40) : 'unknown',
      parts: toParts(item),
      ...(typeof finish_reason === 'string' && { finishReason: toPlainLine(finish_reason, 40) }),
    };
  });
  const parts = asItCame(recorded);
  return parts.length === 0 ? messages : [...messages, { from, role: 'unknown', parts }];
}

function asItCame({ broken }: Recorded): MessagePart[] {
  return broken === undefined ? [] : [{ kind: 'other', text: broken }];
}

/** Puts what a tool gave at the call of it; a message that holds nothing else goes. A result without its call stays. */
function withResults(messages: readonly Message[]): Message[] {
  const results = new Map<string, string>();
  const calls = new Set<string>();
  for (const { kind, id, text } of messages.flatMap(({ parts }) => parts)) {
    if (id === undefined) continue;
    if (kind === 'tool_call') calls.add(id);
    else if (calls.has(id) && !results.has(id)) results.set(id, text);
  }
  const isPaired = ({ kind, id, text }: MessagePart) =>
    kind === 'tool_result' && id !== undefined && results.get(id) === text;
  return messages
    .filter(({ parts }) => parts.length === 0 || !parts.every(isPaired))
    .map((message) => ({
      ...message,
      parts: message.parts
        .filter((part) => !isPaired(part))
        .map((part) => {
          const result = part.kind === 'tool_call' && results.get(part.id ?? '');
          return typeof result === 'string' ? { ...part, result } : part;
        }),
    }));
}

function withFolds(messages: readonly Message[]): DisplayMessage[] {
  const isInput = ({ from }: Message) => from === 'input';
  const lastTurn = messages.findLastIndex((message) => isInput(message) && message.role === 'user');
  const open = lastTurn === -1 ? messages.findLastIndex(isInput) : lastTurn;
  return messages.map((message, index) => {
    const { from, role, parts } = message;
    const isRule = from === 'instructions' || role === 'system' || role === 'developer';
    const folded = from !== 'output' && (isRule || index < open);
    return { ...message, folded, line: toLine(parts) };
  });
}

function toLine(parts: readonly MessagePart[]): string {
  const texts = parts.map(({ kind, name, text }) =>
    kind === 'tool_call' ? `${name}(${text.slice(0, 200).replace(/\s+/g, ' ')})` : text,
  );
  return toPlainLine(texts.find((text) => text.trim() !== '') ?? '(empty)', 160);
}

function toTools(recorded: Recorded | undefined): OfferedTool[] {
  if (recorded === undefined) return [];
  const broken = recorded.broken === undefined ? [] : [recorded.broken];
  return [...recorded.items, ...broken].map((item) => {
    const { name, description } = { ...fields(fields(item).function), ...fields(item) };
    return {
      name: typeof name === 'string' ? toPlainLine(name, 128) : 'unknown',
      description: typeof description === 'string' ? description : '',
      text: toText(item),
    };
  });
}

function toNotes(recorded: Recorded | undefined, name: string, noun: string): string[] {
  const { omitted, broken } = recorded ?? {};
  const notes: string[] = [];
  if (omitted !== undefined) {
    const { items, bytes } = omitted;
    const what =
      items === 0
        ? 'a text shortened by'
        : `${formatCount(items)} ${noun}${items === 1 ? '' : 's'} left out,`;
    notes.push(`Cut by the recorder: ${what} ${formatBytes(bytes)}.`);
  }
  if (broken !== undefined) notes.push(`${name} is not JSON, or was cut on its way: as it came.`);
  return notes;
}
