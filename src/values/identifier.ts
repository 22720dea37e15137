/**
 * An identifier from the model's server (an ID, a model, a finish reason, a request ID) or a caller (a reasoning effort), if it looks
 * like one. Undefined for anything else, which may be text that must not go into telemetry.
 */
export function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:/@+-]{1,128}$/.test(value) ? value : undefined;
}
