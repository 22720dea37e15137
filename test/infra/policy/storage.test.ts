import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { both, type Deployment, every, ofType, only, plain, read } from '../deployments.ts';

describe('storage', () => {
  const store = read('src/jobs/storage.ts');
  const constants = new Map(
    [...store.matchAll(/^const (\w+) = '([a-z-]+)';/gm)].map(
      ([, name, text]) => [name, text] as const,
    ),
  );
  const named = (call: string) =>
    [...store.matchAll(new RegExp(`\\b${call}\\((\\w+), `, 'g'))]
      .map(([, name]) => constants.get(name))
      .filter((text) => text !== undefined);
  const triggers = readdirSync(join(root, 'src/functions'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => [...read(`src/functions/${name}`).matchAll(/queueName: '([a-z-]+)'/g)])
    .map(([, name]) => name);
  const lastNames = (deployment: Deployment, type: string) =>
    ofType(deployment, `Microsoft.Storage/storageAccounts/${type}`).map(({ name }) =>
      name.slice(name.lastIndexOf('/') + 1),
    );

  it.each(both)(
    'every queue and container that the code names is made (%s)',
    (_name, deployment) => {
      expect(triggers).toHaveLength(2);
      expect(lastNames(deployment, 'queueServices/queues').sort()).toEqual(
        [...new Set([...named('send'), ...triggers])].sort(),
      );
      expect(lastNames(deployment, 'blobServices/containers').sort()).toEqual(
        ['app-package', ...new Set(named('blobOf'))].sort(),
      );
    },
  );

  it.each(every)('the table of limits that the code names is made (%s)', (_name, deployment) => {
    const [, name] =
      /'([a-z]+)'/.exec(read('src/callers/table.ts').match(/^const name = .*$/m)?.[0] ?? '') ?? [];
    expect(lastNames(deployment, 'tableServices/tables')).toEqual([name]);
  });

  it('requests and results go after their days, and what is deleted can be brought back', () => {
    const rule = {
      filters: { prefixMatch: [...new Set(named('blobOf'))].map((name) => `${name}/`) },
      actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 7 } } },
    };
    expect(only(plain, 'Microsoft.Storage/storageAccounts/managementPolicies')).toMatchObject({
      policy: { rules: [{ definition: rule }] },
    });
    expect(only(plain, 'Microsoft.Storage/storageAccounts/blobServices')).toMatchObject({
      deleteRetentionPolicy: { enabled: true },
      containerDeleteRetentionPolicy: { enabled: true },
    });
  });
});
