/** A time, in ms since 1970, as OpenAI's API tells it: in whole seconds. */
export function unixSeconds(ms = Date.now()): number {
  return Math.floor(ms / 1_000);
}
