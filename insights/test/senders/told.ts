import type { Operation, OperationList, StoredRow } from '../../api.ts';
import {
  costOf,
  firstTokenMsOf,
  genAi,
  modelCallsOf,
  numberOf,
  operationOf,
} from '../../genAi/attributes.ts';
import { withContent } from '../../genAi/withContent.ts';
import type { MessagePart } from '../../view/messages/parts.ts';
import { readMessages } from '../../view/messages.ts';

/**
 * What the list, the tool runs, the calls to models and their messages say of all that came to a receiver, oldest first, as lines. Of a first token
 * only that there is one, within its call.
 */
export async function toldBy(url: string): Promise<readonly string[]> {
  const { items } = await get<OperationList>(`${url}/api/operations`);
  const lines: string[] = [];
  for (const operation of items.toReversed()) {
    const { operation_Id } = operation;
    const { items: rows } = await get<{ items: StoredRow[] }>(
      `${url}/api/operations/${operation_Id}`,
    );
    lines.push(toOperationLine(operation));
    lines.push(
      ...rows
        .filter(isTool)
        .map((row) => `  ${toToolLine(row)}`)
        .sort(),
    );
    for (const call of modelCallsOf(rows)) {
      lines.push(`  ${toCallLine(call)}`);
      lines.push(...toMessageLines(call, rows).map((line) => `    ${line}`));
    }
  }
  return lines;
}

async function get<T>(url: string): Promise<T> {
  return (await fetch(url)).json() as Promise<T>;
}

function toOperationLine(operation: Operation): string {
  const { timeToFirstTokenMs, durationMs, streamed, conversationId } = operation;
  return join([
    `${operation.name}: ${operation.outcome}`,
    operation.model && `asks ${operation.model}`,
    count(operation.modelCalls, 'model call'),
    count(operation.toolCalls, 'tool call'),
    toTokens(operation.inputTokens, operation.outputTokens, operation.cachedInputTokens),
    operation.finishReason,
    streamed && 'streamed',
    toFirstToken(timeToFirstTokenMs, durationMs),
    operation.costUsd !== null && `${operation.costUsd} USD`,
    conversationId && `conversation ${conversationId}`,
  ]);
}

function isTool(row: StoredRow): boolean {
  return operationOf(row) === 'execute_tool';
}

function toToolLine(row: StoredRow): string {
  const of = (name: string) => genAi(row, `gen_ai.tool.${name}`);
  return `runs ${of('name')}(${of('call.arguments')}): ${of('call.result')}`;
}

function toCallLine(row: StoredRow): string {
  const of = (name: string) => genAi(row, name);
  const number = (name: string) => numberOf(row, '', `gen_ai.usage.${name}`);
  const cost = costOf(row);
  return join([
    `${of('gen_ai.operation.name')} ${of('gen_ai.request.model')} of ${of('gen_ai.provider.name')}`,
    row.success === 'False' && 'failed',
    of('gen_ai.response.model') && `answered by ${of('gen_ai.response.model')}`,
    toTokens(
      number('input_tokens'),
      number('output_tokens'),
      number('cache_read.input_tokens'),
      number('reasoning.output_tokens'),
    ),
    of('gen_ai.response.finish_reasons'),
    of('gen_ai.request.temperature') && `temperature ${of('gen_ai.request.temperature')}`,
    toFirstToken(firstTokenMsOf(row), row.duration),
    cost !== undefined && `${cost} USD`,
  ]);
}

function toMessageLines(call: StoredRow, rows: readonly StoredRow[]): string[] {
  const { messages, tools, notes } = readMessages(withContent(call, rows));
  return [
    ...messages.flatMap(({ role, parts }) => parts.map((part) => `${role}: ${toPartText(part)}`)),
    ...tools.map(({ name, description }) => `tool ${name}: ${description}`),
    ...notes,
  ];
}

function toPartText({ kind, name, text, result }: MessagePart): string {
  if (kind === 'text') return text;
  if (kind !== 'tool_call') return `${kind} ${text}`;
  const asked = `${name}(${text.replace(/\s+/g, '')})`;
  return result === undefined ? asked : `${asked} gives ${result}`;
}

function toTokens(...counts: readonly (number | null | undefined)[]): string | undefined {
  const names = ['in', 'out', 'cached', 'reasoning'];
  const told = counts.flatMap((tokens, at) =>
    typeof tokens === 'number' ? [`${tokens} ${names[at]}`] : [],
  );
  return told.join(' ') || undefined;
}

function toFirstToken(ms: number | null | undefined, durationMs: number | null | undefined) {
  if (typeof ms !== 'number') return undefined;
  return ms > 0 && ms <= (durationMs ?? 0) ? 'first token' : `first token at ${ms} ms`;
}

function count(many: number, noun: string): string | undefined {
  return many === 0 ? undefined : `${many} ${noun}${many === 1 ? '' : 's'}`;
}

function join(parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(', ');
}
