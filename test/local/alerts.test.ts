import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Insights, startInsights } from '../../insights/start/startInsights.ts';
import { envelope } from '../../insights/test/envelopes.ts';
import { deployedResources } from '../../local/stack/deployedResources.ts';
import { root } from '../../local/stack/root.ts';

let insights: Insights;
beforeAll(async () => {
  insights = await startInsights({
    port: 0,
    file: ':memory:',
    deployed: await deployedResources(),
  });
  const failed = (minutes: number) =>
    envelope(
      'RemoteDependencyData',
      {
        id: 'a',
        name: 'generate_completion',
        duration: '0.00:00:01',
        success: false,
        properties: { 'app.outcome': 'model\u001b[31m_timeout', 'faas.trigger': 'http' },
      },
      { 'ai.operation.id': 'op' },
      new Date(Date.now() - minutes * 60_000),
    );
  await fetch(`${insights.url}/v2.1/track`, {
    method: 'POST',
    body: JSON.stringify([120, 120, 120, 120, 120, 5, 5, 5, 5, 5, 5].map(failed)),
  });
});
afterAll(() => insights.stop());

/** Runs `npm run alerts` on a local Application Insights. */
function alerts(...args: string[]) {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const script = [...flags, join(root, 'local/alerts.ts'), '--insights', insights.url, ...args];
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const child = execFile(process.execPath, script, (_error, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
}

describe('npm run alerts', () => {
  it('prints what fires first, then what is silent and what only Azure has, with the runbook of what fires', async () => {
    const { code, out, errors } = await alerts();
    expect([code, errors]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^alert +state +value +fires at +within +of$/);
    expect(lines[1]).toMatch(
      /^error-share +FIRES +100 {2}> 10 percent +30 min +code model \[31m_timeout$/,
    );
    expect(out).toMatch(/^throttled-share +silent +– {2}> 20 percent +15 min$/m);
    expect(out).toMatch(/^daily-cap +only in Azure +> 0 stops +24 h +_LogOperation$/m);
    expect(out).toContain(
      '1 of 12 would fire now:\nCallspan: Too many invocations fail: docs/runbooks.md#error-share\n',
    );
  });

  it('replays: when each would have fired and been resolved, or never', async () => {
    const { code, out, errors } = await alerts('--replay', '6h');
    expect([code, errors]).toEqual([0, '']);
    const found = out.split('\n').filter((line) => line.startsWith('error-share'));
    const time = '(?:\\d+ \\w+ )?\\d\\d:\\d\\d';
    const line = (end: string) =>
      expect.stringMatching(
        new RegExp(`^error-share +2\\d {2}> 10 percent +${time} +${end} +100 {2}code model`),
      );
    expect(found).toEqual([line(time), line('still')]);
    expect(out).toMatch(/^poison-jobs +2\d {2}> 0 jobs +never$/m);
    expect(out).toContain('Only in Azure: all-dark, daily-cap.');
  });

  it('prints both as JSON', async () => {
    const states = JSON.parse((await alerts('--format', 'json')).out);
    expect(states).toContainEqual(
      expect.objectContaining({ name: 'error-share', state: 'fires', error: null }),
    );
    const replays = JSON.parse((await alerts('--format', 'json', '--replay', '30m')).out);
    expect(replays).toContainEqual(expect.objectContaining({ name: 'door', fired: [] }));
  });

  it.each([
    [['--format', 'xml'], 2, /--format must be table, json/],
    [['--replay', 'soon'], 2, /--replay must be minutes, hours or days/],
    [['--replay', '90d'], 2, /at most 7d/],
    [['--what'], 2, /--what/],
    [['--insights', 'http://127.0.0.1:1'], 1, /does not answer/],
  ])('%j ends with a line', async (args, code, errors) => {
    expect(await alerts(...args)).toEqual({ code, out: '', errors: expect.stringMatching(errors) });
  });

  it('says so when the receiver knows no alerts', async () => {
    const alone = await startInsights({ port: 0, file: ':memory:' });
    const ended = await alerts('--insights', alone.url);
    await alone.stop();
    expect(ended).toEqual({ code: 1, out: '', errors: expect.stringContaining('knows no alerts') });
  });
});
