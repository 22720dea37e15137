import { convert } from '../convert.ts';
import { parseTimespan, toDynamic, toText } from '../format.ts';
import { compare, keyOf, toBag, toList, type Value } from '../values.ts';
import { plain, type ScalarFunction, type ScalarFunctions, withNull } from './scalarFunction.ts';

/** Longest list that `range()` and `repeat()` make, as there. */
const longestList = 1_048_576;

function parseJson(value: Value): Value {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value === '' ? null : value;
  }
}

/** Makes a bag of keys and values in turns. */
const bagPack: ScalarFunction = {
  takesNull: true,
  of:
    (types) =>
    (...given: Value[]) => {
      const bag: Record<string, Value> = Object.create(null);
      for (let at = 0; at + 1 < given.length; at += 2) {
        bag[`${given[at] ?? ''}`] = toDynamic(given[at + 1] ?? null, types[at + 1] ?? '');
      }
      return { ...bag };
    },
};

const packArray: ScalarFunction = {
  takesNull: true,
  of:
    (types) =>
    (...given: Value[]) =>
      given.map((value, at) => toDynamic(value, types[at] ?? '')),
};

/** Lists of any dynamic values; what is no list is left out. */
const lists = (values: readonly Value[]) =>
  values.flatMap((value) => (toList(value) ? [toList(value) ?? []] : []));

function unique(values: readonly Value[]): Value[] {
  const found = new Map(values.map((value) => [keyOf(value), value]));
  return [...found.values()];
}

function setOf(keep: (value: Value, others: readonly ReadonlySet<Value>[]) => boolean) {
  return withNull((...given: Value[]) => {
    const [first = [], ...others] = lists(given);
    const keys = others.map((list) => new Set(list.map(keyOf)));
    return unique(first).filter((value) => keep(value, keys));
  });
}

function sorted(list: Value, sign: 1 | -1): Value {
  const known = toList(list);
  if (known === undefined) return null;
  const nulls = known.filter((value) => value === null);
  return [
    ...known.filter((value) => value !== null).sort((a, b) => sign * compare(a, b)),
    ...nulls,
  ];
}

function slice(list: Value, from: number, to: number): Value {
  const known = toList(list);
  if (known === undefined) return null;
  const at = (place: number) => (place < 0 ? known.length + place : place);
  return known.slice(Math.max(0, at(from)), at(to) + 1);
}

const kindOf = (value: Value, type: string) => {
  if (value === null) return 'null';
  if (type !== 'dynamic') return type;
  if (typeof value === 'object') return toList(value) ? 'array' : 'dictionary';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'double';
  return typeof value === 'boolean' ? 'bool' : 'string';
};

const range: ScalarFunction = {
  of:
    ([type = '', , stepType]) =>
    (from: number, to: number, step?: number | string) => {
      const by =
        typeof step === 'string'
          ? (parseTimespan(step) ?? 0)
          : (step ?? (type === 'datetime' ? 3_600_000 : 1));
      if (by === 0 || (stepType === undefined && from > to)) return [];
      const count = Math.min(longestList, Math.max(0, Math.floor((to - from) / by + 1e-9) + 1));
      return Array.from({ length: count }, (_, at) => toDynamic(from + at * by, type));
    },
};

const merge = withNull((...given: Value[]) => {
  const bags = given.flatMap((value) => (toBag(value) ? [toBag(value) ?? {}] : []));
  return bags.length === 0 ? null : Object.assign({}, ...bags.toReversed());
});

const numbersOf = (list: Value) =>
  (toList(list) ?? []).filter((value) => typeof value === 'number');

/** Functions of dynamic values. */
export const dynamicFunctions: ScalarFunctions = {
  parse_json: plain(parseJson),
  parsejson: plain(parseJson),
  todynamic: plain(parseJson),
  toobject: plain(parseJson),
  extractjson: plain((path: string, value: Value, type = 'string') =>
    convert(atPath(parseJson(value), path), 'dynamic', type),
  ),
  extract_json: plain((path: string, value: Value, type = 'string') =>
    convert(atPath(parseJson(value), path), 'dynamic', type),
  ),
  dynamic_to_json: plain((value: Value) => JSON.stringify(value)),
  array_length: plain((value: Value) => toList(value)?.length ?? null),
  arraylength: plain((value: Value) => toList(value)?.length ?? null),
  array_concat: withNull((...given: Value[]) => lists(given).flat()),
  array_slice: plain(slice),
  array_index_of: plain((list: Value, wanted: Value) =>
    (toList(list) ?? []).findIndex((value) => keyOf(value) === keyOf(wanted)),
  ),
  array_sort_asc: plain((list: Value) => sorted(list, 1)),
  array_sort_desc: plain((list: Value) => sorted(list, -1)),
  array_reverse: plain((list: Value) => toList(list)?.toReversed() ?? null),
  array_sum: plain((list: Value) => numbersOf(list).reduce((sum, value) => sum + value, 0)),
  array_iff: plain((is: Value, then: Value, otherwise: Value) =>
    (toList(is) ?? []).map(
      (each, at) =>
        (each
          ? toList(then)
            ? toList(then)?.[at]
            : then
          : toList(otherwise)
            ? toList(otherwise)?.[at]
            : otherwise) ?? null,
    ),
  ),
  series_sum: plain((list: Value) => numbersOf(list).reduce((sum, value) => sum + value, 0)),
  bag_keys: plain((value: Value) => (toBag(value) ? Object.keys(toBag(value) ?? {}) : null)),
  bag_merge: merge,
  bag_has_key: plain((value: Value, key: string) => Object.hasOwn(toBag(value) ?? {}, key)),
  bag_remove_keys: plain((value: Value, keys: Value) =>
    Object.fromEntries(
      Object.entries(toBag(value) ?? {}).filter(([key]) => !(toList(keys) ?? []).includes(key)),
    ),
  ),
  bag_set_key: withNull((value: Value, key: string, to: Value) => ({ ...toBag(value), [key]: to })),
  bag_pack: bagPack,
  pack: bagPack,
  pack_dictionary: bagPack,
  pack_array: packArray,
  set_union: withNull((...given: Value[]) => unique(lists(given).flat())),
  set_intersect: setOf((value, others) => others.every((keys) => keys.has(keyOf(value)))),
  set_difference: setOf((value, others) => others.every((keys) => !keys.has(keyOf(value)))),
  set_has_element: plain((list: Value, wanted: Value) =>
    (toList(list) ?? []).some((value) => keyOf(value) === keyOf(wanted)),
  ),
  zip: withNull((...given: Value[]) => {
    const all = lists(given);
    const length = Math.max(0, ...all.map((list) => list.length));
    return Array.from({ length }, (_, at) => all.map((list) => list[at] ?? null));
  }),
  range,
  repeat: plain((value: Value, times: number) =>
    Array.from({ length: Math.max(0, Math.min(times, longestList)) }, () => value),
  ),
  gettype: {
    takesNull: true,
    of:
      ([type = '']) =>
      (value: Value) =>
        kindOf(value, type),
  },
  tostring: {
    takesNull: true,
    of:
      ([type = '']) =>
      (value: Value) =>
        toText(value, type),
  },
};

/** What a path such as `$.a[0].b` leads to; null when there is nothing. */
function atPath(value: Value, path: string): Value {
  let at: Value | undefined = value;
  for (const [, name, index, quoted] of path.matchAll(
    /\.?([\w-]+)|\[(-?\d+)\]|\[['"]([^'"]*)['"]\]/g,
  )) {
    if (name === '$' || (name === undefined && index === undefined && quoted === undefined))
      continue;
    const list = toList(at);
    at = index !== undefined ? list?.at(Number(index)) : member(at, name ?? quoted ?? '');
  }
  return at ?? null;
}

/** What a bag has by a key; null for what is none. */
export function member(value: Value | undefined, key: string): Value {
  const bag = toBag(value);
  return bag !== undefined && Object.hasOwn(bag, key) ? (bag[key] ?? null) : null;
}
