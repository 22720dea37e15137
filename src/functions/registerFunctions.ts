import type { app as FunctionApp } from '@azure/functions';
import type { FindCaller } from '../callers/findCaller.ts';
import type { Services } from '../services.ts';
import { requireKeys } from './http/requireKeys.ts';
import { routesOf } from './http/routes.ts';
import { registrations } from './list.ts';
import { registerUnknownRoute } from './unknownRoute.ts';

/**
 * Registers every function; with `find` their routes take the keys of callers. Throws a StartError, before anything is registered, when the
 * host would never reach one of them.
 */
export function registerFunctions(
  app: typeof FunctionApp,
  services: Promise<Services>,
  find?: FindCaller,
): void {
  const guarded = find === undefined ? app : requireKeys(app, find);
  const register = (to: typeof FunctionApp) => {
    for (const registerOne of registrations) registerOne(to, services);
  };
  registerUnknownRoute(guarded, routesOf(app, register));
  register(guarded);
}
