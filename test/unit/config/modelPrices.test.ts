import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { minimal, problemsOf } from './problemsOf.ts';

describe('MODEL_PRICES', () => {
  it.each([
    '{"m":{"input":1e400,"output":1}}',
    '{"m":{"input":1e300,"output":1}}',
    '{"m":{"input":1000001,"output":1}}',
    '{"m":{"input":-1,"output":1}}',
    '{"m":{"input":NaN,"output":1}}',
    '{"m":{"input":1,"output":null}}',
    '{"m":{"output":1}}',
    '{"m":{"input":1,"output":1,"cachedInput":null}}',
    '{"m":{"input":1,"output":1,"cachedInput":1e999}}',
    '{"m":{"input":1,"output":1,"cached":1}}',
    '{"m":{"input":1,"output":1,"__proto__":{"cachedInput":0}}}',
    '{"m":{"__proto__":{"input":1,"output":1}}}',
    '{"":{"input":1,"output":1}}',
    '{"m":[1,2]}',
    '{"m":"cheap"}',
    '{"m":3}',
    '{"m":true}',
    '[{"input":1,"output":1}]',
    '"{}"',
    'null',
    '7',
    'm=1',
    '{"m":{"input":1,"output":1}',
  ])('%s stops the start', (MODEL_PRICES) => {
    expect(problemsOf({ MODEL_PRICES })).toEqual(['MODEL_PRICES']);
  });

  it('keeps every price as it is written, and gives none to other models', () => {
    const prices = {
      free: { input: 0, output: 0 },
      m: { input: 2.5, output: 1e1, cachedInput: 0 },
    };
    const { inference } = parseConfig({ ...minimal, MODEL_PRICES: ` ${JSON.stringify(prices)}\n` });
    expect(Object.fromEntries(inference.prices)).toEqual(prices);
    expect(inference.prices.get('toString')).toBeUndefined();
    expect(inference.prices.get('__proto__')).toBeUndefined();
  });

  it('only of the embedding model the output may have no price, and is free', () => {
    const MODEL_PRICES = '{"embed":{"input":0.02}}';
    const AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME = 'embed';
    const { inference } = parseConfig({
      ...minimal,
      MODEL_PRICES,
      AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME,
    });
    expect(inference.prices.get('embed')).toEqual({ input: 0.02, output: 0 });
    expect(problemsOf({ MODEL_PRICES })).toEqual(['MODEL_PRICES']);
  });
});
