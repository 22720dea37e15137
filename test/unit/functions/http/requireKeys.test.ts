import type { app as FunctionApp, HttpFunctionOptions, InvocationContext } from '@azure/functions';
import { expect, it } from 'vitest';
import type { FindCaller } from '../../../../src/callers/findCaller.ts';
import { requireKeys } from '../../../../src/functions/http/requireKeys.ts';
import { registerFunctions } from '../../../../src/functions/registerFunctions.ts';
import type { Services } from '../../../../src/services.ts';

/** Registers functions in an app that keeps them. */
function record(register: (app: typeof FunctionApp) => void) {
  const kept = new Map<string, HttpFunctionOptions>();
  const app = {
    http: (name: string, options: HttpFunctionOptions) => void kept.set(name, options),
    storageQueue: () => {},
  } as unknown as typeof FunctionApp; // a registration calls nothing else
  register(app);
  return kept;
}

const services = new Promise<Services>(() => {}); // a refused request does not wait for them
const registered = (find?: FindCaller) => record((app) => registerFunctions(app, services, find));
const levelsOf = (kept: ReadonlyMap<string, HttpFunctionOptions>) =>
  [...kept].map(([name, { authLevel }]) => [name, authLevel]).sort();

it('without callers every function but health asks for a function key', () => {
  const levels = levelsOf(registered());
  expect(levels.length).toBeGreaterThan(12);
  expect(levels.filter(([, level]) => level !== 'function')).toEqual([['health', 'anonymous']]);
});

it('with callers every function is anonymous to the platform, and all but health refuse who has no key', async () => {
  const kept = registered(() => undefined);
  expect(new Set(levelsOf(kept).map(([, level]) => level))).toEqual(new Set(['anonymous']));
  expect([...kept.keys()].sort()).toEqual([...registered().keys()].sort());
  const context = { invocationId: 'a', functionName: 'x' } as InvocationContext;
  for (const [name, { handler }] of kept) {
    if (name === 'health') continue;
    const answer = await handler({ body: null } as never, context);
    expect([name, answer]).toMatchObject([
      name,
      {
        status: 401,
        headers: { 'www-authenticate': 'Bearer', 'x-request-id': 'a' },
        jsonBody: { error: { code: 'invalid_api_key' } },
      },
    ]);
  }
});

it('a function of a fork that is anonymous, or asks for more, stays as it is', () => {
  const handler = () => ({});
  const kept = record((app) => {
    const guarded = requireKeys(app, () => undefined);
    guarded.http('open', { authLevel: 'anonymous', handler });
    guarded.http('admin', { authLevel: 'admin', handler });
    guarded.http('key', { authLevel: 'function', handler });
  });
  expect(kept.get('open')).toEqual({ authLevel: 'anonymous', handler });
  expect(kept.get('admin')).toEqual({ authLevel: 'admin', handler });
  expect(kept.get('key')?.handler).not.toBe(handler);
});
