import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { all, type Call, call, delivery, generations, polls } from './hostRows.ts';
import { declareMetrics, overRows, type Tables } from './overRows.ts';
import { queryFiles } from './queryFiles.ts';

/** What a query of infra/queries answers over rows; `parameters` are the workbook's. */
function ask(name: string, tables: Tables, parameters: Record<string, string> = {}, declared = '') {
  const file = queryFiles.find((query) => query.name === name);
  if (file === undefined) throw new Error(`There is no infra/queries/${name}.kql.`);
  const text = file.text.replace(/\{(\w+)\}/g, (_, parameter) => parameters[parameter] ?? '');
  return overRows(text, tables, declared);
}

const calls = (count: number, given: Call) =>
  all(...Array.from({ length: count }, () => call(given)));
/** What src registers for a POST. */
const folder = join(root, 'src/functions');
const postRoutes = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .filter((text) => /methods: \[[^\]]*'POST'/.test(text))
  .flatMap((text) => [...text.matchAll(/\broute: '([^']+)'/g)].map(([, route]) => route ?? ''));
const seen = { host: 1, worker: 1 };
const dark = { host: 1 };

describe('the alert worker-dark', () => {
  const percent = (...tables: Tables[]) => ask('alert-worker-dark', all(...tables))[0]?.percent;

  it.each(generations)('a host %s: finds dark workers, and no others', (generation) => {
    expect(percent(calls(12, { ...dark, generation }))).toBe(100);
    expect(percent(calls(12, { ...seen, generation }))).toBe(0);
    expect(percent(calls(9, { ...dark, generation }), calls(3, { ...seen, generation }))).toBe(75);
  });

  it('deliveries from the queue and polls of it hide no dark HTTP worker', () => {
    const queue = Array.from({ length: 40 }, () => delivery({}));
    expect(percent(calls(12, dark), polls(30), ...queue)).toBe(100);
  });

  it('a queue alone, of which the host has no row, never fires', () => {
    expect(percent(polls(30), ...Array.from({ length: 40 }, () => delivery({})))).toBeUndefined();
  });

  it('a delivery whose sender is a dark call is no row of that call', () => {
    const tables = calls(12, dark);
    const queue = (tables.requests ?? []).map(({ id }) => delivery({ parent: `${id}` }));
    expect(percent(tables, ...queue)).toBe(100);
  });

  it('a host that drops rows by itself is no dark worker, and hides none', () => {
    expect(percent(calls(46, seen), calls(74, { worker: 1 }))).toBe(0);
    expect(percent(calls(46, dark), calls(74, {}))).toBe(100);
    expect(percent(calls(23, dark), calls(23, seen), calls(74, { worker: 1 }))).toBe(50);
  });

  it.each([
    ['both keep half', { host: 2, worker: 2 }, {}],
    ['the host keeps all and the worker a quarter', { host: 1, worker: 4 }, dark],
    ['the host keeps half and the worker all', { host: 2, worker: 1 }, { worker: 1 }],
  ])('%s: no dark worker', (_, keptByBoth, others) => {
    expect(percent(calls(12, keptByBoth), calls(36, others))).toBe(0);
  });

  it('what opens no span is not counted: wrong keys, wrong paths and methods, other routes', () => {
    const others = [
      ['POST', '/api/v1/chat/completions', '401'],
      ['POST', '/api/v1/nothing', '404'],
      ['PUT', '/api/v1/chat/completions', '404'],
      ['GET', '/api/health', '200'],
      ['GET', '/api/v1/models', '200'],
      ['GET', '/api/v1/jobs/job-1', '200'],
      ['POST', '/admin/host/synctriggers', '204'],
    ].map(([method = '', path = '', resultCode = '']) =>
      calls(12, { ...dark, method, path, resultCode }),
    );
    expect(percent(...others)).toBeUndefined();
    expect(percent(...others, calls(12, seen))).toBe(0);
  });

  it('a failure that the app itself answers is told of, whatever its status', () => {
    expect(percent(calls(12, { ...seen, resultCode: '404' }))).toBe(0);
    expect(percent(calls(12, { ...dark, resultCode: '500' }))).toBe(100);
  });

  it('every route that takes a POST is counted', () => {
    expect(postRoutes).toContain('v1/chat/completions');
    for (const route of postRoutes) {
      // With a leading slash from the path, without one from the route.
      for (const path of [`/api/${route}`, `api/${route}`])
        expect([path, percent(calls(12, { ...dark, path }))]).toEqual([path, 100]);
    }
  });
});

describe('the alert door', () => {
  const fired = (...tables: Tables[]) => ask('alert-door', all(...tables))[0];
  const down = { ...dark, resultCode: '503' };

  it.each(generations)(
    'a host %s: finds an app that is not there, also of five calls',
    (generation) => {
      const calledDown = calls(5, { ...down, generation });
      expect(fired(calledDown)).toEqual({ code: '503', percent: 100 });
      expect(fired(calls(4, { ...down, generation }))).toBeUndefined();
      expect(fired(calledDown, calls(15, { ...seen, generation }))?.percent).toBe(25);
    },
  );

  it('without functions the host knows no route: its 404 of a path of ours is found', () => {
    const paths = [
      '/api/v1/chat/completions',
      '/api/openai/deployments/gpt/embeddings',
      '/api/v1/jobs',
    ];
    const tables = paths.map((path) => calls(3, { ...dark, path, resultCode: '404' }));
    expect(fired(...tables)).toEqual({ code: '404', percent: 100 });
  });

  it('names the status of most', () => {
    expect(fired(calls(3, down), calls(9, { ...dark, resultCode: '404' }))).toEqual({
      code: '404',
      percent: 100,
    });
  });

  it('every route that takes a POST is a path of ours', () => {
    for (const route of postRoutes) {
      for (const path of [`/api/${route}`, `api/${route}`])
        expect([path, fired(calls(5, { ...down, path }))?.percent]).toEqual([path, 100]);
    }
  });

  it('what the app answers itself, a wrong path or key, and a dark worker that answers are none', () => {
    const others = [
      { ...seen, resultCode: '502' },
      { ...seen, resultCode: '404' },
      { ...dark, resultCode: '401' },
      { ...dark, resultCode: '200' },
      { ...dark, resultCode: '404', path: '/v1/chat/completions' },
      { ...dark, resultCode: '404', path: '/api/v1/chat/completion' },
      { ...dark, resultCode: '503', path: '/api/v1/jobs/job-1', method: 'GET' },
    ];
    expect(fired(...others.map((other) => calls(12, other)))).toBeUndefined();
  });
});

describe('the alert error-share', () => {
  const fired = (...tables: Tables[]) => ask('alert-error-share', all(...tables))[0];
  const ended = (count: number, outcome: string, success: string, fault?: string) => ({
    dependencies: Array.from({ length: count }, () => ({
      name: 'generate_completion',
      success,
      itemCount: 1,
      customDimensions: { 'app.outcome': outcome, ...(fault && { 'app.error.fault': fault }) },
    })),
  });
  const ok = (count: number) => ended(count, 'ok', 'True');
  const failed = (count: number, code = 'model_timeout') => ended(count, code, 'False');

  it('names the code of most', () => {
    expect(fired(ok(14), failed(2), failed(4, 'model_unavailable'))).toEqual({
      code: 'model_unavailable',
      percent: 30,
    });
  });

  it('with few calls it needs five failures, and nine of ten', () => {
    expect(fired(failed(5))?.percent).toBe(100);
    expect(fired(failed(9), ok(1))?.percent).toBe(90);
    expect(fired(failed(4))).toBeUndefined();
    expect(fired(failed(8), ok(1))).toBeUndefined();
    expect(fired(failed(10), ok(9))).toBeUndefined();
    expect(fired(failed(10), ok(10))?.percent).toBe(50);
  });

  it('mistakes of callers count as calls and not as failures', () => {
    expect(fired(failed(20, 'invalid_request'))).toBeUndefined();
    expect(fired(failed(15, 'invalid_request'), failed(5))?.percent).toBe(25);
    const rejected = (fault: string) => ended(20, 'model_rejected_request', 'False', fault);
    expect(fired(rejected('caller'))).toBeUndefined();
    expect(fired(rejected('service'))?.percent).toBe(100);
  });
});

describe('the alert retried-jobs', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 12, minute));
  const tried = (job: string, ...ends: [minute: number, outcome: string][]) => ({
    dependencies: ends.map(([minute, outcome]) => ({
      name: 'generate_completion',
      timestamp: at(minute),
      customDimensions: { 'faas.name': 'inferenceQueue', 'app.job': job, 'app.outcome': outcome },
    })),
  });
  const minutes = (...tables: Tables[]) => ask('alert-retried-jobs', all(...tables))[0]?.minutes;

  it('tells the age of the oldest job that goes on being tried', () => {
    const young = tried('young', [10, 'model_timeout'], [12, 'model_timeout']);
    const old = tried('old', [0, 'rate_limit_exceeded'], [90, 'throttled'], [40, 'throttled']);
    expect(minutes(young, old)).toBe(90);
    expect(minutes(young)).toBe(2);
  });

  it.each(['ok', 'duplicate', 'retries_exhausted'])(
    'a job that ended as %s has none',
    (outcome) => {
      const ended = tried('ended', [0, 'throttled'], [50, outcome]);
      expect(minutes(ended, tried('young', [10, 'throttled'], [12, 'throttled']))).toBe(2);
    },
  );

  it('nor has one that failed for good at once', () => {
    expect(minutes(tried('wrong', [5, 'invalid_request']))).toBe(0);
  });
});

describe('the tiles of telemetry', () => {
  it.each(generations)('a host %s: host and workers are compared over HTTP alone', (generation) => {
    const tables = all(
      calls(20, { ...seen, generation }),
      calls(3, { ...dark, generation }),
      calls(4, { ...dark, generation, resultCode: '401' }),
      calls(5, { worker: 1 }),
      polls(50),
      ...Array.from({ length: 7 }, () => delivery({})),
    );
    expect(ask('telemetry-health', tables).map(({ found }) => found)).toEqual([
      23, 20, 25, 4, 0, 0,
    ]);
    const rows = ask('telemetry-rows', tables).map(({ toldBy, calls }) => [toldBy, calls]);
    expect(Object.fromEntries(rows)).toEqual({ both: 20, 'host alone': 3, 'worker alone': 5 });
  });

  it('rows of a host that leave out faas.*, as they do under load, are no calls with a wrong key', () => {
    const tables = calls(20, { ...seen, generation: 'without faas.*' });
    const lines = ask('telemetry-health', tables).map(({ check, found }) => [check, found]);
    expect(lines).toContainEqual(['Calls with a wrong key', 0]);
    expect(lines.slice(0, 3).map(([, found]) => found)).toEqual([20, 20, 20]);
    expect(lines.slice(3).map(([, found]) => found)).toEqual([0, 0, 0]);
  });

  it.each([
    ['as one', calls(12, { host: 2, worker: 2 }), [24, 24, 24]],
    ['the worker more', all(calls(12, { host: 1, worker: 4 }), calls(36, dark)), [48, 48, 48]],
    ['the host by itself', all(calls(46, seen), calls(74, { worker: 1 })), [46, 46, 120]],
  ])('host and workers that sample, %s', (_, tables, found) => {
    expect(
      ask('telemetry-health', tables)
        .slice(0, 3)
        .map((row) => row.found),
    ).toEqual(found);
  });

  it('of calls over HTTP the host knows how long it waited; of the queue nobody', () => {
    const posted = call({ ...seen, cold: true, durationMs: 3_000 });
    const parent = `${posted.requests?.[0]?.id}`;
    const trace = `${posted.requests?.[0]?.operation_Id}`;
    const rows = ask('cold-starts', all(posted, delivery({ parent, trace }), polls(5)));
    expect(rows).toMatchObject([
      { trigger: 'http', invocations: 1, cold: 1, coldP95Ms: 3_000, warmP95Ms: null },
      { trigger: 'pubsub', invocations: 1, cold: 1, coldP95Ms: null, warmP95Ms: null },
    ]);
  });
});

describe.each(generations)('traces of a host %s', (generation) => {
  const own = { ...seen, generation };
  const upstream = (trace: string) => ({
    itemType: 'dependency',
    operation_Id: trace,
    operation_ParentId: 'upstream-request',
    id: 'upstream-call',
    name: 'POST /plan',
    cloud_RoleName: 'travel-site',
  });
  const names = (rows: readonly Record<string, unknown>[]) => rows.map(({ what }) => what);

  it('by session: the host row, the rows of the app and of others, without what else the host writes', () => {
    const trace = 'trace-1';
    const tables = all(
      call({ ...own, trace, session: 'session-a' }),
      delivery({ trace, session: 'session-b', parent: 'upstream-call' }),
      { dependencies: [upstream(trace)] },
      call({ ...own, trace, method: 'GET', path: '/api/v1/jobs/job-1', worker: undefined }),
      call(own),
      polls(5),
    );
    const expected = [
      'POST /api/v1/chat/completions',
      'generate_completion',
      'generate_completion',
      'POST /plan',
      'GET /api/v1/jobs/job-1',
    ];
    for (const Session of ['session-a', 'session-b'])
      expect(names(ask('session', tables, { Session })).sort()).toEqual(expected.sort());
  });

  it('by session: a host that goes by another name than the app is known by its row', () => {
    const {
      dependencies = [],
      requests = [],
      traces = [],
    } = call({ ...own, session: 'session-a' });
    const rename = (rows: readonly Record<string, unknown>[]) =>
      rows.map((row) => (row.session_Id ? row : { ...row, cloud_RoleName: 'host' }));
    const tables = {
      dependencies: rename(dependencies),
      requests: rename(requests),
      traces: rename(traces),
    };
    expect(names(ask('session', tables, { Session: 'session-a' })).sort()).toEqual([
      'POST /api/v1/chat/completions',
      'generate_completion',
    ]);
  });

  it('by job: the post with its host row, every delivery, and no row of others', () => {
    const path = '/api/v1/jobs';
    const posted = call({ ...own, path, job: 'job-1', session: 'session-a' });
    const parent = `${posted.dependencies?.[1]?.id}`;
    const sender = call({ ...own, session: 'session-x' });
    const tables = all(
      posted,
      delivery({ parent, job: 'job-1', session: 'session-b' }),
      // Sent by another call, whose own row is no row of the job.
      delivery({ parent: `${sender.requests?.[0]?.id}`, job: 'job-1', session: 'session-c' }),
      sender,
      delivery({ job: 'job-2' }),
      polls(5),
    );
    const rows = ask('job', tables, { Job: 'job-1' });
    expect(rows.map(({ what, session }) => [session, what]).sort()).toEqual([
      ['session-a', `POST ${path}`],
      ['session-a', 'send inference-requests'],
      ['session-b', 'generate_completion'],
      ['session-c', 'generate_completion'],
    ]);
  });
});

describe('the alert all-dark', () => {
  const name = 'OnDemandFunctionExecutionCount';
  const counted = declareMetrics([
    { name, total: 30 },
    { name, total: 12 },
  ]);
  const executions = (tables: Tables) => ask('alert-all-dark', tables, {}, counted)[0]?.executions;
  const poll = { name: 'QueueClient.ReceiveMessages', itemCount: 1 };

  it('a queue whose workers tell of their runs is not dark, though the host has no row of it', () => {
    const run = { name: 'generate_completion', session_Id: 'session-a', itemCount: 1 };
    expect(executions({ dependencies: [poll, run] })).toBeUndefined();
  });

  it('nor is an app of which sampling left metrics alone', () => {
    expect(executions({ customMetrics: [{ name: 'callspan.jobs' }] })).toBeUndefined();
  });

  it('nor is a host that tells of requests', () => {
    expect(executions({ requests: [{ itemCount: 1 }] })).toBeUndefined();
  });

  it('polls of the host are no sign of life of the workers', () => {
    const ofHost = [{ name: 'http.server.request.duration' }];
    expect(executions({ dependencies: [poll, poll], customMetrics: ofHost })).toBe(42);
  });
});
