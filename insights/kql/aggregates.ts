import { toDynamic } from './format.ts';
import { compare, keyOf, type Row, toBag, type Value } from './values.ts';

/** What is gathered of a group's rows. */
export interface Gathering {
  add(row: Row): void;
  /** One value for each column that it makes. */
  values(): readonly Value[];
}

/** An argument of an aggregate: what it gives of a row, and its type. */
export interface Argument {
  readonly of: (row: Row) => Value;
  readonly type: string;
}

/** Makes the gathering of a new group. */
type Aggregate = (...given: readonly Argument[]) => () => Gathering;

const longestList = 1_048_576;
const nothing: Row = [];

/** An aggregate that folds its rows into a state of one number or value. */
function folding<State>(
  begin: () => State,
  add: (state: State, row: Row, given: readonly Argument[]) => State,
  end: (state: State, given: readonly Argument[]) => readonly Value[],
): Aggregate {
  return (...given) =>
    () => {
      let state = begin();
      return {
        add(row) {
          state = add(state, row, given);
        },
        values: () => end(state, given),
      };
    };
}

/** The same aggregate over the rows that the argument at `at` holds for. */
function onlyIf(aggregate: Aggregate, at: number): Aggregate {
  return (...given) => {
    const is = given[at];
    const make = aggregate(...given.filter((_, index) => index !== at));
    return () => {
      const gathering = make();
      return {
        add(row) {
          if (is?.of(row) === true) gathering.add(row);
        },
        values: gathering.values,
      };
    };
  };
}

const count = folding(
  () => 0,
  (state) => state + 1,
  (state) => [state],
);
const numberOf = (row: Row, given: readonly Argument[], at = 0) => {
  const value = given[at]?.of(row);
  return typeof value === 'number' ? value : null;
};
const sum = folding(
  () => 0,
  (state, row, given) => state + (numberOf(row, given) ?? 0),
  (state) => [state],
);
const avg = folding(
  () => ({ sum: 0, n: 0 }),
  (state, row, given) => {
    const value = numberOf(row, given);
    if (value !== null) {
      state.sum += value;
      state.n++;
    }
    return state;
  },
  ({ sum, n }) => [n === 0 ? null : sum / n],
);
const extreme = (sign: 1 | -1) =>
  folding<Value>(
    () => null,
    (state, row, [given]) => {
      const value = given?.of(row) ?? null;
      if (value === null || Number.isNaN(value)) return state;
      return state === null || compare(value, state) * sign > 0 ? value : state;
    },
    (state) => [state],
  );

/** The columns of the row in which the first argument is greatest, or least. */
const argExtreme =
  (sign: 1 | -1): Aggregate =>
  (...given) =>
  () => {
    let best: Value = null;
    let bestRow: Row | undefined;
    const [by] = given;
    return {
      add(row) {
        const value = by?.of(row) ?? null;
        if (
          bestRow === undefined ||
          (value !== null && (best === null || compare(value, best) * sign > 0))
        ) {
          best = value;
          bestRow = row;
        }
      },
      values: () => given.map(({ of }) => (bestRow === undefined ? null : of(bestRow))),
    };
  };

/** Of each column a value of the same row, one that is filled where the first column has one. */
const takeAny: Aggregate =
  (...given) =>
  () => {
    let taken: Row | undefined;
    return {
      add(row) {
        if (taken === undefined || !hasValue(given[0]?.of(taken) ?? null)) taken = row;
      },
      values: () => given.map(({ of }) => (taken === undefined ? null : of(taken))),
    };
  };
const hasValue = (value: Value) => value !== null && value !== '';

const distinct = folding(
  () => new Set<Value>(),
  (state, row, [given]) => {
    const value = given?.of(row) ?? null;
    return value === null ? state : state.add(keyOf(value));
  },
  (state) => [state.size],
);

/** Variance, of a sample or of all there are; `root` makes it a deviation. */
const spread = (sample: boolean, root: boolean) =>
  folding(
    () => ({ n: 0, mean: 0, m2: 0 }),
    (state, row, given) => {
      const value = numberOf(row, given);
      if (value === null) return state;
      state.n++;
      const delta = value - state.mean;
      state.mean += delta / state.n;
      state.m2 += delta * (value - state.mean);
      return state;
    },
    ({ n, m2 }) => {
      const by = sample ? n - 1 : n;
      const variance = by <= 0 ? 0 : m2 / by;
      return [root ? Math.sqrt(variance) : variance];
    },
  );

/** Nearest rank, by weight where there is one: exact, where the cloud estimates. */
function percentiles(weighted: boolean, asList: boolean): Aggregate {
  return (...given) => {
    const [of, weight] = given;
    const wanted = given.slice(weighted ? 2 : 1);
    return () => {
      const found: { value: number; weight: number }[] = [];
      const values: number[] = [];
      return {
        add(row) {
          const value = of?.of(row);
          if (typeof value !== 'number' || Number.isNaN(value)) return;
          if (!weighted) values.push(value);
          else {
            const each = Number(weight?.of(row) ?? 0);
            if (each > 0) found.push({ value, weight: each });
          }
        },
        values() {
          const shares = wanted.flatMap((each) => {
            const share = each.of(nothing);
            return Array.isArray(share) ? share.map(Number) : [Number(share)];
          });
          const at = weighted ? byWeight(found) : byRank(values);
          const all = shares.map(at);
          return asList ? [all] : all;
        },
      };
    };
  };
}

function byRank(values: number[]): (percent: number) => Value {
  const sorted = Float64Array.from(values).sort();
  return (percent) =>
    sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100 - 1e-9) - 1)] ?? null;
}

function byWeight(found: { value: number; weight: number }[]): (percent: number) => Value {
  found.sort((a, b) => a.value - b.value);
  const total = found.reduce((sum, each) => sum + each.weight, 0);
  return (percent) => {
    const wanted = (total * percent) / 100 - 1e-9;
    let passed = 0;
    for (const { value, weight } of found) {
      passed += weight;
      if (passed >= wanted) return value;
    }
    return found.at(-1)?.value ?? null;
  };
}

function listing(unique: boolean, withNulls = false): Aggregate {
  return (given, most) => () => {
    const list: Value[] = [];
    const seen = new Set<Value>();
    return {
      add(row) {
        if (list.length >= longestList) return;
        const value = given?.of(row) ?? null;
        if (value === null && !withNulls) return;
        if (unique) {
          const key = keyOf(value);
          if (seen.has(key)) return;
          seen.add(key);
        }
        list.push(toDynamic(value, given?.type ?? ''));
      },
      values() {
        const limit = most?.of(nothing);
        return [typeof limit === 'number' ? list.slice(0, limit) : list];
      },
    };
  };
}

const bag = folding(
  (): Record<string, Value> => ({}),
  (state, row, [given]) => {
    for (const [key, value] of Object.entries(toBag(given?.of(row)) ?? {})) {
      if (!Object.hasOwn(state, key))
        Object.defineProperty(state, key, { value, enumerable: true });
    }
    return state;
  },
  (state) => [state],
);

const truths = folding(
  () => 0,
  (state, row, [is]) => state + (is?.of(row) === true ? 1 : 0),
  (state) => [state],
);

/** Aggregates by name, the older names beside those that took their place. */
export const aggregates: Readonly<Record<string, Aggregate>> = {
  count,
  countif: truths,
  sum,
  sumif: onlyIf(sum, 1),
  avg,
  avgif: onlyIf(avg, 1),
  min: extreme(-1),
  minif: onlyIf(extreme(-1), 1),
  max: extreme(1),
  maxif: onlyIf(extreme(1), 1),
  dcount: distinct,
  dcountif: onlyIf(distinct, 1),
  count_distinct: distinct,
  count_distinctif: onlyIf(distinct, 1),
  arg_max: argExtreme(1),
  argmax: argExtreme(1),
  arg_min: argExtreme(-1),
  argmin: argExtreme(-1),
  take_any: takeAny,
  any: takeAny,
  take_anyif: onlyIf(takeAny, 1),
  anyif: onlyIf(takeAny, 1),
  stdev: spread(true, true),
  stdevif: onlyIf(spread(true, true), 1),
  stdevp: spread(false, true),
  variance: spread(true, false),
  varianceif: onlyIf(spread(true, false), 1),
  variancep: spread(false, false),
  percentile: percentiles(false, false),
  percentiles: percentiles(false, false),
  percentiles_array: percentiles(false, true),
  percentilew: percentiles(true, false),
  percentilesw: percentiles(true, false),
  percentilesw_array: percentiles(true, true),
  make_list: listing(false),
  makelist: listing(false),
  make_list_if: onlyIf(listing(false), 1),
  make_list_with_nulls: listing(false, true),
  make_set: listing(true),
  makeset: listing(true),
  make_set_if: onlyIf(listing(true), 1),
  make_bag: bag,
  make_bag_if: onlyIf(bag, 1),
  make_dictionary: bag,
};

/** Those that make a column for each argument after the first `of`; the first too when it is 0. */
export const manyColumns: Readonly<Record<string, number>> = {
  percentiles: 1,
  percentilesw: 2,
  arg_max: 0,
  argmax: 0,
  arg_min: 0,
  argmin: 0,
  take_any: 0,
  any: 0,
};
