import { describe, expect, it } from 'vitest';
import type { AlertList, AlertReplay, Workbook } from '../../alertsApi.ts';
import { envelope } from '../envelopes.ts';
import { start } from '../running.ts';
import { ruleResource, workbookResource } from './resources.ts';

const request = (name: string, success: boolean, time: Date) =>
  envelope(
    'RequestData',
    { id: 'r', name, duration: '0.00:00:01', success, responseCode: success ? '200' : '500' },
    { 'ai.operation.id': name },
    time,
  );
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const failed = (count: number, minutes: number) =>
  Array.from({ length: count }, () => request('POST /a', false, ago(minutes)));

describe('GET /api/alerts', () => {
  it('tells which rules would fire over the rows that came, and how many', async () => {
    const { send, get } = await start({ deployed: [ruleResource()] });
    await send(failed(5, 3));
    expect((await get<AlertList>('/api/alerts')).states).toMatchObject([
      { state: 'silent', series: [{ dimensions: { name: 'POST /a' }, value: 5, fires: false }] },
    ]);
    await send([...failed(1, 2), request('POST /a', true, ago(2))]);
    expect((await get<AlertList>('/api/alerts')).states).toMatchObject([
      { state: 'fires', series: [{ value: 6, fires: true }] },
    ]);
  });

  it('looks at a window before the time that is asked for', async () => {
    const { send, get } = await start({ deployed: [ruleResource()] });
    await send(failed(6, 60));
    expect((await get<AlertList>('/api/alerts')).states).toMatchObject([{ series: [] }]);
    const at = `/api/alerts?at=${ago(45).toISOString()}`;
    expect((await get<AlertList>(at)).states).toMatchObject([{ state: 'fires' }]);
  });

  it('is empty without rules, as when it runs alone', async () => {
    const { get, url } = await start();
    expect(await get('/api/alerts')).toEqual({ rules: [], states: [] });
    expect((await fetch(`${url}/api/workbook`)).status).toBe(404);
  });

  it('tells where a query is wrong', async () => {
    const wrong = ruleResource({ condition: { query: 'requests | wehre 1' } });
    const { get } = await start({ deployed: [wrong] });
    const [state] = (await get<AlertList>('/api/alerts')).states;
    expect(state).toMatchObject({ state: 'failed', error: expect.stringMatching(/^1:\d+ /) });
  });
});

describe('GET /api/alerts/NAME/replay', () => {
  it('tells when a rule would have been fired and resolved', async () => {
    const { send, get } = await start({ deployed: [ruleResource()] });
    await send(failed(6, 120));
    const { fired } = await get<AlertReplay>('/api/alerts/failures/replay');
    expect(fired).toMatchObject([{ dimensions: { name: 'POST /a' }, value: 6, isCut: false }]);
    const [begun, end] = [fired[0]?.from, fired[0]?.to].map((time) => Date.parse(`${time}`));
    expect(Number(end) - Number(begun)).toBeGreaterThanOrEqual(30 * 60_000);
  });

  it.each([
    ['/api/alerts/none/replay', 404],
    ['/api/alerts/failures', 404],
    ['/api/alerts/%E0%A4%A/replay', 404],
    ['/api/alerts?at=yesterday', 400],
    ['/api/alerts/failures/replay?from=2026-01-01T00:00Z&to=2026-11-01T00:00Z', 400],
    ['/api/alerts/failures/replay?from=2026-11-02T00:00Z&to=2026-11-01T00:00Z', 400],
    ['/api/alerts/failures/replay/more', 404],
  ])('%s is refused with %i', async (path, status) => {
    const { url } = await start({ deployed: [ruleResource()] });
    const response = await fetch(url + path);
    expect([response.status, Object.keys((await response.json()) as object)]).toEqual([
      status,
      ['error'],
    ]);
  });
});

it('GET /api/workbook has the tiles of the deployed workbook, its ranges and its parameters', async () => {
  const { get } = await start({ deployed: [workbookResource] });
  const { title, range, ranges, tiles } = await get<Workbook>('/api/workbook');
  expect([title, range, ranges]).toEqual(['Calls', 14_400_000, [3_600_000, 14_400_000]]);
  expect(tiles).toMatchObject([
    { text: 'What is **here**.', query: null },
    { name: 'over-time', visualization: 'barchart', width: 50, sets: null, needs: null },
    { name: 'sessions', sets: { parameter: 'Session', column: 'session' } },
    { name: 'session', width: 100, needs: 'Session' },
  ]);
});
