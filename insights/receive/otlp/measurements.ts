import { parseJson } from '../boundedJson.ts';
import { type Fields, pairs } from '../untrusted.ts';
import type { Attributes } from './keyValues.ts';

/** The finite numbers of `microsoft.custom_measurements`, which is an object or its JSON. */
export function toMeasurements(attributes: Attributes): Fields {
  const sent = attributes['microsoft.custom_measurements'];
  return pairs(typeof sent === 'string' ? parseJson(sent) : sent, (value) =>
    Number.isFinite(value) ? value : undefined,
  );
}
