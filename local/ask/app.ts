/** A Callspan app, and what it lets in by. */
export interface App {
  readonly url: string;
  /** The function key that an app in Azure without callers needs. */
  readonly key?: string | undefined;
  /** The key of a caller (docs/callers.md), which goes in place of a function key. */
  readonly apiKey?: string | undefined;
}

/** The header of a call with the app's key. */
export function keyHeader({ key, apiKey }: App): Readonly<Record<string, string>> {
  if (apiKey) return { authorization: `Bearer ${apiKey}` };
  return key ? { 'x-functions-key': key } : {};
}
