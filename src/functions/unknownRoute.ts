import type { app as FunctionApp, HttpMethod } from '@azure/functions';
import { answer } from './http/answer.ts';
import { toErrorResponse } from './http/errorResponse.ts';
import { discardBody } from './http/readBody.ts';
import { toRouteError } from './http/routeError.ts';
import { checkOrder, type Route } from './http/routes.ts';

const name = 'unknownRoute';
/** All but those that a request of the worker cannot have. */
const methods: HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Everything else below the route prefix: 404 `unknown_url`, or 405 `method_not_supported` with `Allow`, in the form of
 * the other errors. Throws a StartError when one of the app's `routes` would come after it.
 */
export function registerUnknownRoute(app: typeof FunctionApp, routes: readonly Route[]): void {
  checkOrder(routes, name);
  app.http(name, {
    methods,
    authLevel: 'function',
    route: '{*path}',
    handler: (request, context) =>
      answer(context, async (respond, caller) => {
        await discardBody(request);
        const { error, allow } = toRouteError(routes, caller.segments);
        const { headers, ...rest } = toErrorResponse(error);
        respond({
          ...rest,
          headers: { ...headers, ...(allow.length > 0 && { allow: allow.join(', ') }) },
        });
      }),
  });
}
