import type { IncomingHttpHeaders } from 'node:http';
import { isThisMachine } from '../requestTarget.ts';

/** A container's name for the machine that it runs on. */
const container = 'host.docker.internal';

/**
 * Whether a request may call the app. Its host must be this machine, or a name that the developer allowed (lower case),
 * and it must not come from a page of another site. Pages of this machine may have any port.
 */
export function mayCall(
  { host = '', origin }: IncomingHttpHeaders,
  allowedHosts: readonly string[],
): boolean {
  if (!isThisMachine(host, [container, ...allowedHosts])) return false;
  if (origin === undefined) return true;
  const [, site] = /^https?:\/\/(.+)$/i.exec(origin) ?? [];
  return site !== undefined && isThisMachine(site, []);
}
