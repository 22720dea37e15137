import { describe, expect, it } from 'vitest';
import { both, type Deployment, only, plain, read, vnet } from '../deployments.ts';

describe('Flex Consumption', () => {
  // The types of the Bicep CLI take all that the platform refuses: https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan
  const siteConfig = ['minTlsVersion', 'http20Enabled', 'cors'];

  it.each(both)('siteConfig holds only what it takes (%s)', (_name, deployment) => {
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
