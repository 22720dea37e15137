import { describe, expect, it } from 'vitest';
import { type Deployment, ofType, only, plain, read, vnet } from '../deployments.ts';
import { alertRules } from '../queryFiles.ts';

interface Rule {
  description: string;
  criteria: { allOf: { dimensions: { name: string }[] }[] };
  actions: { actionGroups: string[]; customProperties: Record<string, string> };
}

const rulesOf = (deployment: Deployment) =>
  ofType(deployment, 'Microsoft.Insights/scheduledQueryRules').map(
    ({ properties }) => properties as Rule,
  );

/** What is there only where a parameter asks for it. */
const onRequest = [
  'Microsoft.Insights/webtests',
  'Microsoft.Insights/metricAlerts',
  'Microsoft.Insights/activityLogAlerts',
  'Microsoft.Consumption/budgets',
];

describe('alerts', () => {
  it('link to the workbook and to their section of the runbook', () => {
    const [{ id = '' } = {}] = ofType(plain, 'Microsoft.Insights/workbooks');
    expect(rulesOf(plain)).toHaveLength(alertRules.length);
    for (const [index, { description, actions }] of rulesOf(vnet).entries()) {
      const link = `https://git.example.com/callspan/docs/runbooks.md#${alertRules[index]?.name}`;
      expect(description).toContain(`${link} The workbook: https://portal.azure.com/#@`);
      expect(actions.customProperties.runbook).toBe(link);
      expect(actions.customProperties.workbook).toMatch(/^https:\/\/portal\.azure\.com\/#@/);
      expect(actions.customProperties.workbook).toContain(`/resource${id}/workbook`);
    }
    expect(rulesOf(plain)[0]?.description).toContain('docs/runbooks.md#');
  });

  it('of failed calls name the code, those of a model the model', () => {
    const dimensions = rulesOf(plain).map(({ criteria }) =>
      criteria.allOf.flatMap((one) => one.dimensions.map(({ name }) => name)),
    );
    const told = alertRules.map(({ name }, index) => [name, ...(dimensions[index] ?? [])]);
    expect(told.filter(([, dimension]) => dimension !== undefined)).toEqual([
      ['error-share', 'code'],
      ['door', 'code'],
      ['throttled-share', 'model'],
      ['caller-day', 'caller'],
    ]);
  });

  it('what costs money or mails of more than this app is there only on request', () => {
    for (const type of onRequest) {
      expect([type, ofType(plain, type).length]).toEqual([type, 0]);
      expect([type, ofType(vnet, type).length]).toEqual([type, 1]);
    }
  });

  it('health is asked from outside, and its alert fires when two of three places get no answer', () => {
    expect(only(vnet, 'Microsoft.Insights/webtests')).toMatchObject({
      Enabled: true,
      Request: { RequestUrl: `${vnet.outputs.SERVICE_API_URL}/api/health`, HttpVerb: 'GET' },
      ValidationRules: { ExpectedHttpStatusCode: 200 },
      Locations: { length: 3 },
    });
    expect(only(vnet, 'Microsoft.Insights/metricAlerts')).toMatchObject({
      criteria: { failedLocationCount: 2 },
      description: expect.stringContaining('#the-app-does-not-start'),
    });
    expect(read('docs/runbooks.md')).toContain('\n## The app does not start\n');
  });

  it('a budget of the group tells at 80 percent spent, and when all of it is expected to go', () => {
    expect(only(vnet, 'Microsoft.Consumption/budgets')).toMatchObject({
      amount: 100,
      timePeriod: { startDate: '2026-12-01' },
      notifications: {
        spent: { threshold: 80, thresholdType: 'Actual' },
        expected: { threshold: 100, thresholdType: 'Forecasted' },
      },
    });
  });

  it("Azure's notices of faults and retirements are those of the subscription", () => {
    const { scopes, condition } = only(vnet, 'Microsoft.Insights/activityLogAlerts');
    expect(scopes).toEqual(['/subscriptions/33333333-3333-3333-3333-333333333333']);
    const text = JSON.stringify(condition);
    for (const word of ['ServiceHealth', 'Incident', 'ActionRequired'])
      expect(text).toContain(word);
  });

  it('all of them send to the one action group', () => {
    const [{ id = '' } = {}] = ofType(vnet, 'Microsoft.Insights/actionGroups');
    for (const type of ['Microsoft.Insights/scheduledQueryRules', ...onRequest]) {
      if (type === 'Microsoft.Insights/webtests') continue;
      for (const { properties } of ofType(vnet, type))
        expect([type, JSON.stringify(properties)]).toEqual([type, expect.stringContaining(id)]);
    }
  });
});
