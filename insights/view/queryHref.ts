/** Servers take 16 KiB of head. */
const longest = 8_000;

/** The page with a query in it; undefined when it is too long for an address. */
export function toQueryHref(query: string): string | undefined {
  const href = `/query?${new URLSearchParams({ q: query })}`;
  return href.length > longest ? undefined : href;
}
