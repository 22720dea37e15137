import { afterAll, describe, expect, it } from 'vitest';
import { ask, sampleStore } from './sampleStore.ts';

const store = sampleStore();
afterAll(store.close);

/** What `print` gives of an expression. */
const resultOf = (expression: string) => ask(store, `print x = ${expression}`).rows[0]?.[0];
const rowsOf = (query: string) => ask(store, query).rows;

// Expected values are those of https://learn.microsoft.com/kusto/query/, the page of each operator and function.
describe('values', () => {
  it.each<[string, unknown]>([
    ['5 / 2', 2],
    ['-5 / 2', -2],
    ['5.0 / 2', 2.5],
    ['1 / 0', null],
    ['-5 % 3', 1],
    ['long(null) == 5', false],
    ['long(null) != 5', true],
    ['long(null) == long(null)', null],
    ['long(null) < 5', null],
    ['isnull(long(null) + 1)', true],
    ['true and bool(null)', null],
    ['false and bool(null)', false],
    ['true or bool(null)', true],
    ['"a" == "A"', false],
    ['"a" =~ "A"', true],
    ['"a" in~ ("A", "b")', true],
    ['"a" !in ("A", "b")', true],
    ['2 in (1, 2)', true],
    ['"b" in (dynamic(["a", "b"]))', true],
    ['"North America" has "north"', true],
    ['"North America" has "nort"', false],
    ['"North America" hasprefix "nort"', true],
    ['"North America" hassuffix "rica"', true],
    ['"North America" has_cs "north"', false],
    ['"North America" contains "AMER"', true],
    ['"North America" !contains "AMER"', false],
    ['"a_b" has "a"', true],
    ['"one two" has_any ("three", "TWO")', true],
    ['"one two" has_all ("one", "three")', false],
    ['"abc" matches regex "^a.c$"', true],
    ['"ABC" matches regex "(?i)^a"', true],
    ['5 between (1 .. 5)', true],
    ['datetime(2026-01-08) between (datetime(2026-01-01) .. 7d)', true],
    ['5 !between (1 .. 4)', true],
    ['dynamic({"a": {"b": [1, 2]}}).a.b[1]', 2],
    ['dynamic([1, 2, 3])[-1]', 3],
    ['dynamic({"a b": 1})["a b"]', 1],
    ['dynamic(null).a', null],
    ['tostring(dynamic({"a":1}).b) == ""', true],
    ['strcat("a", 1, 2.5, true, 1h)', 'a12.5true01:00:00'],
    ['bin(7, 5)', 5],
    ['bin(-7, 5)', -10],
    ['bin(4.5, 1)', 4],
    ['bin(datetime(2026-01-01 10:17:33), 5m)', '2026-01-01T10:15:00Z'],
    ['bin(datetime(2026-01-07), 7d)', '2026-01-05T00:00:00Z'],
    ['1d + 90m', '1.01:30:00'],
    ['datetime(2026-03-01) - datetime(2026-02-01)', '28.00:00:00'],
    ['(datetime(2026-01-02) - datetime(2026-01-01)) / 1h', 24],
    ['datetime_add("month", 1, datetime(2024-01-31))', '2024-02-29T00:00:00Z'],
    ['datetime_diff("minute", datetime(2026-01-01 10:01:01), datetime(2026-01-01 10:00:59))', 1],
    ['datetime_diff("month", datetime(2026-03-01), datetime(2025-12-31))', 3],
    ['startofweek(datetime(2026-11-24 12:00))', '2026-11-22T00:00:00Z'],
    ['endofday(datetime(2026-11-24 12:00))', '2026-11-24T23:59:59.999999Z'],
    ['dayofweek(datetime(2026-11-24))', '2.00:00:00'],
    ['week_of_year(datetime(2026-01-01))', 1],
    [
      'format_datetime(datetime(2026-03-05 13:04:05.678), "yyyy-MM-dd HH:mm:ss.fff")',
      '2026-03-05 13:04:05.678',
    ],
    ['now() - ago(1h)', '01:00:00'],
    ['todatetime("2026-11-24T12:00:00+01:00")', '2026-11-24T11:00:00Z'],
    ['todatetime("never")', null],
    ['totimespan("00:01:30")', '00:01:30'],
    ['tolong("12")', 12],
    ['tolong("1x")', null],
    ['toint(3.9)', 3],
    ['todouble("1e3")', 1000],
    ['tobool("TRUE")', true],
    ['round(2.5)', 3],
    ['round(-2.345, 2)', -2.35],
    ['iff(1 == 1, "a", "b")', 'a'],
    ['case(1 == 2, "a", 2 == 2, "b", "c")', 'b'],
    ['coalesce(long(null), 5)', 5],
    ['coalesce("", "b")', 'b'],
    ['max_of(1, 3, 2)', 3],
    ['split("a,b,c", ",")[1]', 'b'],
    ['substring("abcdef", 2, 3)', 'cde'],
    ['extract("x=(\\\\d+)", 1, "a x=42")', '42'],
    ['extract("x=(\\\\d+)", 1, "a x=42", typeof(long))', 42],
    ['replace_regex("a1b22", "(\\\\d+)", "<\\\\1>")', 'a<1>b<22>'],
    ['replace_string("aXbX", "X", "-")', 'a-b-'],
    ['trim("-+", "--a-b--")', 'a-b'],
    ['indexof("abcabc", "c", 3)', 5],
    ['countof("aaaa", "aa")', 3],
    ['parse_json("{\\"a\\": [1]}").a[0]', 1],
    ['array_length(dynamic([1, 2]))', 2],
    ['bag_keys(dynamic({"a": 1, "b": 2}))', '["a","b"]'],
    ['set_intersect(dynamic([1, 2]), dynamic([2, 3]))', '[2]'],
    ['bag_pack("a", 1, "b", datetime(2026-01-01))', '{"a":1,"b":"2026-01-01T00:00:00.0000000Z"}'],
    ['strcat_array(dynamic(["a", 1]), "-")', 'a-1'],
    ['range(1, 5, 2)', '[1,3,5]'],
    ['parse_url("https://a.b:8/c?d=e#f").Host', 'a.b'],
    ['url_decode("a%20b")', 'a b'],
    ['base64_decode_tostring(base64_encode_tostring("ä"))', 'ä'],
    ['hash_sha256("a")', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['iif(isempty(""), 1, 2)', 1],
    ['toscalar(range x from 1 to 3 step 1 | summarize sum(x))', 6],
  ])('%s is %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it('the sides of == are brought to one type: a truth value, a number, a text of a dynamic one', () => {
    expect(rowsOf('requests | where success == false | count')).toEqual([[18]]);
    expect(rowsOf('requests | where success == "False" | count')).toEqual([[18]]);
    expect(rowsOf('AppRequests | where Success == false | count')).toEqual([[18]]);
    expect(rowsOf('requests | where resultCode == 503 | count')).toEqual([[18]]);
    expect(rowsOf('dependencies | where customDimensions["app.outcome"] == "ok" | count')).toEqual([
      [102],
    ]);
    expect(rowsOf('dependencies | where customMeasurements.inputTokens == 7 | count')).toEqual([
      [1],
    ]);
  });
});

const people =
  'let people = datatable(id:long, name:string)[1, "Ada", 2, "Bob", 2, "Bea", 3, "Cid"];';
const towns =
  'let towns = datatable(id:long, town:string)[2, "Rome", 2, "Oslo", 3, "Bonn", 4, "Nice"];';

describe('operators', () => {
  it.each<[string, string, unknown]>([
    [
      'innerunique by default',
      'people | join towns on id | project name, town',
      [
        ['Bob', 'Rome'],
        ['Bob', 'Oslo'],
        ['Cid', 'Bonn'],
      ],
    ],
    ['inner', 'people | join kind=inner towns on id | count', [[5]]],
    [
      'leftouter',
      'people | join kind=leftouter towns on id | where isempty(town) | project name, id1',
      [['Ada', null]],
    ],
    [
      'rightouter',
      'people | join kind=rightouter towns on id | where isempty(name) | project town, id',
      [['Nice', null]],
    ],
    ['fullouter', 'people | join kind=fullouter towns on id | count', [[7]]],
    ['leftanti', 'people | join kind=leftanti towns on id', [[1, 'Ada']]],
    ['rightanti', 'people | join kind=rightanti towns on id', [[4, 'Nice']]],
    ['leftsemi', 'people | join kind=leftsemi towns on id | count', [[3]]],
    ['rightsemi', 'people | join kind=rightsemi towns on id | count', [[3]]],
    [
      'two names',
      'people | join kind=inner (towns | project-rename key = id) on $left.id == $right.key | project-away key | take 1',
      [[2, 'Bob', 'Rome']],
    ],
    ['lookup', 'people | lookup towns on id | where isempty(town)', [[1, 'Ada', '']]],
  ])('join: %s', (_, query, expected) => {
    expect(rowsOf(`${people}${towns}${query}`)).toEqual(expected);
  });

  it.each<[string, string, unknown]>([
    [
      'descending by default, null last',
      'datatable(x:long)[1, long(null), 3] | order by x',
      [[3], [1], [null]],
    ],
    [
      'null first ascending',
      'datatable(x:long)[1, long(null), 3] | order by x asc',
      [[null], [1], [3]],
    ],
    [
      'null where it is told',
      'datatable(x:long)[1, long(null)] | order by x asc nulls last',
      [[1], [null]],
    ],
    ['top', 'range x from 1 to 5 step 1 | top 2 by x', [[5], [4]]],
    [
      'distinct',
      'datatable(a:long, b:long)[1, 1, 1, 1, 1, 2] | distinct *',
      [
        [1, 1],
        [1, 2],
      ],
    ],
    ['extend reads what was there before it', 'print a = 1 | extend a = a + 1, b = a', [[2, 1]]],
    ['project-reorder', 'print a = 1, b = 2 | project-reorder b', [[2, 1]]],
    ['project-keep', 'print ab = 1, ac = 2, b = 3 | project-keep a*', [[1, 2]]],
    [
      'nothing counted is one row',
      'requests | where false | summarize count(), sum(duration), avg(duration), max(duration), make_set(name)',
      [[0, 0, null, null, '[]']],
    ],
    ['nothing by something is no row', 'requests | where false | summarize count() by name', []],
    [
      'null is left out',
      'datatable(x:long)[1, long(null), 3] | summarize count(), avg(x), dcount(x), make_list(x)',
      [[3, 2, 2, '[1,3]']],
    ],
    [
      'percentiles are nearest ranks',
      'range x from 1 to 100 step 1 | summarize percentile(x, 50), percentiles(x, 95, 99)',
      [[50, 95, 99]],
    ],
    [
      'by weight',
      'datatable(x:long, w:long)[1, 9, 100, 1] | summarize percentilew(x, w, 90), percentilew(x, w, 95)',
      [[1, 100]],
    ],
    [
      'deviation of a sample',
      'datatable(x:long)[2, 4, 4, 4, 5, 5, 7, 9] | summarize stdevp(x), variance(x)',
      [[2, 32 / 7]],
    ],
    [
      'arg_max takes its row',
      'datatable(k:string, t:long, v:string)["a", 1, "x", "a", 2, "y"] | summarize arg_max(t, *) by k',
      [['a', 2, 'y']],
    ],
    [
      'aggregates within an expression',
      'range x from 1 to 4 step 1 | summarize share = round(100.0 * countif(x > 3) / count(), 1)',
      [[25]],
    ],
    [
      'mv-expand of a list, a bag and null',
      'datatable(a:long, b:dynamic)[1, dynamic([1, 2]), 2, dynamic({"k": 3}), 3, dynamic(null)] | mv-expand b',
      [
        [1, 1],
        [1, 2],
        [2, '{"k":3}'],
        [3, null],
      ],
    ],
    [
      'mv-expand side by side, with types',
      'print a = dynamic([1, 2]), b = dynamic(["x"]) | mv-expand a to typeof(long), b to typeof(string)',
      [
        [1, 'x'],
        [2, ''],
      ],
    ],
    [
      'mv-expand with an index',
      'print a = dynamic(["x", "y"]) | mv-expand with_itemindex = i a | project i',
      [[0], [1]],
    ],
    [
      'parse',
      'print s = "GET /items/42 took 1.5s" | parse s with verb " /items/" id:long " took " took:real "s" | project verb, id, took',
      [['GET', 42, 1.5]],
    ],
    [
      'parse that does not fit',
      'print s = "none" | parse s with * "id=" id:long | project id',
      [[null]],
    ],
    [
      'parse-where',
      'datatable(s:string)["id=1", "x"] | parse-where s with "id=" id:long | project id',
      [[1]],
    ],
    [
      'union names what has two types',
      'union (print a = 1), (print a = "x")',
      [
        [1, ''],
        [null, 'x'],
      ],
    ],
    [
      'union with its source',
      'union withsource = t requests, traces | summarize n = count() by t | order by t asc',
      [
        ['requests', 120],
        ['traces', 120],
      ],
    ],
    [
      'make-series fills',
      'datatable(t:datetime, v:long)[datetime(2026-01-01 00:10), 1, datetime(2026-01-01 02:10), 2] | make-series s = sum(v) default = 0 on t from datetime(2026-01-01) to datetime(2026-01-01 03:00) step 1h | project s',
      [['[1,0,2]']],
    ],
    [
      'make-series with arithmetic',
      'datatable(t:long, v:real)[0, 1.0, 1, 4.0] | make-series s = 2 * max(v) on t from 0 to 2 step 1 | project s',
      [['[2,8]']],
    ],
    [
      'top-nested',
      'datatable(a:string, b:string, v:long)["x", "p", 1, "x", "q", 5, "y", "p", 3] | top-nested 1 of a by sum(v), top-nested 1 of b by sum(v)',
      [['x', 6, 'q', 5]],
    ],
    [
      'row_number, prev and next',
      'range x from 1 to 3 step 1 | serialize n = row_number(), p = prev(x), q = next(x, 1, 0)',
      [
        [1, 1, null, 2],
        [2, 2, 1, 3],
        [3, 3, 2, 0],
      ],
    ],
    [
      'row_cumsum',
      'range x from 1 to 3 step 1 | extend s = row_cumsum(x)',
      [
        [1, 1],
        [2, 3],
        [3, 6],
      ],
    ],
    ['bag_unpack', 'print d = dynamic({"a": 1, "b": "x"}) | evaluate bag_unpack(d)', [[1, 'x']]],
    [
      'pivot',
      'datatable(a:string, b:string)["x", "p", "x", "q", "y", "p"] | evaluate pivot(b)',
      [
        ['x', 1, 1],
        ['y', 1, 0],
      ],
    ],
    [
      'narrow',
      'print a = 1, b = "x" | evaluate narrow()',
      [
        [0, 'a', '1'],
        [0, 'b', 'x'],
      ],
    ],
    ['functions of the query', 'let twice = (x:long) { let y = 2; x * y }; print twice(4)', [[8]]],
    [
      'with a standard value',
      'let f = (x:long, y:long = 3) { x * y }; print f(2), f(2, 5)',
      [[6, 10]],
    ],
    [
      'of a table',
      'let firsts = (T:(x:long), n:long) { T | take n }; firsts((range x from 1 to 9 step 1), 2) | count',
      [[2]],
    ],
    [
      'a table by a name',
      'let slow = requests | where duration > 500; slow | where success == "True" | summarize count() by success',
      [['True', 56]],
    ],
    [
      'materialize',
      'let t = materialize(range x from 1 to 3 step 1); union t, t | summarize sum(x)',
      [[12]],
    ],
    [
      'old spellings',
      'datatable(x:long)[1, 2] | summarize makelist(x), makeset(x), any(x), argmax(x, x)',
      [['[1,2]', '[1,2]', 1, 2, 2]],
    ],
    [
      'columnifexists',
      'print a = 1 | extend b = columnifexists("a", 5), c = column_ifexists("z", 5) | project b, c',
      [[1, 5]],
    ],
    ['getschema', 'print a = 1 | getschema | project ColumnName, ColumnType', [['a', 'long']]],
    ['sample-distinct', 'requests | sample-distinct 1 of name', [['POST /api/v1/responses']]],
    ['* has', 'requests | where * has "r-7" | count', [[1]]],
  ])('%s', (_, query, expected) => {
    expect(rowsOf(query)).toEqual(expected);
  });

  it('now is one time for the whole query', () => {
    expect(rowsOf('print a = now() | extend b = now() | project same = a == b, a')).toEqual([
      [true, '2026-11-24T12:00:00Z'],
    ]);
  });

  it('render is told, and changes no row', () => {
    const { rows, render } = ask(
      store,
      'requests | summarize count() by bin(timestamp, 1h) | render timechart with (title="Calls")',
    );
    expect(rows).toHaveLength(3);
    expect(render).toEqual({ visualization: 'timechart', properties: { title: 'Calls' } });
  });
});

describe('tables', () => {
  it('are there in both namings, with the types that Microsoft documents', () => {
    expect(
      ask(
        store,
        'requests | project timestamp, success, duration, itemCount, customDimensions | take 1',
      ).columns,
    ).toEqual([
      { name: 'timestamp', type: 'datetime' },
      { name: 'success', type: 'string' },
      { name: 'duration', type: 'real' },
      { name: 'itemCount', type: 'int' },
      { name: 'customDimensions', type: 'dynamic' },
    ]);
    const classic = rowsOf(
      'dependencies | where name startswith "chat" | order by timestamp asc | project timestamp, id, name, duration, itemCount, operation_Id, session_Id, customMeasurements',
    );
    const workspace = rowsOf(
      'AppDependencies | where Name startswith "chat" | order by TimeGenerated asc | project TimeGenerated, Id, Name, DurationMs, ItemCount, OperationId, SessionId, Measurements',
    );
    expect(classic).toHaveLength(120);
    expect(workspace).toEqual(classic);
  });

  it('times keep their microseconds, and a row says of what kind it is', () => {
    expect(
      rowsOf('requests | where id == "r-5" | project timestamp, itemType, performanceBucket'),
    ).toEqual([['2026-11-24T09:07:30.000105Z', 'request', '250ms-500ms']]);
    expect(rowsOf('AppTraces | take 1 | project Type, SeverityLevel')).toEqual([['AppTraces', 3]]);
  });

  it.each([
    'pageViews',
    'availabilityResults',
    'browserTimings',
    'performanceCounters',
    'AppPerformanceCounters',
    'AzureMetrics',
    '_LogOperation',
  ])('%s without rows is an empty table', (name) => {
    expect(rowsOf(`${name} | count`)).toEqual([[0]]);
  });

  it('details of exceptions are values', () => {
    expect(rowsOf('exceptions | extend m = tostring(details[0].message) | distinct m')).toEqual([
      ['Too many requests'],
    ]);
  });
});
