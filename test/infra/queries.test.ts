import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { listRegistered } from '../../local/verify/countFunctions.ts';
import { metricNames, names } from '../../src/telemetry/names.ts';
import { checkQuery } from './kusto.ts';
import { alertRules, queryFiles, tiles } from './queryFiles.ts';
import { schemas } from './schema.ts';

const read = (...path: string[]) =>
  readFileSync(join(root, ...path), 'utf8').replaceAll('\r\n', '\n');
const telemetryDocs = read('docs/telemetry.md');
const questions = telemetryDocs.split(/^## /m).find((text) => text.startsWith('Questions\n')) ?? '';
const quoted = [...questions.matchAll(/^```kusto\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
const all = queryFiles.map(({ text }) => text).join('\n');
/** Names of conventions in movement: the app keeps to the older ones, and its queries take both. */
const newerMetrics = [
  'gen_ai.client.inference.usage.input_tokens',
  'gen_ai.client.inference.usage.output_tokens',
];
/** What a query says, without its comments. */
const code = (text: string) => text.replace(/^\s*\/\/.*$/gm, '');

function queryOf(name: string) {
  const file = queryFiles.find((query) => query.name === name);
  if (file === undefined) throw new Error(`There is no infra/queries/${name}.kql.`);
  return { ...file, ...checkQuery(file.text, schemas[file.schema]) };
}

/** All that a pattern finds in the code of the queries, or of one, once each. */
function found(pattern: RegExp, text = all): string[] {
  return [...new Set([...code(text).matchAll(pattern)].map(([, name]) => name ?? ''))].sort();
}

describe('each query', () => {
  it.each(queryFiles)('$name: names and types are those of its schema', ({ text, schema }) => {
    expect(checkQuery(text, schemas[schema]).problems).toEqual([]);
  });

  it.each(queryFiles)('$name: is for that schema alone', ({ text, schema }) => {
    const other = schema === 'component' ? 'workspace' : 'component';
    expect(checkQuery(text, schemas[other]).problems).not.toEqual([]);
  });

  it.each(queryFiles)('$name: takes its time from where it is asked', ({ text }) => {
    expect(code(text)).not.toMatch(/\b(ago|now|datetime|startof\w+|between)\b/);
  });

  it.each(queryFiles)('$name: has lines that a page can hold', ({ text }) => {
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('is used: by an alert, a tile, or the documentation', () => {
    const used = [...alertRules, ...tiles].map(({ query }) => query);
    const unused = queryFiles.filter(
      ({ name, text }) => !used.includes(name) && !quoted.includes(text),
    );
    expect(unused.map(({ name }) => name)).toEqual([]);
  });
});

describe('the check of queries', () => {
  const query = queryOf('throttling').text;
  it.each([
    ['column', 'sum(itemCount)', 'sum(itemCont)', "'itemCont' does not refer to any known column"],
    ['table', 'dependencies', 'dependency', "'dependency' does not refer to any known table"],
    ['function', 'tostring(', 'toString(', "'toString' does not refer to any known function"],
    ['type', 'name startswith', 'itemCount startswith', 'string'],
    ['bracket', 'round(100.0', 'round 100.0', ''],
  ])('finds a wrong %s', (_, right, wrong, message) => {
    expect(query).toContain(right);
    const { problems } = checkQuery(query.replaceAll(right, wrong), schemas.component);
    expect(problems.join('\n')).toMatch(/^\d+:\d+ Error: /);
    expect(problems.join('\n')).toContain(message);
  });

  it('finds a wrong function of the workspace, and a wrong column of what it gives', () => {
    const { text } = queryOf('alert-daily-cap');
    for (const [right, wrong] of [
      ['_LogOperation', '_LogOperations'],
      ['Detail contains', 'Details contains'],
    ] as const) {
      expect(text).toContain(right);
      expect(checkQuery(text.replace(right, wrong), schemas.workspace).problems).not.toEqual([]);
    }
  });
});

// What the schema cannot know: the names inside dynamic columns, and the texts that are compared.
describe('what the queries look for is what the app sends', () => {
  it('dimensions', () => {
    const sent: readonly string[] = Object.values(names);
    const dimensions = found(/customDimensions\["([^"]+)"\]/g);
    expect(dimensions.length).toBeGreaterThan(8);
    for (const dimension of dimensions) expect(sent).toContain(dimension);
    expect(code(all)).not.toMatch(/customDimensions\.|customDimensions\[(?!")/);
  });

  it('measurements', () => {
    const documented = [...telemetryDocs.matchAll(/^\| `(\w+)` +\| measurement: /gm)].map(
      ([, name]) => name,
    );
    const measurements = found(/customMeasurements\.(\w+)/g);
    expect(measurements.length).toBeGreaterThan(4);
    for (const measurement of measurements) expect(documented).toContain(measurement);
  });

  it('metrics', () => {
    const sent: readonly string[] = [...Object.values(metricNames), ...newerMetrics];
    const metrics = found(/"((?:callspan|gen_ai\.client)\.[^"]+)"/g);
    expect(metrics.length).toBeGreaterThan(1);
    for (const metric of metrics) expect(sent).toContain(metric);
  });

  it('sums of an assistant’s answer are added to no call’s, which are parts of them', () => {
    for (const { name, text } of queryFiles) {
      // Both kinds of rows have these; the calls have measurements of their own.
      expect(code(text), name).not.toContain('gen_ai.usage.');
      const ofAnswers = /customMeasurements\.(answerCostUsd|modelCalls|toolCalls)\b/.test(text);
      const ofCalls = /customMeasurements\.(costUsd|inputTokens|outputTokens)\b|"chat /.test(text);
      expect([name, ofAnswers && ofCalls]).toEqual([name, false]);
      if (ofAnswers) expect(code(text)).toMatch(/^\| where name startswith "invoke_agent "$/m);
      const tokenMetrics = found(/"((?:callspan\.answer|gen_ai\.client)\.[^"]+)"/g, text);
      if (tokenMetrics.includes('callspan.answer.tokens')) expect(tokenMetrics).toHaveLength(1);
    }
  });

  it('functions', () => {
    const asked = found(/"((?:chat|inference|create)[A-Z]\w+)"/g);
    expect(asked).toEqual(['inferencePoison', 'inferenceQueue']);
    for (const name of asked) expect(listRegistered()).toContain(name);
  });

  it('spans', () => {
    const spans = found(/\bname (?:==|startswith|in) \(?"([a-z_]+[ a-z-]*)"/g);
    const sources = ['invocationSpan.ts', 'modelSpan.ts', 'agentSpan.ts', 'toolSpan.ts'].map(
      (file) => read('src/telemetry/spans', file),
    );
    expect(spans).toEqual([
      'chat ',
      'embeddings ',
      'execute_tool ',
      'generate_completion',
      'invoke_agent ',
    ]);
    for (const span of [...spans, 'send inference-requests'])
      expect(sources.join('\n')).toContain(span);
  });

  it('the line of dropped spans', () => {
    const [line = '', ...others] = found(/message startswith "([^"]+)"/g);
    expect(others).toEqual([]);
    expect(read('src/telemetry/configureTelemetry.ts')).toContain(`body: '${line}`);
  });

  it('success is a text, which the language would compare with a truth value too', () => {
    expect(found(/\bsuccess (?:==|!=) (\S+?)[,)\n ]/g)).toEqual(['"False"']);
  });

  it('sampled rows are counted by what they stand for; metrics, which are not sampled, by their sum', () => {
    for (const { name, text, schema } of queryFiles) {
      // A session is one invocation; what Azure says of itself is not sampled.
      if (name === 'sessions' || schema === 'workspace') continue;
      if (/^customMetrics$/m.test(text)) expect(text, name).toMatch(/sum(if)?\(valueSum/);
      else expect(code(text), name).not.toMatch(/\b(count|countif|percentiles?)\(/);
    }
  });
});

describe('the queries of alerts', () => {
  it.each(alertRules)('$name: one number, by its dimension if it has one', (rule) => {
    const { columns, schema } = queryOf(rule.query);
    const { measure = '', dimension } = rule;
    expect(schema).toBe(rule.scope);
    expect(['long', 'real']).toContain(columns[measure]);
    if (dimension !== undefined) expect(columns[dimension]).toBe('string');
    expect(Object.keys(columns).sort()).toEqual(
      [measure, ...(dimension ? [dimension] : [])].sort(),
    );
  });

  it('look at a share only when there are enough calls', () => {
    for (const { measure, query } of alertRules) {
      if (measure !== 'percent' && measure !== 'seconds') continue;
      expect(queryOf(query).text).toMatch(
        /^\/\/ .+\n\| where (calls|invocations) >= \d+( or .+)?$/m,
      );
    }
  });
});

describe('the tiles of the workbook', () => {
  it('are named after their files, each once', () => {
    const shown = tiles.map(({ name }) => name);
    expect(shown).toEqual(tiles.map(({ query }) => query));
    expect(shown).toEqual([...new Set(shown)]);
  });

  it('know no parameter but the time range, and the session that a chosen row sets', () => {
    const workbook = read('infra/workbook.bicep');
    const grain = "replace(tile.query, 'let grain = 1h;', 'let grain = {TimeRange:grain};')";
    expect(workbook).toContain(grain);
    for (const { name, query, sets, needs } of tiles) {
      const { text, columns } = queryOf(query);
      const parameters = [...text.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect([name, parameters]).toEqual([name, needs === undefined ? [] : [needs]]);
      if (sets !== undefined) expect(columns).toHaveProperty(sets.toLowerCase());
      const isOverTime = Object.values(columns).includes('datetime') && /\bbin\(/.test(text);
      expect([name, text.includes('\nlet grain = 1h;\n')]).toEqual([name, isOverTime]);
    }
    expect(tiles.flatMap(({ sets }) => sets ?? [])).toEqual(['Session']);
    expect(tiles.flatMap(({ needs }) => needs ?? [])).toEqual(['Session']);
  });

  it('are of the component, whose names the workbook asks by', () => {
    for (const { query } of tiles) expect(queryOf(query).schema).toBe('component');
  });
});

describe('docs/telemetry.md', () => {
  it('quotes queries as their files have them', () => {
    expect(quoted.length).toBeGreaterThan(5);
    const texts = queryFiles.map(({ text }) => text);
    for (const text of quoted) expect(texts).toContain(text);
  });

  it('lists every query with its question', () => {
    const rows = [...questions.matchAll(/^\| `([\w-]+)` +\| (.+?) +\|/gm)].map(
      ([, name, question]) => ({
        name,
        question,
      }),
    );
    const files = queryFiles.map(({ name, question }) => ({ name, question }));
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) =>
      `${a.name}` < `${b.name}` ? -1 : 1;
    expect(rows.sort(byName)).toEqual(files.sort(byName));
  });
});
