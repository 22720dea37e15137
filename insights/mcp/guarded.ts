import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Mishaps } from '../mishaps.ts';
import { databaseTrouble } from '../store/databaseTrouble.ts';
import { toProblem } from './result.ts';

/** A tool whose errors become answers of ours: the SDK would send their texts. */
export function guarded<T>(
  mishaps: Mishaps,
  tool: (args: T) => CallToolResult | Promise<CallToolResult>,
): (args: T) => Promise<CallToolResult> {
  return async (args) => {
    try {
      return await tool(args);
    } catch (error) {
      const trouble = databaseTrouble(error);
      if (trouble !== undefined) return toProblem(`The database does not work: ${trouble}.`);
      mishaps.tell('answering a tool call', error);
      return toProblem('The receiver failed to answer. Its terminal says more.');
    }
  };
}
