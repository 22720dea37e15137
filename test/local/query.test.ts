import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Insights, startInsights } from '../../insights/start/startInsights.ts';
import { root } from '../../local/stack/root.ts';

let insights: Insights;
beforeAll(async () => {
  insights = await startInsights({ port: 0, file: ':memory:' });
});
afterAll(() => insights.stop());

/** Runs `npm run query` on a local Application Insights. */
function query(...args: string[]) {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const script = [...flags, join(root, 'local/query.ts'), '--insights', insights.url, ...args];
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const child = execFile(process.execPath, script, (_error, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
}

const table =
  'datatable(name:string, n:long, bag:dynamic)["a, b", 1, dynamic({"k": 2}), "ä\u001b[31m", 12, dynamic(null)]';

describe('npm run query', () => {
  it('prints a table, numbers to the right, and nothing that moves the cursor', async () => {
    expect(await query(table)).toEqual({
      code: 0,
      errors: '',
      out: 'name     n  bag\n------  --  -------\na, b     1  {"k":2}\nä [31m  12\n\n2 rows\n',
    });
  });

  it('prints JSON, in which dynamic values are values', async () => {
    const { out } = await query(table, '--format', 'json');
    expect(JSON.parse(out)).toEqual([
      { name: 'a, b', n: 1, bag: { k: 2 } },
      { name: 'ä\u001b[31m', n: 12, bag: null },
    ]);
  });

  it('prints CSV', async () => {
    expect((await query(table, '--format', 'csv')).out).toBe(
      'name,n,bag\r\n"a, b",1,"{""k"":2}"\r\nä\u001b[31m,12,\n',
    );
  });

  it.each([
    [['requests | wher x'], 1, /^1:12 Query operator expected/],
    [['requests', '--format', 'xml'], 2, /--format must be table, json, csv/],
    [[], 2, /There is no query/],
    [['requests', '--insights', 'http://127.0.0.1:1'], 1, /does not answer/],
  ])('%j ends with a line', async (args, code, errors) => {
    expect(await query(...args)).toEqual({ code, out: '', errors: expect.stringMatching(errors) });
  });
});
