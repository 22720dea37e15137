import { fields, text } from '../receive/untrusted.ts';
import type { Row } from '../row.ts';
import { parsed } from './content/toMessage.ts';
import { parameters } from './names.ts';

/** What a span tells of a request by JSON within one attribute, under the names of the conventions. */
export function readParameters(dimensions: Row['customDimensions']): Record<string, string> {
  const json = parameters.attributes.map((name) => dimensions[name]).find(Boolean);
  const sent = fields(parsed(json));
  const read: Record<string, string> = Object.fromEntries(
    Object.entries(parameters.names).flatMap(([name, keys]) => {
      const value = keys.map((key) => text(sent[key])).find(Boolean);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  // OpenInference names the model that answered where it had named the one that was asked.
  const asked = read['gen_ai.request.model'];
  const answered = dimensions['llm.model_name'];
  if (asked !== undefined && answered !== undefined && answered !== asked) {
    read['gen_ai.response.model'] = answered;
  }
  return read;
}
