const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The URL of a request by its target, a path or, as a proxy is asked, a whole http URL; undefined when it is neither. A path that
 * begins with two slashes names no host, as it would in a link.
 */
export function toRequestUrl(target = '/'): URL | undefined {
  const whole = target.startsWith('/') ? `http://127.0.0.1${target}` : target;
  return /^https?:\/\//i.test(whole) ? (URL.parse(whole) ?? undefined) : undefined;
}

/** The name in a Host header, without its port; undefined when it has not the form of one. */
export function toHostname(host: string): string | undefined {
  if (!/^[^\s/\\?#@]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname;
}

/**
 * Whether `host`, a name with or without a port, is a name of this machine or one of `others` (lower case): so no name that
 * someone else has pointed here gets in.
 */
export function isThisMachine(host: string, others: readonly string[]): boolean {
  const name = toHostname(host);
  return name !== undefined && [...loopback, ...others].includes(name);
}
