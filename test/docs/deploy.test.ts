import { describe, expect, it } from 'vitest';
import { ofType, plain, read, vnet } from '../infra/deployments.ts';

const deploy = read('docs/deploy.md');

describe('docs/deploy.md', () => {
  it('has every parameter that azd passes', () => {
    const names = [...read('infra/main.parameters.json').matchAll(/\$\{(\w+)\}/g)];
    const table = deploy.slice(deploy.indexOf('## Parameters'), deploy.indexOf('## Regions'));
    const told = new Set([...table.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
    expect(names.map(([, name]) => name).filter((name) => !told.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });

  it('tells as many alert rules, role assignments, deployments, containers and queues as there are', () => {
    const count = (type: string) => ofType(plain, `Microsoft.${type}`).length;
    const told = (line: RegExp) => Number(line.exec(deploy)?.[1]);
    expect(told(/\| Alert rules and an action group +\| (\d+), 1/)).toBe(
      count('Insights/scheduledQueryRules'),
    );
    expect(told(/\| Role assignments +\| (\d+)/)).toBe(count('Authorization/roleAssignments'));
    expect(told(/\| – model deployments +\| (\d+)/)).toBe(
      count('CognitiveServices/accounts/deployments'),
    );
    expect(told(/\| – containers, queues +\| (\d+), 3/)).toBe(
      count('Storage/storageAccounts/blobServices/containers'),
    );
    expect(count('Storage/storageAccounts/queueServices/queues')).toBe(3);
  });

  it('tells the private endpoints and zones of a virtual network', () => {
    const count = (type: string) => ofType(vnet, `Microsoft.Network/${type}`).length;
    expect([count('privateEndpoints'), count('privateDnsZones')]).toEqual([3, 5]);
    expect(deploy).toMatch(/three private endpoints .*and\s+five private DNS zones/s);
  });

  it('names the version of azd that azure.yaml asks for', () => {
    const asked = /azd: ">= ([\d.]+)"/.exec(read('azure.yaml'))?.[1];
    expect(deploy).toContain(`the Azure Developer CLI ${asked} or newer`);
  });
});

it('flags are told for PowerShell too, whose npm drops `--`', () => {
  const local = read('docs/local.md');
  expect(local).toContain('`npm.cmd start -- --app-port 7071`');
  expect(local).toContain('`npm.cmd run ask -- "');
  for (const file of ['docs/deploy.md', 'azure.yaml'])
    expect(read(file)).not.toMatch(/npm (run \w+|start) -- (?!--since)/);
});

it('docs/security.md gives a reason for every role, by its name', () => {
  const roles = [...read('infra/roles.bicep').matchAll(/^ +(\w+): '[0-9a-f-]{36}'/gm)];
  const words = (text = '') => text.toLowerCase().replace(/[ -]/g, '');
  const security = words(read('docs/security.md'));
  const missing = roles.map(([, name]) => words(name)).filter((name) => !security.includes(name));
  expect(roles.length).toBeGreaterThan(6);
  expect(missing).toEqual([]);
});
