import * as z from 'zod';
import type { ChatRequest } from '../inference/chatRequest.ts';
import type { Tool } from './tool.ts';

/** A tool as the model is told of it. */
export function toDefinition(tool: Tool): NonNullable<ChatRequest['tools']>[number] {
  const { $schema, ...parameters } = z.toJSONSchema(tool.arguments, { io: 'input' });
  const { name, description } = tool;
  return { type: 'function', function: { name, description, parameters } };
}
