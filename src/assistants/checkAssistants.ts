import { StartError } from '../values/startError.ts';
import type { Assistant, AssistantLimits } from './assistant.ts';
import { toDefinition } from './toDefinition.ts';
import type { Tool } from './tool.ts';

/**
 * Throws one StartError with every problem of the assistants, each with the name of its assistant and tool.
 * `models` are the configured deployments; absent where they are unknown, as in a build.
 */
export function checkAssistants(
  assistants: readonly Assistant[],
  models?: readonly string[],
): void {
  const problems = [
    ...assistants.flatMap((assistant, at) => {
      const before = assistants.slice(0, at);
      const own = [...problemsOf(assistant, before), ...problemsWithModels(assistant, models)];
      return own.map((problem) => `assistant ${show(assistant.name)} ${problem}`);
    }),
  ];
  if (problems.length > 0) throw new StartError('wrong assistants', problems);
}

function* problemsOf(
  { name, version, instructions, tools, limits = {} }: Assistant,
  before: readonly Assistant[],
): Generator<string> {
  if (!/^[\w.-]{1,64}$/.test(name)) {
    yield 'must have a name of 1 to 64 letters, digits, ".", "_" and "-"';
  }
  if (before.some((other) => other.name === name)) yield 'has the name of another one';
  if (!/^[\x21-\x7e]{1,64}$/.test(version)) {
    yield 'must have a version of 1 to 64 visible characters';
  }
  if (instructions.trim() === '') yield 'must have instructions';
  yield* problemsOfLimits(limits);
  if (tools.length > maxTools) yield `has more than ${maxTools} tools`;
  for (const [at, tool] of tools.entries()) {
    for (const problem of problemsOfTool(tool, tools.slice(0, at))) {
      yield `has a tool ${show(tool.name)} that ${problem}`;
    }
  }
}

/** Limits of OpenAI's API: https://platform.openai.com/docs/api-reference/chat/create */
const maxTools = 128;
const toolName = /^[\w-]{1,64}$/;

function* problemsOfTool(tool: Tool, before: readonly Tool[]): Generator<string> {
  if (!toolName.test(tool.name)) {
    yield 'must have a name of 1 to 64 letters, digits, "_" and "-"';
  }
  if (before.some(({ name }) => name === tool.name)) yield 'has the name of another one';
  if (tool.description.trim() === '') yield 'must have a description';
  if (!isObjectInJsonSchema(tool)) {
    yield 'takes arguments that are no object in JSON schema (a date, a bigint and the like have no form there)';
  }
}

function isObjectInJsonSchema(tool: Tool): boolean {
  try {
    return toDefinition(tool).function.parameters?.type === 'object';
  } catch {
    return false; // zod's own message is not needed
  }
}

function* problemsOfLimits(limits: AssistantLimits): Generator<string> {
  const { maxSteps = 1, maxToolCalls = 0, toolMs = 1, maxTokens = 1, maxCostUsd = 1 } = limits;
  const isWhole = (value: number, low: number) => Number.isSafeInteger(value) && value >= low;
  if (!isWhole(maxSteps, 1)) yield 'must have a whole number from 1 as maxSteps';
  if (!isWhole(maxToolCalls, 0)) yield 'must have a whole number from 0 as maxToolCalls';
  if (!isWhole(toolMs, 1)) yield 'must have a whole number from 1 as toolMs';
  if (!isWhole(maxTokens, 1)) yield 'must have a whole number from 1 as maxTokens';
  if (!(maxCostUsd > 0 && Number.isFinite(maxCostUsd))) {
    yield 'must have a number above 0 as maxCostUsd';
  }
}

function* problemsWithModels(
  { name, model }: Assistant,
  models: readonly string[] | undefined,
): Generator<string> {
  if (models === undefined) return;
  if (model !== undefined && !models.includes(model)) {
    yield `has the model ${show(model)}, which is none of the deployments that the settings name`;
  }
  if (model === undefined && models.includes(name)) {
    yield 'has the name of a deployment; to answer in its place it must say which model it asks';
  }
}

/** A name that a developer wrote, on one line. */
function show(name: string): string {
  return JSON.stringify(name.length > 64 ? `${name.slice(0, 64)}…` : name);
}
