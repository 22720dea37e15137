import { describe, expect, it } from 'vitest';
import { parseSearch } from '../search.ts';

describe('a search', () => {
  it.each([
    ['tents for two', 'tents for two', []],
    ['status:failed tents model:gpt-4o two', 'tents two', ['outcome=failed', 'model=gpt-4o']],
    ['assistant:"camping guide"', '', ['assistant=camping guide']],
    ['caller:mobile tents', 'tents', ['caller=mobile']],
    ['Code:model_timeout', '', ['code=model_timeout']],
    ['session:a:b', '', ['session=a:b']],
    ['"error: none"', 'error: none', []],
    ['https://example.test/a', 'https://example.test/a', []],
    ['12:30', '12:30', []],
    ['model:', '', []],
    ['"unclosed', 'unclosed', []],
  ])('%s is text and fields', (q, text, fields) => {
    const search = parseSearch(q);
    expect(search).toMatchObject({ text });
    expect(search.problem).toBeUndefined();
    expect(search.fields.map(({ filter, value }) => `${filter}=${value}`)).toEqual(fields);
  });

  it.each(['modle:gpt-4o', 'tents toString:x', '__proto__:x'])('%s names an unknown field', (q) => {
    expect(parseSearch(q).problem).toMatch(
      /^There is no field \w+\. Fields are status, code, model/,
    );
  });
});
