import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FunctionMetadata } from '../messages.ts';
import { toHostname, toRequestUrl } from '../requestTarget.ts';
import { answerPreflight, isPreflight, letPageRead } from './cors.ts';
import { toFunctionList } from './functionList.ts';
import { writeHomePage } from './homePage.ts';
import { type HttpRunOptions, runOverHttp } from './httpRun.ts';
import { mayCall } from './mayCall.ts';
import { refuse } from './refuse.ts';
import { findRoute, type Router, toRouters } from './routers.ts';

/** What the front needs to route requests to functions. */
export interface HttpFrontOptions extends HttpRunOptions {
  readonly routePrefix: string;
  /** Further host names, besides this machine's own, under which the app may be called, in lower case. */
  readonly allowedHosts: readonly string[];
  /** Called with an error of the front itself; the request has been answered. */
  onError(error: unknown): void;
}

/** The real host's limit of headers. */
const maxHeaderBytes = 32 * 1024;

/** The public side of the app's HTTP functions: routes a request, passes it to the worker, and passes the answer back. */
export function createHttpFront(options: HttpFrontOptions) {
  let routers: readonly Router[] = [];
  let list: object[] | undefined;

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const target = toRequestUrl(incoming.url);
    // A path with a zero byte is refused by the real host's server, before any function.
    if (target === undefined || target.pathname.includes('%00')) {
      return refuse(outgoing, 'badTarget');
    }
    const { host } = incoming.headers;
    if (host && toHostname(host) === undefined) return refuse(outgoing, 'badHost');
    if (!mayCall(incoming.headers, options.allowedHosts)) return refuse(outgoing, 'otherSite');
    letPageRead(incoming, outgoing);
    if (isPreflight(incoming)) return answerPreflight(incoming, outgoing);
    if (list === undefined) return refuse(outgoing, 'starting');
    const { pathname } = target;
    // On a developer's machine the real host needs no key for it either.
    if (incoming.method === 'GET' && pathname === '/admin/functions') {
      outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      outgoing.end(JSON.stringify(list));
      return;
    }
    const found = findRoute(routers, pathname, incoming.method);
    if (found === undefined) {
      if (pathname === '/') writeHomePage(outgoing);
      else outgoing.writeHead(404).end();
      return;
    }
    await runOverHttp({ ...found, target }, incoming, outgoing, options);
  };
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      options.onError(error);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end();
    });
  });
  server.requestTimeout = 0;
  return {
    server,
    /** Makes the routes of an app's functions; until then every request is answered 503. */
    setFunctions(functions: readonly FunctionMetadata[]): void {
      routers = toRouters(functions, options.routePrefix);
      list = toFunctionList(functions);
    },
  };
}
