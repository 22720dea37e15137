/**
 * The URL of a request by its target, a path or, as a proxy is asked, a whole http URL; undefined when it is neither. A path that
 * begins with two slashes names no host, as it would in a link.
 */
export function toRequestUrl(target = '/'): URL | undefined {
  const whole = target.startsWith('/') ? `http://127.0.0.1${target}` : target;
  return /^https?:\/\//i.test(whole) ? (URL.parse(whole) ?? undefined) : undefined;
}
