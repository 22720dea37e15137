import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack.ts';
import { parseConfig } from '../../src/config.ts';

// What a deployment may hold, read off the snapshots: in them every loop and condition is resolved, and bicep.test.ts holds
// them equal to the templates. So these tests need no Bicep.

const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly tags?: Record<string, string>;
  readonly sku?: object;
  readonly properties?: unknown;
}

interface Deployment {
  readonly predictedResources: Resource[];
  readonly outputs: Record<string, string>;
}

const plain: Deployment = JSON.parse(read('test/infra/plain.snapshot.json'));
const vnet: Deployment = JSON.parse(read('test/infra/vnet.snapshot.json'));
const both = [
  ['plain', plain],
  ['in a virtual network', vnet],
] as const;

const ofType = (deployment: Deployment, type: string) =>
  deployment.predictedResources.filter((resource) => resource.type === type);

/** The properties of the only resource of a type. */
function only(deployment: Deployment, type: string): Record<string, unknown> {
  const found = ofType(deployment, type);
  expect(found, type).toHaveLength(1);
  return found[0]?.properties as Record<string, unknown>;
}

const settingsOf = (deployment: Deployment) =>
  only(deployment, 'Microsoft.Web/sites/config') as Record<string, string>;

/** Every text in a value, with the path to it. */
function textsIn(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}/${key}`));
}

const shortType = (id: string) => id.slice(id.lastIndexOf('/providers/') + '/providers/'.length);

describe('roles', () => {
  const roleNames: Record<string, string> = {
    '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd': 'Cognitive Services OpenAI User',
    '53ca6127-db72-4b80-b1b0-d745d6d5456d': 'Foundry User',
    '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
    '43d0d8ad-25c7-4714-9337-8ba259a9fe05': 'Monitoring Reader',
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
    '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': 'Storage Blob Data Reader',
    '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
    'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a': 'Storage Queue Data Message Sender',
  };

  /** `who: role on scope`, the names of the deployment left out of the scope. */
  function assignments(deployment: Deployment): string[] {
    return ofType(deployment, 'Microsoft.Authorization/roleAssignments').map(
      ({ id, properties }) => {
        const { principalId, roleDefinitionId } = properties as Record<string, string>;
        const who = principalId?.includes('/userAssignedIdentities/') ? 'app' : principalId;
        const role = roleNames[roleDefinitionId?.split('/').at(-1) ?? ''] ?? roleDefinitionId;
        const scope = id.slice(0, id.indexOf('/providers/Microsoft.Authorization/'));
        return `${who}: ${role} on ${shortType(scope).replaceAll(/-?[a-z0-9]{13}\b/g, '')}`;
      },
    );
  }

  const queue = 'Microsoft.Storage/storageAccounts/st/queueServices/default/queues';
  const container = 'Microsoft.Storage/storageAccounts/st/blobServices/default/containers';
  const ofTheApp = [
    'app: Storage Blob Data Owner on Microsoft.Storage/storageAccounts/st',
    `app: Storage Queue Data Contributor on ${queue}/inference-requests`,
    `app: Storage Queue Data Contributor on ${queue}/inference-requests-poison`,
    `app: Storage Queue Data Contributor on ${queue}/inference-results`,
    'app: Monitoring Metrics Publisher on Microsoft.Insights/components/appi',
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
});

describe.each(both)('without keys (%s)', (_name, deployment) => {
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
    expect(places.sort()).toEqual([
      'Microsoft.CognitiveServices/accounts/projects/connections/credentials/key',
      'Microsoft.Web/sites/config/APPLICATIONINSIGHTS_CONNECTION_STRING',
    ]);
    for (const [name, value] of Object.entries(deployment.outputs)) {
      expect(`${name} ${value}`).not.toMatch(/CONNECTION_?STRING|KEY|SECRET|SAS\b|reference\(/i);
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
    expect(only(deployment, 'Microsoft.CognitiveServices/accounts')).toMatchObject({
      disableLocalAuth: true,
      storedCompletionsDisabled: true,
    });
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

describe('network', () => {
  it('outside a virtual network storage and models answer from anywhere, to Entra ID alone', () => {
    for (const type of [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.CognitiveServices/accounts',
    ]) {
      expect(only(plain, type)).toMatchObject({
        publicNetworkAccess: 'Enabled',
        networkAcls: { defaultAction: 'Allow' },
      });
    }
    expect(
      plain.predictedResources.filter(({ type }) => type.startsWith('Microsoft.Network/')),
    ).toEqual([]);
    expect(only(plain, 'Microsoft.Web/sites').virtualNetworkSubnetId).toBeNull();
  });

  it('in one they answer through private endpoints alone, and the app sits in it', () => {
    for (const type of [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.CognitiveServices/accounts',
    ]) {
      expect(only(vnet, type)).toMatchObject({
        publicNetworkAccess: 'Disabled',
        networkAcls: { defaultAction: 'Deny' },
      });
    }
    const services = ofType(vnet, 'Microsoft.Network/privateEndpoints').flatMap(({ properties }) =>
      textsIn(properties)
        .filter(([path]) => path.includes('/groupIds/'))
        .map(([, text]) => text),
    );
    expect(services.sort()).toEqual(['account', 'blob', 'queue']);
    expect(only(vnet, 'Microsoft.Web/sites').virtualNetworkSubnetId).toMatch(/\/subnets\/app$/);
    const subnets = textsIn(only(vnet, 'Microsoft.Network/virtualNetworks'));
    expect(subnets.map(([, text]) => text)).toContain('Microsoft.App/environments');
  });
});

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

describe('settings', () => {
  const inCode = new Set(
    [...read('src/config.ts').matchAll(/(?:text|number|address)\('([A-Z][A-Za-z_]+)'/g)].map(
      ([, name]) => name ?? '',
    ),
  );
  const fromPlatform = [
    'NODE_ENV',
    'WEBSITE_SITE_NAME',
    'WEBSITE_INSTANCE_ID',
    'IDENTITY_ENDPOINT',
  ];
  /** What no deployment sets: keys, and what Flex Consumption knows by itself and refuses as a setting. */
  const never = ['AZURE_AI_INFERENCE_KEY', 'AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME'];
  const sample: Record<string, string> = JSON.parse(read('local.settings.sample.json')).Values;

  it.each(both)(
    'all that the code reads is set, and nothing that it does not read (%s)',
    (_name, deployment) => {
      const expected = [...inCode].filter((name) => ![...fromPlatform, ...never].includes(name));
      expect(Object.keys(settingsOf(deployment)).sort()).toEqual(expected.sort());
    },
  );

  it('all of the sample is set, but for keys and what the platform knows', () => {
    const missing = Object.keys(sample).filter((name) => !(name in settingsOf(plain)));
    expect(missing.sort()).toEqual([...never].sort());
  });

  it.each(both)('the app starts with them (%s)', (_name, deployment) => {
    const client = '44444444-4444-4444-4444-444444444444';
    const resolved: Record<string, string> = {
      AzureWebJobsStorage__blobServiceUri: 'https://st.blob.core.windows.net',
      AzureWebJobsStorage__queueServiceUri: 'https://st.queue.core.windows.net',
      AzureWebJobsStorage__clientId: client,
      AZURE_CLIENT_ID: client,
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${client};IngestionEndpoint=https://in.example/`,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${client};Authorization=AAD`,
    };
    const settings = settingsOf(deployment);
    const unresolved = Object.keys(settings).filter((name) => settings[name]?.startsWith('['));
    expect(unresolved.sort()).toEqual(Object.keys(resolved).sort());
    const { inference, telemetry, storage, clientId } = parseConfig({ ...settings, ...resolved });
    expect(inference.endpoint).toBe(deployment.outputs.AZURE_AI_INFERENCE_ENDPOINT);
    expect(inference.endpoint).toMatch(/^https:\/\/aif-\w+\.openai\.azure\.com\/openai\/v1$/);
    const deployed = ofType(deployment, 'Microsoft.CognitiveServices/accounts/deployments');
    expect(inference.models).toEqual(deployed.map(({ name }) => name.split('/')[1]));
    expect([...inference.prices.keys()]).toEqual(inference.models);
    expect(inference.maxOutputTokens).toBeGreaterThan(4096);
    expect(telemetry.entraIngestion).toBe(true);
    expect(storage).toMatchObject({ clientId: client });
    expect(clientId).toBe(client);
  });

  it('the project is named to an app that may read it, and to no other', () => {
    expect(settingsOf(plain).AZURE_AI_PROJECT_ENDPOINT).toBe('');
    expect(settingsOf(vnet).AZURE_AI_PROJECT_ENDPOINT).toBe(vnet.outputs.AZURE_AI_PROJECT_ENDPOINT);
    expect(settingsOf(plain).AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED).toBe('false');
    expect(settingsOf(vnet).AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED).toBe('true');
  });
});

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

describe('models', () => {
  // Legacy, deprecated or retired by https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule of
  // 2026-09-02: most of them refuse new deployments already.
  const gone = /^(gpt-35|gpt-3\.5|gpt-4|o1|o3|o4|codex-mini|gpt-5(\.\d)?-chat|gpt-chat-latest)/;

  it.each(both)('none is retired or about to be (%s)', (_name, deployment) => {
    const deployed = ofType(deployment, 'Microsoft.CognitiveServices/accounts/deployments');
    expect(deployed.length).toBeGreaterThan(0);
    for (const { name, properties } of deployed) {
      const { model } = properties as { model: { name: string } };
      expect(model.name).not.toMatch(gone);
      // A deployment under another model's name would make spans and prices lie.
      expect(name.split('/')[1]).toBe(model.name);
    }
  });
});

describe('queries', () => {
  const queries = new Map(
    readdirSync(join(root, 'infra/queries'))
      .filter((name) => name.endsWith('.kql'))
      .map((name) => [read(`infra/queries/${name}`), name]),
  );
  const alerts = ofType(plain, 'Microsoft.Insights/scheduledQueryRules').flatMap(({ properties }) =>
    textsIn(properties).filter(([path]) => path.endsWith('/query')),
  );
  const tiles = textsIn(
    JSON.parse(String(only(plain, 'Microsoft.Insights/workbooks').serializedData)),
  )
    .filter(([path]) => path.endsWith('/query'))
    // The one thing a workbook says in place of a file's word: the width of a bar.
    .map(([path, text]) => [path, text.replace('{TimeRange:grain}', '1h')] as const);

  it('every alert and every tile of the workbook asks what a file of infra/queries asks', () => {
    expect(alerts.length).toBeGreaterThan(0);
    expect(tiles.length).toBeGreaterThan(0);
    for (const [path, text] of [...alerts, ...tiles]) expect(queries.get(text), path).toBeDefined();
  });
});

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
    const { name, version } = JSON.parse(read('package.json'));
    expect(azure).toMatch(/postdeploy:\n {4}run: npm run verify -- --azd\n/);
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
    for (const [, { outputs }] of both) {
      expect(Object.keys(outputs).sort()).toEqual([
        'APPLICATIONINSIGHTS_RESOURCE_ID',
        'AZURE_AI_INFERENCE_ENDPOINT',
        'AZURE_AI_PROJECT_ENDPOINT',
        'AZURE_LOCATION',
        'AZURE_OPENAI_DEPLOYMENT_NAME',
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
