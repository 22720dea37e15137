import { convert } from '../convert.ts';
import type { Value } from '../values.ts';
import type { ScalarFunction, ScalarFunctions } from './scalarFunction.ts';

const to = (type: string): ScalarFunction => ({
  takesNull: true,
  of:
    ([from = '']) =>
    (value: Value) =>
      convert(value, from, type),
});

/** Functions that make a value of another type; what has none there is null. */
export const conversionFunctions: ScalarFunctions = {
  toint: to('int'),
  tolong: to('long'),
  toreal: to('real'),
  todouble: to('real'),
  todecimal: to('decimal'),
  tobool: to('bool'),
  toboolean: to('bool'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  toguid: to('guid'),
};
