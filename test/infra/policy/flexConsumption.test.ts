import { describe, expect, it } from 'vitest';
import { type Deployment, every, only, plain, read, vnet } from '../deployments.ts';

describe('Flex Consumption', () => {
  // The types of the Bicep CLI take all that the platform refuses: https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan
  const siteConfig = ['minTlsVersion', 'http20Enabled', 'cors'];

  it.each(every)('siteConfig holds only what it takes (%s)', (_name, deployment) => {
    const { siteConfig: given } = only(deployment, 'Microsoft.Web/sites');
    expect(siteConfig).toEqual(expect.arrayContaining(Object.keys(given as object)));
  });

  it('always-ready instances are none unless asked for', () => {
    const scale = (deployment: Deployment) =>
      only(deployment, 'Microsoft.Web/sites').functionAppConfig;
    expect(scale(plain)).toMatchObject({ scaleAndConcurrency: { alwaysReady: [] } });
    expect(scale(vnet)).toMatchObject({
      scaleAndConcurrency: { alwaysReady: [{ name: 'http', instanceCount: 1 }] },
    });
  });

  it("calls at once are the platform's to choose unless they are set", () => {
    const scale = (deployment: Deployment) =>
      (only(deployment, 'Microsoft.Web/sites').functionAppConfig as Record<string, object>)
        .scaleAndConcurrency;
    expect(scale(plain)).not.toHaveProperty('triggers');
    expect(scale(vnet)).toMatchObject({ triggers: { http: { perInstanceConcurrency: 8 } } });
  });

  it('origins of pages are written with commas, so that no shell takes quotes out of them', () => {
    const cors = (deployment: Deployment) => only(deployment, 'Microsoft.Web/sites').siteConfig;
    expect(cors(plain)).toMatchObject({ cors: { allowedOrigins: [] } });
    expect(cors(vnet)).toMatchObject({
      cors: { allowedOrigins: ['https://app.example.com', 'https://other.example.com'] },
    });
  });

  it('no list of regions here keeps a new one out; docs/deploy.md has the command that lists them', () => {
    expect(read('infra/main.bicep')).toMatch(
      /@metadata\(\{ azd: \{ type: 'location' \} \}\)\nparam location string\n/,
    );
    expect(read('docs/deploy.md')).toContain('`az functionapp list-flexconsumption-locations`');
  });

  it('the version of Node is the one the bundle is built for, or a newer one that it takes', () => {
    const runtime = (deployment: Deployment) =>
      only(deployment, 'Microsoft.Web/sites').functionAppConfig;
    const [, target] = /target: '(node\d+)'/.exec(read('scripts/build.ts')) ?? [];
    expect(target).toBe('node22');
    expect(runtime(plain)).toMatchObject({ runtime: { name: 'node', version: '22' } });
    expect(runtime(vnet)).toMatchObject({ runtime: { name: 'node', version: '24' } });
    expect(read('infra/main.bicep')).toContain("param nodeVersion '22' | '24' = '22'");
  });
});
