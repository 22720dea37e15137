import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request may read: it names this machine as its host, so that no rebound name gets in, and comes from no other
 * site's page.
 */
export function mayRead({ host = '', origin }: IncomingHttpHeaders): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
