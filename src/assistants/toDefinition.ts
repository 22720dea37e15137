import * as z from 'zod';
import type { ChatRequest } from '../inference/request/chatRequest.ts';
import type { Tool } from './tool.ts';

type Definition = Extract<NonNullable<ChatRequest['tools']>[number], { type: 'function' }>;

const made = new WeakMap<Tool, Definition>();

/** The tool's definition for the model; made once, as the schema never changes. */
export function toDefinition(tool: Tool): Definition {
  const definition = made.get(tool) ?? define(tool);
  made.set(tool, definition);
  return definition;
}

function define(tool: Tool): Definition {
  const { $schema, ...parameters } = z.toJSONSchema(tool.arguments, { io: 'input' });
  const { name, description } = tool;
  return { type: 'function', function: { name, description, parameters } };
}
