import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { every, ofType, plain, read } from '../deployments.ts';

describe('azd', () => {
  const azure = read('azure.yaml');

  it('the package is what the build makes, sent as it is', () => {
    expect(azure).toMatch(/^ {2}api:\n {4}project: \.\n {4}language: ts\n {4}host: function\n/m);
    expect(azure).toMatch(/^ {4}dist: dist\/app$/m);
    expect(azure).toMatch(/^ {4}remoteBuild: false$/m);
    // With one, azd would want a remote build.
    expect(existsSync(join(root, '.funcignore'))).toBe(false);
    expect(existsSync(join(root, 'dist/app/.funcignore'))).toBe(false);
  });

  it('azd finds the app and the environment by their tags', () => {
    const [site] = ofType(plain, 'Microsoft.Web/sites');
    expect(site?.tags).toEqual({ 'azd-env-name': 'callspan-test', 'azd-service-name': 'api' });
    const [group] = ofType(plain, 'Microsoft.Resources/resourceGroups');
    expect(group?.tags).toEqual({ 'azd-env-name': 'callspan-test' });
  });

  it('the deployment is verified, and the template has the version of the package', () => {
    const { name, version, scripts } = JSON.parse(read('package.json'));
    // Arguments after `--` do not reach npm from PowerShell.
    expect(azure).toMatch(/postdeploy:\n( {4}#.*\n)? {4}run: npm run verify:azd\n/);
    expect(scripts['verify:azd']).toBe(`${scripts.verify} --azd --deployed`);
    expect(scripts['preverify:azd']).toBe(scripts.preverify);
    expect(azure).toContain(`template: ${name}@${version}\n`);
  });

  it('every parameter can be set by azd env set, and has its default in main.bicep alone', () => {
    const declared = [...read('infra/main.bicep').matchAll(/^param (\w+)/gm)].map(
      ([, name]) => name,
    );
    const { parameters } = JSON.parse(read('infra/main.parameters.json')) as {
      parameters: Record<string, { value: string }>;
    };
    expect(Object.keys(parameters)).toEqual(declared);
    const values = Object.values(parameters).map(({ value }) => value);
    for (const value of values) expect(value).toMatch(/^\$\{[A-Z][A-Z_]+\}$/);
    expect(new Set(values).size).toBe(values.length);
  });

  it('what verify and users read is an output', () => {
    for (const [, { outputs }] of every) {
      expect(Object.keys(outputs).sort()).toEqual([
        'APPLICATIONINSIGHTS_RESOURCE_ID',
        'AZURE_AI_INFERENCE_ENDPOINT',
        'AZURE_AI_PROJECT_ENDPOINT',
        'AZURE_LOCATION',
        'AZURE_OPENAI_DEPLOYMENT_NAME',
        'AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME',
        'AZURE_RESOURCE_GROUP',
        'AZURE_STORAGE_ACCOUNT_NAME',
        'AZURE_TENANT_ID',
        'SERVICE_API_NAME',
        'SERVICE_API_RESOURCE_ID',
        'SERVICE_API_URL',
      ]);
    }
  });

  it('nothing in infra changes how azd compiles it', () => {
    expect(existsSync(join(root, 'infra/bicepconfig.json'))).toBe(false);
    expect(existsSync(join(root, 'bicepconfig.json'))).toBe(false);
    expect(existsSync(join(root, 'infra/main.bicepparam'))).toBe(false);
  });
});
