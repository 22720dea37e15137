import type { IncomingHttpHeaders } from 'node:http';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** The name in a Host header, without its port; undefined when it has not the form of one. */
function toHostname(host: string): string | undefined {
  if (!/^[^\s/\\?#@]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname;
}

/** Whether `host`, a name with or without a port, is a name of this machine: so no name that someone else has pointed here gets in. */
function isThisMachine(host: string): boolean {
  const name = toHostname(host);
  return name !== undefined && loopback.includes(name);
}

/**
 * Whether a request may read: it names this machine as its host, so that no rebound name gets in, and comes from no other
 * site's page.
 */
export function mayRead({ host = '', origin }: IncomingHttpHeaders): boolean {
  if (!isThisMachine(host)) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
