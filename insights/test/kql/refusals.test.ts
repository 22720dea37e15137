import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { KqlError, placeOf } from '../../kql/syntax.ts';
import { ask, sampleStore } from './sampleStore.ts';

const store = sampleStore();
afterAll(store.close);

/** Why a query is refused, with its place. */
function refusalOf(query: string): { problem: string; text: string } {
  try {
    ask(store, query);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const place = error.start === undefined ? undefined : placeOf(query, error.start);
    return { problem: error.problem, text: `${place?.line}:${place?.column} ${error.message}` };
  }
  throw new Error('It was not refused.');
}

describe('what is wrong is told with its place', () => {
  it.each<[string, string, string, RegExp]>([
    ['an operator', 'requests\n| wehre duration > 5', 'syntax', /^2:3 Query operator expected/],
    ['a bracket', 'requests | where (duration > 5', 'syntax', /^1:\d+ Expected: \)/],
    [
      'a column',
      'requests | where durration > 5',
      'name',
      /^1:18 .*'durration'.* Did you mean duration\?$/,
    ],
    [
      'a column that summarize dropped',
      'requests | summarize count() by name | where duration > 1',
      'name',
      /^1:46 /,
    ],
    ['a table', 'request | count', 'name', /^1:1 .* Did you mean requests\?$/],
    [
      'a function',
      'requests | extend x = tostrin(name)',
      'name',
      /^1:23 .* Did you mean tostring\?$/,
    ],
    ['types', 'requests | where duration > "a"', 'type', /^1:\d+ .*real and string/],
    ['a pattern', 'requests | where name matches regex "("', 'value', /RE2/],
    ['a unit of time', 'print datetime_add("moon", 1, now())', 'type', /^1:20 .* day, hour/],
    [
      'an operator that is not here',
      'requests | where true\n| search "x"',
      'unsupported',
      /^2:3 The operator search is not built/,
    ],
    ['find', 'find "x"', 'unsupported', /^1:1 The operator find/],
    [
      'a plugin',
      'requests | evaluate autocluster()',
      'unsupported',
      /^1:21 The plugin autocluster/,
    ],
    [
      'a function that is not here',
      'print geo_distance_2points(1, 2, 3, 4)',
      'unsupported',
      /^1:7 The function geo_distance_2points\(\)/,
    ],
    [
      'an aggregate',
      'requests | summarize hll(name)',
      'unsupported',
      /^1:22 The function hll\(\) is not built/,
    ],
    ['other resources', 'app("x").requests | count', 'name', /^1:1 /],
    ['two results', 'requests | count; traces | count', 'unsupported', /^1:19 /],
  ])('%s', (_, query, problem, text) => {
    const found = refusalOf(query);
    expect(found.text).toMatch(text);
    expect(found.problem).toBe(problem);
  });

  it('a refused operator is refused over no rows too: there is no half of an answer', () => {
    expect(refusalOf('pageViews | scan with (step s: true;)').problem).toBe('unsupported');
  });
});

describe('limits', () => {
  it('a cross product ends at a million rows, and says so', () => {
    const side = 'range x from 1 to 5000 step 1 | extend k = 1';
    expect(refusalOf(`${side} | join kind=inner (${side}) on k | count`).text).toContain(
      '1,000,000 rows',
    );
  });

  it('a result ends at 30,000 rows, and says so', () => {
    expect(refusalOf('range x from 1 to 40000 step 1').text).toContain('30,000 rows');
  });

  it('brackets are counted before the parser meets them', () => {
    expect(refusalOf(`print ${'('.repeat(5_000)}1${')'.repeat(5_000)}`).problem).toBe('limit');
  });

  it('a pattern that would take years elsewhere takes none', () => {
    const query = `print x = strrep("a", 1000) | where x matches regex "^(a|a)*$|^(a+)+b" | count`;
    expect(ask(store, query).rows).toEqual([[1]]);
  });
});

describe('the parser', () => {
  it('is the version whose numbered constructors the adapter was written for', () => {
    const here = createRequire(import.meta.url);
    const read = (file: string) =>
      JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const installed = read(here.resolve('@kusto/language-service-next/package.json'));
    const wanted = read(new URL('../../package.json', import.meta.url).pathname);
    expect(installed.version).toBe('12.4.1');
    expect(Object(wanted.devDependencies)['@kusto/language-service-next']).toBe('12.4.1');
  });

  it('knows the columns of the tables: a wrong constructor would make tables without any, and no error', () => {
    expect(ask(store, 'requests | getschema | count').rows).toEqual([[38]]);
    expect(ask(store, 'AppRequests | getschema | count').rows).toEqual([[41]]);
    expect(ask(store, '_LogOperation | getschema | count').rows).toEqual([[8]]);
  });
});
