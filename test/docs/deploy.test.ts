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
    expect([count('privateEndpoints'), count('privateDnsZones')]).toEqual([4, 6]);
    expect(deploy).toMatch(/four private endpoints .*and\s+six private DNS zones/s);
  });

  it('names the version of azd that azure.yaml asks for', () => {
    const asked = /azd: ">= ([\d.]+)"/.exec(read('azure.yaml'))?.[1];
    expect(deploy).toContain(`the Azure Developer CLI ${asked} or newer`);
  });
});

describe('what a person reads at night', () => {
  const pages = ['deploy', 'troubleshooting', 'runbooks', 'security'].map((name) =>
    read(`docs/${name}.md`).replaceAll(/\s+/g, ' '),
  );
  const [told = '', troubles = '', runbooks = '', security = ''] = pages;

  it.each([
    ['a log stream, which this plan has not', /(portal's|or the) log stream/],
    ['a workspace that outlives a purge', /always stays recoverable/],
    ['another region for quota of models', /(take|try) another region, or ask/],
    ['effort that most models refuse', /send `reasoning_effort: "minimal"`/],
  ])('sends nobody to %s', (_, wrong) => {
    for (const page of pages) expect(page).not.toMatch(wrong);
  });

  it.each([
    ['no log stream', troubles, 'This plan has no log stream to read'],
    ['no log stream, at night', runbooks, 'There is no streaming log on this plan'],
    ['what a purge removes', told, 'deletes the Log Analytics workspace for good'],
    ['what a purge removes of telemetry', security, 'unless it was purged (`azd down --purge`)'],
    ['the one pool of quota', told, 'Another region is no remedy'],
    [
      'an empty blade',
      troubles,
      '**The blade "Invocations" of a function is empty.** It always is',
    ],
    ['403 at upload', troubles, '**403 when the package is uploaded.**'],
    ['no instances', troubles, 'has quota of 0 instances"'],
    ['the public cloud alone', told, "Only Azure's public cloud works"],
    ['the azd of a pipeline', told, 'needs azd 1.30 or newer'],
    ['where prompts go', told, 'in any region of the world'],
    ['where prompts go, for security', security, 'in any region of the world'],
    ['what a family refuses', troubles, '| `tools` unless `reasoning_effort` is `none` |'],
    [
      'effort that all take',
      troubles,
      'send `reasoning_effort: "low"`, which all of these models take',
    ],
    ['the day of prices', told, 'the list prices of 2026-09-20 (the Retail Prices API'],
    ['prices from memory', told, 'not looked up'],
  ])('tells %s', (_, page, sentence) => {
    expect(page).toContain(sentence);
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
