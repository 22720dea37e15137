import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { runs } from '../../../test/fuzz/runs.ts';
import { KqlError } from '../../kql/syntax.ts';
import { queries } from '../kql/queries.ts';
import { ask, sampleStore } from '../kql/sampleStore.ts';

const store = sampleStore();
afterAll(store.close);

const real = Object.values(queries);
const split = (query: string) => query.match(/"(?:[^"\\]|\\.)*"|[\w.]+|\s+|[^\w\s"]/g) ?? [];
/** What queries are made of: the words of real ones, and others that the grammar knows. */
const words = [
  ...new Set(real.flatMap(split)),
  ...`let print union join kind=inner lookup on by asc nulls first make-series default step from to in range top-nested of
    mv-expand mv-apply parse with * evaluate pivot() bag_unpack(d) narrow() datatable(a:long)[1,2] dynamic([1,{"a":null}]) dynamic({})
    datetime(null) datetime(2026-01-01) 1d 5m -1 0 1e308 9223372036854775807 long(null) real(nan) "" "(" 'x' @"\\d" true false
    toscalar( materialize( typeof(long) prev( next( row_number() arg_max( take_any( percentiles( make_list( count() sum( case( iff(
    strcat( extract( bin( ago( now() $left.a $right.b [ ] ( ) { } , ; | == != =~ !~ <= >= < > + - / % .. := => ? #t\u0000 ä 😀`.split(
    /\s+/,
  ),
];
const token = fc.constantFrom(...words);
const tokens = fc
  .tuple(
    fc.constantFrom('requests', 'dependencies', 'print x = 1', 'range x from 1 to 3 step 1', ''),
    fc.array(token, { maxLength: 30 }),
  )
  .map(([start, rest]) => `${start} | ${rest.join(' ')}`);

/** A real query in which some tokens are gone, doubled, replaced or out of place. */
const mutated = fc
  .tuple(
    fc.constantFrom(...real),
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'replace', 'swap', 'insert'), token),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([query, changes]) => {
    const parts: string[] = [...split(query)];
    for (const [at, change, word] of changes) {
      const place = at % Math.max(1, parts.length);
      const here = parts[place] ?? '';
      if (change === 'drop') parts.splice(place, 1);
      if (change === 'double') parts.splice(place, 0, here);
      if (change === 'replace') parts[place] = word;
      if (change === 'insert') parts.splice(place, 0, ` ${word} `);
      if (change === 'swap') parts.push(...parts.splice(place, 1));
    }
    return parts.join('');
  });
/** A filter, a column or an aggregate of known functions over any values: most of these are right, so they are run. */
const value = fc.constantFrom(
  'name',
  'duration',
  'timestamp',
  'success',
  'customDimensions',
  'customMeasurements.inputTokens',
  'customDimensions["app.outcome"]',
  'itemCount',
  '"a"',
  '5',
  '2.5',
  '1h',
  'ago(1h)',
  'dynamic([1, "a", null])',
  'dynamic({"a": 1})',
  'long(null)',
  'true',
  '""',
);
const called = fc
  .tuple(
    fc.constantFrom(
      'tostring',
      'tolong',
      'toreal',
      'tobool',
      'todatetime',
      'totimespan',
      'strlen',
      'strcat',
      'substring',
      'split',
      'replace_string',
      'replace_regex',
      'extract',
      'trim',
      'indexof',
      'countof',
      'parse_json',
      'parse_url',
      'array_length',
      'array_slice',
      'bag_keys',
      'bag_merge',
      'pack_array',
      'bag_pack',
      'set_union',
      'zip',
      'range',
      'bin',
      'floor',
      'round',
      'abs',
      'pow',
      'log',
      'max_of',
      'coalesce',
      'iff',
      'case',
      'format_datetime',
      'startofweek',
      'endofmonth',
      'dayofyear',
      'datetime_add',
      'datetime_diff',
      'make_datetime',
      'isempty',
      'isnull',
      'not',
      'array_sort_asc',
      'repeat',
      'tohex',
      'make_string',
      'hash_md5',
      'binary_and',
      'unixtime_seconds_todatetime',
      'format_timespan',
      'strrep',
      'reverse',
      'url_decode',
      'base64_decode_tostring',
      'extractjson',
      'column_ifexists',
      'array_iff',
      'gettype',
      'array_index_of',
      'week_of_year',
      'bin_at',
    ),
    fc.array(value, { minLength: 1, maxLength: 4 }),
  )
  .map(([name, given]) => `${name}(${given.join(', ')})`);
const compared = fc
  .tuple(
    fc.oneof(value, called),
    fc.constantFrom(
      '==',
      '!=',
      '<',
      '>=',
      'has',
      'contains',
      'startswith',
      '!endswith',
      'matches regex',
      '+',
      '-',
      '*',
      '/',
      '%',
      'in',
      'between',
    ),
    value,
  )
  .map(
    ([a, operator, b]) =>
      `${a} ${operator} ${operator === 'in' ? `(${b})` : operator === 'between' ? `(${b} .. ${b})` : b}`,
  );
const right = fc
  .tuple(
    fc.constantFrom('requests', 'dependencies', 'union requests, traces', 'AppRequests'),
    fc.oneof(called, compared),
    fc.constantFrom(
      'extend x =',
      'where',
      'summarize make_list',
      'summarize n = count() by x =',
      'project x =',
      'order by',
    ),
  )
  .map(([table, of, how]) => `${table} | take 20 | ${how} (${of})`);

/** Runs a query: it has an answer that is JSON, or is refused as ours to refuse. */
function survives(query: string): void {
  try {
    JSON.stringify(ask(store, query).rows);
  } catch (error) {
    if (error instanceof KqlError) {
      expect(error.message.length).toBeLessThan(2_000);
      return;
    }
    throw error;
  }
}

it.each([
  ['words in any order', tokens, 200],
  ['real queries with some words changed', mutated, 200],
  ['functions of any values', right, 300],
])('whatever is asked, the engine answers or refuses: %s', (_, query, count) => {
  fc.assert(fc.property(query, survives), runs(count));
});

it('what SQLite filters changes no result of a mutated query', () => {
  fc.assert(
    fc.property(mutated, (query) => {
      const rowsOf = (pushdown: boolean) => {
        try {
          return ask(store, query, pushdown)
            .rows.map((row) => JSON.stringify(row))
            .sort();
        } catch (error) {
          return error instanceof KqlError ? error.problem : undefined;
        }
      };
      if (
        /\b(?:take|limit|sample|top|rand|prev|next|row_|any|make_|arg_|pack|distinct)/.test(query)
      )
        return; // these may choose
      expect(rowsOf(true)).toEqual(rowsOf(false));
    }),
    runs(100),
  );
});
