/**
 * An https URL, or with `loopbackHttp` also an http URL of this machine, normalized for comparison: scheme and
 * host in lower case, no slash at the end. Undefined for any other, and for one with a user, a query or a
 * fragment, which may be a secret.
 */
export function parseServiceUrl(value: string, loopbackHttp: boolean): string | undefined {
  // The URL parser repairs blanks and slashes; an address that needs repair is a mistake.
  if (!/^https?:\/\/[^/\s\\?#][^\s\\?#]*$/i.test(value) || !URL.canParse(value)) return undefined;
  const { protocol, host, hostname, username, password, pathname } = new URL(value);
  if (`${username}${password}` !== '') return undefined;
  if (protocol === 'http:' && !(loopbackHttp && isLoopback(hostname))) return undefined;
  return `${protocol}//${host}${pathname}`.replace(/(?<!\/)\/+$/, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
