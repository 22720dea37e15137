import { conversionFunctions } from './conversionFunctions.ts';
import { dynamicFunctions } from './dynamicFunctions.ts';
import { mathFunctions } from './mathFunctions.ts';
import type { ScalarFunctions } from './scalarFunction.ts';
import { textFunctions } from './textFunctions.ts';
import { timeFunctions } from './timeFunctions.ts';

/** All functions of a row's values, but those that need more than their arguments: see expressions.ts. */
export const functions: ScalarFunctions = {
  ...textFunctions,
  ...mathFunctions,
  ...timeFunctions,
  ...dynamicFunctions,
  ...conversionFunctions,
};
