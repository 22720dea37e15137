import { isIPv6 } from 'node:net';

/** Whether an address to listen on stands for all of the machine's. */
export function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Where what listens on an address is reached on this machine, as it stands in a URL. */
export function toReached(host: string): string {
  if (isAny(host)) return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}
