import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';
import { routesOf } from './http/routes.ts';
import { registrations } from './list.ts';
import { registerUnknownRoute } from './unknownRoute.ts';

/**
 * Registers every function. Throws a StartError, before anything is registered, when the host would never reach one of
 * them.
 */
export function registerFunctions(app: typeof FunctionApp, services: Promise<Services>): void {
  const register = (to: typeof FunctionApp) => {
    for (const registerOne of registrations) registerOne(to, services);
  };
  registerUnknownRoute(app, routesOf(app, register));
  register(app);
}
