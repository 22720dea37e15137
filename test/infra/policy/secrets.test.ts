import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../local/stack/root.ts';
import { every, ofType, only, read, textsIn } from '../deployments.ts';

describe.each(every)('without keys (%s)', (_name, deployment) => {
  it('no template lists keys', () => {
    const texts = textsIn(deployment).filter(([, text]) => /\blist\w*\(/i.test(text));
    expect(texts).toEqual([]);
    for (const name of readdirSync(join(root, 'infra'))) {
      if (name.endsWith('.bicep'))
        expect(read(`infra/${name}`), name).not.toMatch(/\blist[A-Z]\w*\(/);
    }
  });

  it('a connection string stands in one setting and in the connection of the project, and nowhere else', () => {
    const secret = /ConnectionString|InstrumentationKey|AccountKey|SharedAccess|\.key\d/i;
    const places = deployment.predictedResources.flatMap(({ type, properties }) =>
      textsIn(properties)
        .filter(([, text]) => secret.test(text))
        .map(([path]) => `${type}${path}`),
    );
    const ofProject = 'Microsoft.CognitiveServices/accounts/projects/connections/credentials/key';
    const hasProject = ofType(deployment, 'Microsoft.CognitiveServices/accounts').length > 0;
    expect(places.sort()).toEqual([
      ...(hasProject ? [ofProject] : []),
      'Microsoft.Web/sites/config/APPLICATIONINSIGHTS_CONNECTION_STRING',
    ]);
    for (const [name, value] of Object.entries(deployment.outputs)) {
      const told = value.replace(/reference\(('[^']+'(, )?)+\)\.customSubDomainName/, 'subdomain');
      expect(`${name} ${told}`).not.toMatch(/CONNECTION_?STRING|KEY|SECRET|SAS\b|reference\(/i);
    }
  });

  it('shared keys, local sign-in, and public blobs are off', () => {
    expect(only(deployment, 'Microsoft.Storage/storageAccounts')).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      minimumTlsVersion: 'TLS1_2',
      supportsHttpsTrafficOnly: true,
    });
    const containers = ofType(
      deployment,
      'Microsoft.Storage/storageAccounts/blobServices/containers',
    );
    for (const { properties } of containers) expect(properties).toEqual({ publicAccess: 'None' });
    for (const { properties } of ofType(deployment, 'Microsoft.CognitiveServices/accounts')) {
      expect(properties).toMatchObject({ disableLocalAuth: true, storedCompletionsDisabled: true });
    }
    expect(only(deployment, 'Microsoft.Insights/components')).toMatchObject({
      DisableLocalAuth: true,
    });
    expect(only(deployment, 'Microsoft.OperationalInsights/workspaces')).toMatchObject({
      features: { disableLocalAuth: true },
    });
    expect(only(deployment, 'Microsoft.Web/sites')).toMatchObject({ httpsOnly: true });
    expect(only(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies')).toEqual({
      allow: false,
    });
    const publishing = ofType(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(publishing[0]?.name).toMatch(/\/scm$/);
  });
});
