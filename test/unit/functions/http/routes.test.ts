import type { app as FunctionApp } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { checkOrder, routesOf } from '../../../../src/functions/http/routes.ts';

/** An app that must not be touched. */
const untouched = {} as typeof FunctionApp;
const handler = () => ({});

describe('routesOf', () => {
  it('gives every HTTP route, with the defaults of the library, and registers nothing', () => {
    const routes = routesOf(untouched, (app) => {
      app.http('one', { route: 'v1/one/{id}', methods: ['GET'], handler });
      app.storageQueue('two', { queueName: 'q', connection: 'c', handler });
      app.timer('three', { schedule: '0 * * * * *', handler });
      app.http('four', { handler });
    });
    expect(routes).toEqual([
      { name: 'one', methods: ['GET'], path: 'v1/one/{id}' },
      { name: 'four', methods: ['GET', 'POST'], path: 'four' },
    ]);
  });
});

describe('checkOrder', () => {
  const named = (...names: string[]) => names.map((name) => ({ name, methods: [], path: name }));

  it('takes functions that come before', () => {
    checkOrder(named('azureChatCompletions', 'Zebra'.slice(1), 'UnknownRout'), 'unknownRoute');
  });

  it.each(['webhook', 'Webhook', 'unknownRoute', 'unknownroute2'])(
    '%s would never be called, and stops the start with what to do',
    (name) => {
      expect(() => checkOrder(named('health', name), 'unknownRoute')).toThrow(
        `${name} comes after unknownRoute in the alphabet, which would answer its calls: rename it`,
      );
    },
  );
});
