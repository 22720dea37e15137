import { compare, type Value } from '../values.ts';
import { plain, type ScalarFunction, type ScalarFunctions, withNull } from './scalarFunction.ts';

/** Rounds half away from zero, as there. */
function round(value: number, digits = 0): number {
  const by = 10 ** Math.max(-15, Math.min(15, digits));
  const scaled = Math.abs(value) * by;
  // What is a half in decimal may be a hair less in binary.
  const whole = Math.round(Number(scaled.toPrecision(15)));
  return Number.isFinite(whole) ? (Math.sign(value) * whole) / by : value;
}

/** The multiple of a step at or below a value; a time's steps count from its year 1. */
const bin: ScalarFunction = {
  of: ([type]) => {
    const origin = type === 'datetime' ? -62_135_596_800_000 : 0;
    return (value: number, step: number) => {
      if (step <= 0 || !Number.isFinite(step)) return null;
      return origin + Math.floor(Number(((value - origin) / step).toPrecision(15))) * step;
    };
  },
};

function binAt(value: number, step: number, at: number): Value {
  return step > 0 ? at + Math.floor((value - at) / step) * step : null;
}

const extreme = (sign: 1 | -1) =>
  withNull((...values: Value[]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0
      ? null
      : known.reduce((best, each) => (compare(each, best) * sign > 0 ? each : best));
  });

/** Of `floor(x)` the step is left out. */
const floor: ScalarFunction = {
  of: (types) => {
    const withStep = bin.of(types);
    return (value: never, step?: never) =>
      step === undefined ? Math.floor(value) : withStep(value, step);
  },
};

const finite = (value: number) => (Number.isNaN(value) ? null : value);

/** Functions of numbers. */
export const mathFunctions: ScalarFunctions = {
  abs: plain((value: number) => Math.abs(value)),
  ceiling: plain((value: number) => Math.ceil(value)),
  floor,
  bin,
  bin_at: plain(binAt),
  round: plain(round),
  sqrt: plain((value: number) => finite(Math.sqrt(value))),
  pow: plain((value: number, power: number) => value ** power),
  exp: plain((value: number) => Math.exp(value)),
  exp2: plain((value: number) => 2 ** value),
  exp10: plain((value: number) => 10 ** value),
  log: plain((value: number) => finite(Math.log(value))),
  log2: plain((value: number) => finite(Math.log2(value))),
  log10: plain((value: number) => finite(Math.log10(value))),
  sign: plain((value: number) => Math.sign(value)),
  sin: plain((value: number) => Math.sin(value)),
  cos: plain((value: number) => Math.cos(value)),
  tan: plain((value: number) => Math.tan(value)),
  asin: plain((value: number) => finite(Math.asin(value))),
  acos: plain((value: number) => finite(Math.acos(value))),
  atan: plain((value: number) => Math.atan(value)),
  atan2: plain((a: number, b: number) => Math.atan2(a, b)),
  pi: plain(() => Math.PI),
  degrees: plain((value: number) => (value * 180) / Math.PI),
  radians: plain((value: number) => (value * Math.PI) / 180),
  isnan: plain((value: number) => Number.isNaN(value)),
  isinf: plain((value: number) => Math.abs(value) === Infinity),
  isfinite: plain((value: number) => Number.isFinite(value)),
  rand: withNull((below: number | null = null) =>
    below === null ? Math.random() : Math.floor(Math.random() * below),
  ),
  min_of: extreme(-1),
  max_of: extreme(1),
  not: plain((value: boolean) => !value),
  binary_and: plain((a: number, b: number) => Number(BigInt.asIntN(64, BigInt(a) & BigInt(b)))),
  binary_or: plain((a: number, b: number) => Number(BigInt.asIntN(64, BigInt(a) | BigInt(b)))),
  binary_xor: plain((a: number, b: number) => Number(BigInt.asIntN(64, BigInt(a) ^ BigInt(b)))),
  binary_not: plain((a: number) => Number(~BigInt(a))),
  binary_shift_left: plain((a: number, by: number) =>
    Number(BigInt.asIntN(64, BigInt(a) << BigInt(by & 63))),
  ),
  binary_shift_right: plain((a: number, by: number) => Number(BigInt(a) >> BigInt(by & 63))),
};
