import type { Fields } from '../untrusted.ts';
import { type Attributes, firstOf } from './keyValues.ts';

/** The base data of an availability result, which the Azure Monitor exporter makes of these attributes; undefined without all four. */
export function availabilityFields(
  attributes: Attributes,
  body: string | undefined,
): Fields | undefined {
  const of = (name: string) => firstOf(attributes, `microsoft.availability.${name}`);
  const [id, name, duration, success] = ['id', 'name', 'duration', 'success'].map(of);
  if (!id || !name || !duration || !success) return undefined;
  return {
    id,
    name,
    duration,
    success,
    runLocation: of('runLocation'),
    message: of('message') ?? body,
  };
}
