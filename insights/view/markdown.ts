import { formatCount, formatMoney, formatSpan } from '../format.ts';
import { chatsOf, genAi, isChat, modelCallsOf } from '../genAi/attributes.ts';
import { withContent } from '../genAi/withContent.ts';
import { toPlainLine } from '../plainLine.ts';
import type { Row } from '../row.ts';
import { toOperation } from '../store/toOperation.ts';
import { toCallRun } from './callRun.ts';
import { toExcerpt } from './excerpt.ts';
import { explain } from './explain.ts';
import { fence } from './fence.ts';
import { toLeanRow, toShort } from './leanRow.ts';
import { type DisplayMessage, readMessages } from './messages.ts';
import { codeOf } from './waterfall/rowKind.ts';
import { type Line, toWaterfall } from './waterfall.ts';

/** No more lines of the tree, failed rows and messages than these: it is to be read, or sent to a model. */
const most = { lines: 200, failed: 20, messages: 60 };

/**
 * A call as Markdown, for an issue or an AI agent: the sentence, facts, the tree, the rows that failed, and the messages if
 * they are recorded. All that comes from rows stands in fences and code, so that none of it is Markdown.
 */
export function toMarkdown(rows: readonly Row[]): string {
  const { text, fix } = explain(rows);
  return [
    `# ${asText(text)}`,
    ...(fix === undefined ? [] : [`What to do: ${asText(fix)}.`]),
    toFacts(rows),
    ...section('Waterfall', fence(toTree(rows))),
    ...section('Failed rows', toFailed(rows)),
    ...section('Messages', toMessages(rows)),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(title: string, body: string): string[] {
  return body === '' ? [] : [`## ${title}`, body];
}

function toFacts(rows: readonly Row[]): string {
  const operation = toOperation(rows);
  if (operation === undefined) return '';
  const run = toCallRun(rows);
  const isMore = run !== undefined && run.wholeMs !== run.durationMs;
  const durationMs = isMore ? run.wholeMs : operation.durationMs;
  const calls = run?.calls ?? modelCallsOf(rows);
  const { inputTokens, outputTokens } = operation;
  const used = inputTokens !== null || outputTokens !== null;
  const versions = rows.flatMap(({ application_Version: version }) => version ?? []);
  const facts: [string, string | null | undefined][] = [
    ['outcome', isMore ? run.own.customDimensions['app.outcome'] : operation.outcome],
    ['began', operation.timestamp],
    ['duration', durationMs === null ? null : formatSpan(durationMs)],
    [
      'first token',
      operation.timeToFirstTokenMs === null ? null : formatSpan(operation.timeToFirstTokenMs),
    ],
    ['model', calls.map((call) => genAi(call, 'gen_ai.request.model')).join(', ')],
    ['tokens', used ? `${formatCount(inputTokens)} → ${formatCount(outputTokens)}` : null],
    ['cost', operation.costUsd === null ? null : formatMoney(operation.costUsd)],
    ['caller', operation.caller],
    ['job', operation.job],
    ['conversation', operation.conversationId],
    ['session', operation.session_Id],
    ['operation', operation.operation_Id],
    ['version', `${versions[0] ?? ''}`],
  ];
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => `- ${name}: ${code(value ?? '')}`)
    .join('\n');
}

function toTree(rows: readonly Row[]): string {
  const { lines } = toWaterfall(rows);
  const shown = lines.slice(0, most.lines).map(toTreeLine);
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [`… and ${formatCount(left)} more`] : [])].join('\n');
}

function toTreeLine({ depth, name, attempt, fallback, startMs, durationMs, failed, code }: Line) {
  const title = `${'  '.repeat(Math.min(depth, 20))}${toPlainLine(name, 60)}`;
  const call = attempt === undefined ? '' : ` ${attempt.n}/${attempt.of}${fallback ? ' ↪' : ''}`;
  const wait =
    attempt && attempt.waitMs > 0 ? `, after a wait of ${formatSpan(attempt.waitMs)}` : '';
  const end = failed ? `  ✕ ${toPlainLine(code ?? '', 60)}` : '';
  const at = startMs === 0 ? '0' : formatSpan(startMs);
  return `${`${title}${call}`.padEnd(48)} ${formatSpan(durationMs).padStart(10)} at ${at}${wait}${end}`;
}

function toFailed(rows: readonly Row[]): string {
  return rows
    .filter((row) => codeOf(row) !== undefined || row.itemType === 'exceptions')
    .slice(0, most.failed)
    .map((row) => fence(JSON.stringify(toLeanRow(row), null, 2), 'json'))
    .join('\n\n');
}

function toMessages(rows: readonly Row[]): string {
  const last = toCallRun(rows)?.calls.findLast(isChat) ?? chatsOf(rows).at(-1);
  if (last === undefined) return '';
  const { messages, notes } = readMessages(withContent(last, rows));
  return [...notes.map(asText), ...messages.slice(-most.messages).map(toMessage)].join('\n\n');
}

function toMessage({ role, parts, finishReason }: DisplayMessage): string {
  const texts = parts.map(({ kind, name, text, result }) => {
    const shown = toShort(text);
    if (kind !== 'tool_call') return shown;
    return `${name}(${shown})${result === undefined ? '' : `\n→ ${toExcerpt(result).text}`}`;
  });
  const end = finishReason === undefined ? '' : `, ${asText(finishReason)}`;
  return `**${asText(role)}**${end}\n\n${fence(texts.join('\n'))}`;
}

/** A text as Markdown that shows it and nothing else: no link, no mention. */
function asText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replaceAll('@', '&#64;');
}

function code(text: string): string {
  const line = toPlainLine(text, 300);
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
