const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The URL of a request from its target: a path or, as for a proxy, a whole http URL; undefined for anything else. A
 * path that begins with two slashes names no host here, unlike in a link.
 */
export function toRequestUrl(target = '/'): URL | undefined {
  const whole = target.startsWith('/') ? `http://127.0.0.1${target}` : target;
  return /^https?:\/\//i.test(whole) ? (URL.parse(whole) ?? undefined) : undefined;
}

/** The name in a Host header, without its port; undefined when the header is malformed. */
export function toHostname(host: string): string | undefined {
  if (!/^[^\s/\\?#@]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname;
}

/**
 * Whether `host`, a name with or without a port, is a name of this machine or one of `others` (lower case): so a
 * foreign name that points to this machine is refused.
 */
export function isThisMachine(host: string, others: readonly string[]): boolean {
  const name = toHostname(host);
  return name !== undefined && [...loopback, ...others].includes(name);
}
