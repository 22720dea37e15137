/** A time in ms since 1970, in whole seconds as in OpenAI's API. */
export function unixSeconds(ms = Date.now()): number {
  return Math.floor(ms / 1_000);
}
