import type { ToolCall } from '../inference/answer/toolCalls.ts';
import type { ToolProblem } from '../telemetry/spans/toolSpan.ts';
import { parseBoundedJson } from '../values/boundedJson.ts';
import { cutToBytes } from '../values/cutToBytes.ts';
import { type Tool, ToolError } from './tool.ts';

/** The model's tool message for a call, and what went wrong. */
export interface ToolAnswer {
  readonly content: string;
  readonly problem?: ToolProblem;
  /** What the tool threw, if it is no ToolError. */
  readonly thrown?: unknown;
}

/** Limit of a result, in UTF-8. */
const maxResultBytes = 32 * 1024;

/**
 * Runs the tool that the model called. Any failure is an answer that the model can react to, in our words or
 * the tool's own. Never throws.
 */
export async function runTool(
  tool: Tool | undefined,
  call: ToolCall,
  tools: readonly Tool[],
  signal: AbortSignal,
): Promise<ToolAnswer> {
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(', ');
    return refuse('unknown_tool', `There is no such tool. There are: ${names}.`);
  }
  try {
    const given = parseArguments(tool, call.arguments);
    if ('problem' in given) return given;
    return { content: toContent(await orAborted(tool.run(given.value, signal), signal)) };
  } catch (thrown) {
    if (signal.aborted) return refuse('tool_timeout', 'The tool did not answer in time.');
    if (thrown instanceof ToolError) return refuse('tool_failed', thrown.message);
    return { ...refuse('tool_failed', 'The tool failed.'), thrown };
  }
}

type ToolRefusal = Required<Pick<ToolAnswer, 'content' | 'problem'>>;

/** The answer to a call that may not be run. */
export function refuse(problem: ToolProblem, error: string): ToolRefusal {
  return { content: JSON.stringify({ error }), problem };
}

function parseArguments(tool: Tool, text: string): { value: unknown } | ToolRefusal {
  const parsed = parseBoundedJson(Buffer.from(text || '{}'));
  if (!('value' in parsed)) {
    const what = parsed.wrong === 'syntax' ? 'are not JSON' : 'hold too much';
    return refuse('invalid_arguments', `The arguments ${what}.`);
  }
  const checked = tool.arguments.safeParse(parsed.value);
  if (checked.success) return { value: checked.data };
  // The schema library's words: types and limits, no values.
  const problems = checked.error.issues
    .slice(0, 8)
    .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  return refuse('invalid_arguments', problems.join('; ').slice(0, 1_000));
}

/** Nobody waits for a tool that ignores its signal. */
function orAborted<T>(run: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    run.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** JSON of a result, or a string unchanged, cut at 32 KiB. Throws for what JSON cannot hold. */
function toContent(result: unknown): string {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  if (text === undefined) throw new ToolError('The tool gave nothing.');
  if (Buffer.byteLength(text) <= maxResultBytes) return text;
  const note = '… [cut: the result is longer than 32 KiB]';
  return cutToBytes(text, maxResultBytes - Buffer.byteLength(note)) + note;
}
