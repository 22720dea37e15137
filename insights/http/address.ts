import { isIPv6 } from 'node:net';

/** Whether an address to listen on stands for all of the machine's. */
export function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Where what listens on an address is reached on this machine, as it stands in a URL. */
export function toReached(host: string): string {
  return isAny(host) ? '127.0.0.1' : toHostName(host);
}

/** A name or an address as it stands in a URL and in a Host header: one of IPv6 in its shortest form, in brackets. */
export function toHostName(host: string): string {
  return isIPv6(host) ? new URL(`http://[${host}]`).hostname : host;
}
