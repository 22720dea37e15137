import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { ofType, only, plain, read, textsIn } from '../deployments.ts';

describe('queries', () => {
  const queries = new Map(
    readdirSync(join(root, 'infra/queries'))
      .filter((name) => name.endsWith('.kql'))
      .map((name) => [read(`infra/queries/${name}`), name]),
  );
  const alerts = ofType(plain, 'Microsoft.Insights/scheduledQueryRules').flatMap(({ properties }) =>
    textsIn(properties).filter(([path]) => path.endsWith('/query')),
  );
  const tiles = textsIn(
    JSON.parse(String(only(plain, 'Microsoft.Insights/workbooks').serializedData)),
  )
    .filter(([path]) => path.endsWith('/query'))
    // The one thing a workbook says in place of a file's word: the width of a bar.
    .map(([path, text]) => [path, text.replace('{TimeRange:grain}', '1h')] as const);

  it('every alert and every tile of the workbook asks what a file of infra/queries asks', () => {
    expect(alerts.length).toBeGreaterThan(0);
    expect(tiles.length).toBeGreaterThan(0);
    for (const [path, text] of [...alerts, ...tiles]) expect(queries.get(text), path).toBeDefined();
  });
});
