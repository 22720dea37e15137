import findMyWay from 'find-my-way';
import type { FunctionMetadata } from '../messages.ts';
import type { HttpRoute } from './httpRun.ts';

/** Finds the route of one function. */
export type Router = ReturnType<typeof findMyWay>;

/** A router for each HTTP function, in the order in which the real host tries them: that of the functions' names. */
export function toRouters(
  functions: readonly FunctionMetadata[],
  routePrefix: string,
): readonly Router[] {
  const sorted = [...functions].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return sorted.map(({ name, bindings }) => {
    const router = findMyWay({
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: 8_192,
    });
    for (const [binding, { type, route, methods }] of Object.entries(bindings)) {
      if (type !== 'httpTrigger') continue;
      const template = `/${[routePrefix, `${route ?? name}`].filter(Boolean).join('/')}`;
      const store: HttpRoute = { functionName: name, binding, template };
      for (const verb of (methods as string[] | undefined) ?? ['GET', 'POST']) {
        const method = verb.toUpperCase() as findMyWay.HTTPMethod;
        for (const pattern of toPatterns(template)) router.on(method, pattern, () => {}, store);
      }
    }
    return router;
  });
}

/** The first route that fits; none for a wrong method, or one that find-my-way does not know. */
export function findRoute(
  routers: readonly Router[],
  pathname: string,
  method = 'GET',
):
  | { readonly route: HttpRoute; readonly params: Readonly<Record<string, string | undefined>> }
  | undefined {
  const path = toDecodable(pathname);
  for (const router of routers) {
    const found = router.find(method as findMyWay.HTTPMethod, path);
    if (found !== null) return { route: found.store as HttpRoute, params: found.params };
  }
  return undefined;
}

/** The real host leaves a `%` that begins no character as it is; find-my-way would find nothing. */
function toDecodable(pathname: string): string {
  try {
    decodeURI(pathname);
    return pathname;
  } catch {
    return pathname.replaceAll('%', '%25');
  }
}

/** `{id}` → `:id`, `{id?}` → `:id?`, `{*rest}` → `*`, which also takes nothing, `{id:int}` → `:id(digits)`. */
function toPatterns(template: string): readonly string[] {
  const pattern = template
    .replace(/\{\*\w+\}/g, '*')
    .replace(/\{(\w+):int\}/g, ':$1(^\\d+$)')
    .replace(/\{(\w+)(?::\w+)?(\??)\}/g, ':$1$2');
  return pattern.endsWith('/*') ? [pattern, pattern.slice(0, -2) || '/'] : [pattern];
}
