import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { errorTables, withTable } from '../../scripts/errorTables.ts';
import { createOpenApi } from '../../scripts/openapi.ts';
import { type ErrorCode, errorCodes, errorsWhere } from '../../src/errors.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];

describe('the table of errors stands as src/errors.ts has it (on the pages: test/pages/errorCodes.test.ts)', () => {
  it.each(errorTables)('in $file, by npm run build', (table) => {
    const content = readFileSync(join(root, table.file), 'utf8');
    expect(content).toBe(withTable(content, table));
  });

  it('in the OpenAPI document, where a code that a route answers with is named', () => {
    const document = JSON.stringify(createOpenApi('1.0.0', 'callers'));
    const answered = errorsWhere(({ at }) => at !== 'route' && at !== 'queue' && at !== 'caller');
    const named = codes.filter((code) => document.includes(`\`${code}\``));
    expect(named).toEqual(answered);
  });
});
