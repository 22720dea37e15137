import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Insights, startInsights } from '../../insights/start/startInsights.ts';
import { askCloud } from '../../local/query/askCloud.ts';
import { askComponent } from '../../local/query/askComponent.ts';
import { askLocal } from '../../local/query/askLocal.ts';
import { formats } from '../../local/query/formats.ts';
import { QueryError } from '../../local/query/queryError.ts';
import { known, startAzure } from './verify/azure/startAzure.ts';

let insights: Insights;
let azure: Awaited<ReturnType<typeof startAzure>>;
const credential = {
  getToken: async () => ({ token: known.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

beforeAll(async () => {
  insights = await startInsights({ port: 0, file: ':memory:' });
  azure = await startAzure(async () => []);
});
afterAll(async () => {
  await azure.stop();
  await insights.stop();
});

const timespans: string[] = [];

/** Azure's logs answer with what the local ones say, which have the same wire format. */
const askBoth = () =>
  azure.become({
    answer: async (query, timespan) => {
      timespans.push(timespan);
      const response = await fetch(`${insights.url}/api/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return [response.status, await response.json()];
    },
  });

const ask = (query: string, timespan?: string, component = known.component) =>
  askCloud(component, query, timespan, credential, azure.logsEndpoint);

const refuse = (status: number, error: object) =>
  azure.become({ answer: async () => [status, { error }] });

/** As the service says it of a query. */
const inner = (error: object) => ({
  code: 'BadArgumentError',
  message: 'The request had some invalid properties',
  innererror: { code: 'SyntaxError', message: 'A syntax error occurred.', innererror: error },
});

describe('npm run query --app', () => {
  const table = `datatable(name:string, at:datetime, n:long, r:real, b:bool, t:timespan, bag:dynamic)[
    "a, b", datetime(2026-01-31T10:00:00.1234567Z), 1, 1.5, true, 1h, dynamic({"k": [2]}),
    "", datetime(null), long(null), real(null), bool(null), timespan(null), dynamic(null)]`;

  it.each(Object.keys(formats) as (keyof typeof formats)[])(
    'prints as %s what the local one prints',
    async (format) => {
      askBoth();
      const there = await ask(`${table} | project-away at`);
      const here = await askLocal(insights.url, `${table} | project-away at`, undefined);
      expect(formats[format](there)).toBe(formats[format](here));
      expect(there.rows).toHaveLength(2);
    },
  );

  it('gives times in ISO 8601, to the millisecond', async () => {
    askBoth();
    expect((await ask(`${table} | project at`)).rows).toEqual([
      ['2026-01-31T10:00:00.123Z'],
      [null],
    ]);
  });

  it.each([
    [undefined, 'P90D'],
    ['PT1H', 'PT1H'],
    ['2026-01-31T10:00Z/PT1H', '2026-01-31T10:00:00.000Z/PT1H'],
    ['P1D/2026-01-31', 'P1D/2026-01-31T00:00:00.000Z'],
    ['2026-01-30/2026-01-31', '2026-01-30T00:00:00.000Z/2026-01-31T00:00:00.000Z'],
  ])('asks of %s as %s', async (given, sent) => {
    askBoth();
    await ask('print 1', given);
    expect(timespans.at(-1)).toBe(sent);
  });

  it.each(['an hour', 'P', 'PT', 'P1H', '2026-99-01/PT1H', 'PT1H/', '/'])(
    'refuses the time %j',
    async (given) => {
      askBoth();
      await expect(ask('print 1', given)).rejects.toThrow(/--timespan must be ISO 8601/);
    },
  );

  it('gives the code of a wrong query, and nothing that the service says of it', async () => {
    refuse(400, inner({ code: 'SYN0002', message: 'canary', line: 2, pos: 10, token: 'canary' }));
    await expect(ask('wrong')).rejects.toThrow(
      'Application Insights does not take the query (SYN0002).',
    );
    refuse(400, inner({ code: 'SEM0100', message: 'canary' }));
    const thrown = await ask('wrong').catch((error: unknown) => error);
    expect(`${thrown}`).toMatch(/^Error: Application Insights does not take the query \(SEM0100\)/);
    expect(`${thrown}`).not.toContain('canary');
  });

  it('ends a tale of errors that never ends', async () => {
    let error: object = { code: 'SYN0001' };
    for (let depth = 0; depth < 3_000; depth++) error = { code: 'deeper', innererror: error };
    refuse(400, error);
    await expect(ask('wrong')).rejects.toBeInstanceOf(QueryError);
  });

  it.each([
    [403, /Monitoring Reader/],
    [404, /no Application Insights with this resource ID/],
    [429, /does not answer as it should \(429\)/],
  ])('says of %i what to do', async (status, words) => {
    refuse(status, { code: 'canary', message: 'canary' });
    const thrown = await ask('print 1').catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(QueryError);
    expect(`${thrown}`).toMatch(words);
    expect(`${thrown}`).not.toContain('canary');
  });

  it('gives no part of an answer', async () => {
    azure.become({
      answer: async () => [
        200,
        {
          tables: [{ name: 'PrimaryResult', columns: [{ name: 'n', type: 'long' }], rows: [[1]] }],
          error: { code: 'PartialError', message: 'canary' },
        },
      ],
    });
    await expect(ask('print 1')).rejects.toThrow(/only a part of the answer/);
  });

  it('takes azd or a resource ID', async () => {
    await expect(askComponent('my-app', 'print 1', undefined)).rejects.toThrow(
      /neither azd nor a resource ID/,
    );
  });
});
