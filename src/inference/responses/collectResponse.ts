import { isRecord } from '../../values/isRecord.ts';
import type { Collected } from '../operation.ts';
import { parseResponsesAnswer, type ResponsesAnswer } from './responsesAnswer.ts';
import type { TypedEvent } from './typedEvent.ts';

/** Telemetry records less than this of an answer, so no more is kept. */
const maxCharacters = 64 * 1024;

/** Collects the events of one response: the response of the last event that has one, and until its end the text. */
export function collectResponse(): Collected<ResponsesAnswer, TypedEvent> {
  let response: Record<string, unknown> | undefined;
  let text = '';
  return {
    add({ type, value }) {
      if (isRecord(value.response)) response = value.response;
      if (type === 'response.output_text.delta' && typeof value.delta === 'string') {
        text += value.delta.slice(0, maxCharacters - text.length);
      }
    },
    toAnswer() {
      if (response === undefined && text === '') return undefined;
      const written = { type: 'message', content: [{ type: 'output_text', text }] };
      const output = Array.isArray(response?.output) ? response.output : [];
      try {
        return parseResponsesAnswer({
          ...response,
          output: output.length > 0 ? output : [written],
        });
      } catch {
        return undefined;
      }
    },
  };
}
