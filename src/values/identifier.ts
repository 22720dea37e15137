/**
 * A name that the model's server gave (an ID, a model, a finish reason, a request ID), if it looks like one; undefined for
 * anything else, which may be text that belongs in no telemetry.
 */
export function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:/@+-]{1,128}$/.test(value) ? value : undefined;
}
