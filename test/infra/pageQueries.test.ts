import { describe, expect, it } from 'vitest';
import { toKql } from '../../insights/view/kql.ts';
import { checkQuery } from './kusto.ts';
import { schemas } from './schema.ts';

const time = { from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T12:00:12.400Z' };

describe('the query that a page gives for a call', () => {
  it.each(['session', 'operation', 'conversation', 'job'] as const)(
    'by %s is read by Microsoft’s own parser, in both namings',
    (by) => {
      const { applicationInsights, logAnalytics } = toKql({ by, value: 'x' }, time);
      expect(checkQuery(applicationInsights, schemas.component).problems).toEqual([]);
      expect(checkQuery(logAnalytics, schemas.workspace).problems).toEqual([]);
    },
  );
});
