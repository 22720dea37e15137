import type { app as FunctionApp, HttpMethod } from '@azure/functions';
import { StartError } from '../../values/startError.ts';

/** The route of an HTTP function. */
export interface Route {
  /** The function's name. */
  readonly name: string;
  readonly methods: readonly HttpMethod[];
  /** Its path below the route prefix: `v1/models/{id}`. */
  readonly path: string;
}

/** The HTTP routes that `register` would give to an app; nothing is registered. */
export function routesOf(
  app: typeof FunctionApp,
  register: (app: typeof FunctionApp) => void,
): readonly Route[] {
  const routes: Route[] = [];
  const http: typeof FunctionApp.http = (name, options) => {
    if (typeof options === 'function') return; // no route of its own
    const { route = name, methods = ['GET', 'POST'] } = options;
    routes.push({ name, methods, path: route });
  };
  register(new Proxy(app, { get: (_app, key) => (key === 'http' ? http : () => {}) }));
  return routes;
}

/**
 * Throws a StartError for each function that the host would try after `last`, whose route takes every path: the host tries
 * routes in the order of the functions' names, whatever their paths.
 */
export function checkOrder(routes: readonly Route[], last: string): void {
  const after = routes.filter(({ name }) => name.toLowerCase() >= last.toLowerCase());
  if (after.length === 0) return;
  throw new StartError(
    'wrong names of functions',
    after.map(
      ({ name }) =>
        `${name} comes after ${last} in the alphabet, which would answer its calls: rename it`,
    ),
  );
}
