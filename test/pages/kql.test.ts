import { describe, expect, it } from 'vitest';
import { toKql } from '../../insights/view/kql.ts';
import { checkQuery } from '../infra/kusto.ts';
import { schemas } from '../infra/schema.ts';

const time = { from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T12:00:12.400Z' };

describe('the query that a page gives for a call', () => {
  it.each(['session', 'operation', 'conversation', 'job'] as const)(
    'by %s is read by Microsoft’s own parser, in both namings and each in its own',
    (by) => {
      const { applicationInsights, logAnalytics } = toKql({ by, value: 'a "b" \\ c\n' }, time);
      expect(checkQuery(applicationInsights, schemas.component).problems).toEqual([]);
      expect(checkQuery(logAnalytics, schemas.workspace).problems).toEqual([]);
      expect(checkQuery(applicationInsights, schemas.workspace).problems).not.toEqual([]);
    },
  );
});
