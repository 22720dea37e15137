import type { IncomingHttpHeaders } from 'node:http';

/** Names of this machine, as they stand in a Host header. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** The name in a Host header, without its port; undefined when it has not the form of one. */
function toHostname(host: string): string | undefined {
  if (!/^[^\s/\\?#@]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname;
}

/**
 * Whether a request may read: it names one of `names` as its host, with or without a port, so that no name that someone else has
 * pointed here gets in, and comes from no other site's page.
 */
export function mayRead(
  { host = '', origin }: IncomingHttpHeaders,
  names: readonly string[],
): boolean {
  if (!names.includes(toHostname(host) ?? '')) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
