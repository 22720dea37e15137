import { type Attributes, firstOf } from '../keyValues.ts';

/** What HTTP attributes say, by the stable names and the older ones. */
export interface HttpCall {
  readonly method: string;
  /** As sent, or put together from scheme, host and path; undefined when they do not suffice. */
  readonly url?: string;
  /** As sent only; the Azure Monitor exporter names rows by it. */
  readonly sentUrl?: string;
  readonly route?: string;
  readonly status?: string;
}

/** The HTTP call of a span; undefined when it is none. */
export function toHttpCall(attributes: Attributes): HttpCall | undefined {
  const method = firstOf(attributes, 'http.request.method', 'http.method');
  if (method === undefined) return undefined;
  const sentUrl = firstOf(attributes, 'url.full', 'http.url');
  const url = sentUrl ?? builtUrl(attributes);
  const route = firstOf(attributes, 'http.route');
  const status = firstOf(attributes, 'http.response.status_code', 'http.status_code');
  return {
    method,
    ...(url === undefined ? {} : { url }),
    ...(sentUrl === undefined ? {} : { sentUrl }),
    ...(route === undefined ? {} : { route }),
    ...(status === undefined ? {} : { status }),
  };
}

/** Who was called: the service by name, else the host, the URL or the address; undefined when nothing says so. */
export function toTarget(attributes: Attributes): string | undefined {
  return firstOf(
    attributes,
    'peer.service',
    'server.address',
    'http.host',
    'url.full',
    'http.url',
    'client.address',
    'net.peer.name',
    'network.peer.address',
    'net.peer.ip',
  );
}

/** `GET /path` of a URL; undefined when it is none. */
export function methodAndPath(method: string, url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? `${method} ${new URL(url).pathname}` : undefined;
}

function builtUrl(attributes: Attributes): string | undefined {
  const scheme = firstOf(attributes, 'url.scheme', 'http.scheme');
  const path = firstOf(attributes, 'url.path', 'url.query', 'http.target');
  if (scheme === undefined || path === undefined) return undefined;
  const host = firstOf(attributes, 'server.address', 'http.host');
  if (host !== undefined) return `${scheme}://${host}${path}`;
  const port = firstOf(attributes, 'client.port', 'server.port', 'net.peer.port');
  const peer = firstOf(
    attributes,
    'client.address',
    'net.peer.name',
    'network.peer.address',
    'net.peer.ip',
  );
  return port && peer ? `${scheme}://${peer}:${port}${path}` : undefined;
}
