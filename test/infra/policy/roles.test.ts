import { describe, expect, it } from 'vitest';
import {
  type Deployment,
  existingAccount,
  existingEndpoint,
  ofType,
  plain,
  shortType,
  vnet,
} from '../deployments.ts';

const assignmentType = 'Microsoft.Authorization/roleAssignments';

describe('roles', () => {
  const roleNames: Record<string, string> = {
    '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd': 'Cognitive Services OpenAI User',
    '53ca6127-db72-4b80-b1b0-d745d6d5456d': 'Foundry User',
    '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
    '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
    '43d0d8ad-25c7-4714-9337-8ba259a9fe05': 'Monitoring Reader',
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
    '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': 'Storage Blob Data Reader',
    '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
    'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a': 'Storage Queue Data Message Sender',
    '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  };

  /** `who: role on scope`, the names of the deployment left out of the scope. */
  function assignments(deployment: Deployment): string[] {
    return ofType(deployment, assignmentType).map(({ id, properties }) => {
      const { principalId, roleDefinitionId } = properties as Record<string, string>;
      const who = principalId?.includes('/userAssignedIdentities/') ? 'app' : principalId;
      const role = roleNames[roleDefinitionId?.split('/').at(-1) ?? ''] ?? roleDefinitionId;
      const scope = id.slice(0, id.indexOf('/providers/Microsoft.Authorization/'));
      return `${who}: ${role} on ${shortType(scope).replaceAll(/-?[a-z0-9]{13}\b/g, '')}`;
    });
  }

  const queue = 'Microsoft.Storage/storageAccounts/st/queueServices/default/queues';
  const container = 'Microsoft.Storage/storageAccounts/st/blobServices/default/containers';
  const inAnyCase = [
    'app: Storage Blob Data Owner on Microsoft.Storage/storageAccounts/st',
    `app: Storage Queue Data Contributor on ${queue}/inference-requests`,
    `app: Storage Queue Data Contributor on ${queue}/inference-requests-poison`,
    `app: Storage Queue Data Contributor on ${queue}/inference-results`,
    'app: Storage Table Data Contributor on Microsoft.Storage/storageAccounts/st/tableServices/default/tables/callers',
    'app: Monitoring Metrics Publisher on Microsoft.Insights/components/appi',
  ];
  const ofTheApp = [
    ...inAnyCase,
    'app: Cognitive Services OpenAI User on Microsoft.CognitiveServices/accounts/aif',
  ];
  const project = 'Microsoft.CognitiveServices/accounts/aif/projects/proj';
  const person = '11111111-1111-1111-1111-111111111111';

  it('the app and who deploys have these, on these things, and nobody has more', () => {
    expect(assignments(plain).sort()).toEqual(
      [
        ...ofTheApp,
        `${person}: Storage Queue Data Message Sender on ${queue}/inference-requests`,
        `${person}: Storage Blob Data Reader on ${container}/inference-results`,
        `${person}: Monitoring Reader on Microsoft.Insights/components/appi`,
        `${person}: Cognitive Services OpenAI User on Microsoft.CognitiveServices/accounts/aif`,
        `${person}: Foundry User on ${project}`,
      ].sort(),
    );
  });

  it('an app that reads the project has one more; without a person nobody else has any', () => {
    expect(assignments(vnet).sort()).toEqual(
      [...ofTheApp, `app: Foundry User on ${project}`].sort(),
    );
  });

  it('with an account that was there, app and person may call its models, and nothing is made there', () => {
    const account = 'Microsoft.CognitiveServices/accounts/models-of-all';
    const models = [
      `${person}: Cognitive Services OpenAI User on ${account}`,
      `app: Cognitive Services OpenAI User on ${account}`,
    ];
    expect(
      assignments(existingAccount)
        .filter((text) => text.includes('Cognitive'))
        .sort(),
    ).toEqual(models);
    const theirs = existingAccount.predictedResources.filter(({ id }) =>
      id.includes('/resourceGroups/rg-models/'),
    );
    expect(theirs.map(({ type }) => type)).toEqual(Array(2).fill(assignmentType));
    for (const { id } of theirs) expect(id).toContain('/subscriptions/55555555-');
    expect(JSON.stringify(existingAccount)).not.toContain('accounts/aif-');
  });

  it('with an endpoint of others, the app may read the one secret with its key', () => {
    expect(assignments(existingEndpoint).sort()).toEqual(
      [
        ...inAnyCase,
        'app: Key Vault Secrets User on Microsoft.KeyVault/vaults/keys-of-all/secrets/models-key',
      ].sort(),
    );
    expect(JSON.stringify(existingEndpoint)).not.toContain('Microsoft.CognitiveServices');
  });
});
