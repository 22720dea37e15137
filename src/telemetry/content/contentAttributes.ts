import type { Span } from '@opentelemetry/api';
import { cutToBytes } from '../../values/cutToBytes.ts';
import { names } from '../names.ts';
import {
  byteLength,
  type ContentMessage,
  type InputContent,
  recordMessages,
  recordParts,
  recordText,
} from './content.ts';

/** A request that was checked. */
export interface CallersRequest {
  /** Its size, where it is known before it is written. */
  readonly bytes?: number;
  /** Called only when it is recorded. */
  text(): string;
}

/** Limits in bytes: of an attribute, of all input, of everything recorded on one span, and of a request, which is whole or not there. */
const limits = { attribute: 32 * 1024, input: 32 * 1024, span: 48 * 1024, request: 16 * 1024 };

/** What the exporter for Application Insights leaves of an attribute that is not one of its own for content, in bytes. */
const exportedBytes = 8_192;

/**
 * Records the content of one call, of a model or of a tool, on its span, within the limits. Never throws:
 * recording must not fail a call.
 */
export function createContentRecorder(span: Pick<Span, 'setAttribute'>) {
  let used = 0;
  const set = (name: string, json: string) => {
    used += byteLength(json);
    span.setAttribute(name, json);
  };
  return {
    /** Input: at most 32 KiB in all, so that there is room for the answer. */
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
    /** Arguments of a tool's run. */
    toolArguments: (text: string) =>
      quietly(() => set(names.toolArguments, recordText(text, limits.input))),
    /** Result of a tool's run, as the model gets it. */
    toolResult: (text: string) =>
      quietly(() => {
        const limit = Math.min(limits.attribute, limits.span - used);
        set(names.toolResult, recordText(text, limit));
      }),
  };
}

/** Thoughts, and what a provider wants back with them, which no telemetry records. */
const thoughts =
  /"(?:reasoning_content|reasoning_details|thinking_blocks|encrypted_content|extra_content|signature)"\s*:|"reasoning"\s*:\s*"|:\s*"reasoning"/;

/**
 * Records what a caller asked, so that it can be made again, when it is short and holds no thoughts. What one attribute does
 * not hold goes on in the next: `app.request`, `app.request.2`, …. Never throws.
 */
export function recordRequest(
  span: Pick<Span, 'setAttribute'>,
  { bytes = 0, text }: CallersRequest,
): void {
  if (bytes > limits.request) return;
  quietly(() => {
    const json = text();
    if (byteLength(json) > limits.request || thoughts.test(json)) return;
    let left = json;
    for (let part = 1; left !== ''; part += 1) {
      const piece = cutToBytes(left, exportedBytes);
      span.setAttribute(part === 1 ? names.appRequest : `${names.appRequest}.${part}`, piece);
      left = left.slice(piece.length);
    }
  });
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The error may hold the content. The call is still recorded without the attribute.
  }
}
