/**
 * How hard a model is asked to think, for telemetry: `low`, `x-high`, `7`. What a caller sends in its place may be anything; undefined when
 * it is no short word in lower case: keys and addresses are longer, or have other signs.
 */
export function reasoningLevel(effort: unknown): string | undefined {
  return typeof effort === 'string' && /^[a-z0-9_-]{1,12}$/.test(effort) ? effort : undefined;
}
