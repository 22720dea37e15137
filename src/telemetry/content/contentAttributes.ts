import type { Span } from '@opentelemetry/api';
import { names } from '../names.ts';
import {
  byteLength,
  type ContentMessage,
  type InputContent,
  recordMessages,
  recordParts,
  recordText,
} from './content.ts';

/** At most so many bytes: of an attribute, of all that is asked, and of everything recorded on one span. */
const limits = { attribute: 32 * 1024, input: 32 * 1024, span: 48 * 1024 };

/** Records the content of one call, of a model or of a tool, on its span, within the limits. Never throws: a call must not fail for its record. */
export function createContentRecorder(span: Pick<Span, 'setAttribute'>) {
  let used = 0;
  const set = (name: string, json: string) => {
    used += byteLength(json);
    span.setAttribute(name, json);
  };
  return {
    /** What is asked: at most 32 KiB in all, so that the answer finds room. */
    input: (content: () => InputContent) =>
      quietly(() => {
        const { systemInstructions, messages, tools } = content();
        const share = limits.input / 4;
        if (systemInstructions.length > 0) {
          set(names.systemInstructions, recordParts(systemInstructions, share));
        }
        if (tools.length > 0) set(names.toolDefinitions, recordParts(tools, share));
        set(names.inputMessages, recordMessages(messages, limits.input - used));
      }),
    output: (content: () => readonly ContentMessage[]) =>
      quietly(() => {
        const limit = Math.min(limits.attribute, limits.span - used);
        set(names.outputMessages, recordMessages(content(), limit));
      }),
    /** What a tool was given. */
    toolArguments: (text: string) =>
      quietly(() => set(names.toolArguments, recordText(text, limits.input))),
    /** What the model is told of a tool's run. */
    toolResult: (text: string) =>
      quietly(() => {
        const limit = Math.min(limits.attribute, limits.span - used);
        set(names.toolResult, recordText(text, limit));
      }),
  };
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The error may hold what was to be recorded; without the attribute the call is still told.
  }
}
