import type { app as FunctionApp, HttpFunctionOptions } from '@azure/functions';
import type { FindCaller } from '../../callers/findCaller.ts';
import { AppError } from '../../errors.ts';
import { answer } from './answer.ts';
import { nameCaller } from './caller.ts';
import { discardBody } from './readBody.ts';

/**
 * The app, where every HTTP function that asks for a function key asks for a caller's key instead: it registers as anonymous to the
 * platform, and a request without such a key is refused before its function, which reads the body, is called.
 */
export function requireKeys(app: typeof FunctionApp, find: FindCaller): typeof FunctionApp {
  const http: typeof FunctionApp.http = (name, options) => {
    const asksKey = typeof options !== 'function' && options.authLevel === 'function';
    app.http(name, asksKey ? withKey(options, find) : options);
  };
  return new Proxy(app, { get: (of, key) => (key === 'http' ? http : Reflect.get(of, key)) });
}

function withKey(options: HttpFunctionOptions, find: FindCaller): HttpFunctionOptions {
  return {
    ...options,
    authLevel: 'anonymous',
    handler: (request, context) => {
      if (nameCaller(context.invocationId, find)) return options.handler(request, context);
      return answer(context, async () => {
        await discardBody(request);
        throw new AppError('invalid_api_key', refusal);
      });
    },
  };
}

/** One sentence, whatever is wrong with a key. */
const refusal =
  'Incorrect API key provided: send a key of this app as Authorization: Bearer KEY, api-key, x-api-key or x-functions-key.';
