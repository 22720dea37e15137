import { packageContainer } from 'storage.bicep'
import { Callers, Hosting, StoredKey, Names, Tags } from 'types.bicep'

@sealed()
@description('The settings of the app that a deployment chooses; each is a setting of src/config.ts.')
type AppSettings = {
  @description('AZURE_OPENAI_DEPLOYMENT_NAME')
  model: string
  @description('AZURE_OPENAI_FALLBACK_DEPLOYMENTS; empty for none.')
  fallbackModel: string
  @description('AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME; empty for none.')
  embeddingModel: string
  @description('SYSTEM_PROMPT')
  systemPrompt: string
  @description('MODEL_PRICES, JSON.')
  modelPrices: string
  @description('MODEL_ALIASES, JSON.')
  modelAliases: string
  @description('MAX_OUTPUT_TOKENS')
  maxOutputTokens: int
  @description('HTTP_DEADLINE_SECONDS')
  httpDeadlineSeconds: int
  @description('QUEUE_DEADLINE_SECONDS')
  queueDeadlineSeconds: int
  @description('TELEMETRY_SAMPLING_RATIO, and OTEL_TRACES_SAMPLER_ARG of the host.')
  samplingRatio: string
  @description('AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED')
  contentRecording: bool
}

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags
@description('How the function app runs.')
param hosting Hosting
@description('Where the models are.')
param inferenceEndpoint string
@description('The secret with the key of that endpoint; null where the identity signs in.')
param inferenceKey StoredKey?
@description('The Foundry project that the app reads at run time; empty for none.')
param projectEndpoint string
@description('The settings that a deployment chooses.')
param settings AppSettings
@description('CALLERS; {} for function keys.')
param callers Callers
@description('Whether the app sits in the virtual network.')
param vnetEnabled bool

var storageSuffix = environment().suffixes.storage

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: names.identity
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: names.component
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' existing = {
  name: names.workspace
}

resource network 'Microsoft.Network/virtualNetworks@2026-01-01' existing = {
  name: names.virtualNetwork

  resource subnet 'subnets' existing = {
    name: 'app'
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: names.plan
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

// Flex Consumption refuses most of siteConfig and many settings; test/infra holds the list of those it takes.
resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: names.site
  location: location
  tags: { ...tags, 'azd-service-name': 'api' }
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: vnetEnabled ? network::subnet.id : null
    keyVaultReferenceIdentity: inferenceKey == null ? null : identity.id
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      // Also when empty: what was allowed before is no longer.
      cors: { allowedOrigins: hosting.corsOrigins }
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${names.storage}.blob.${storageSuffix}/${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'node', version: hosting.nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: hosting.instanceMemoryMB
        maximumInstanceCount: hosting.maximumInstanceCount
        alwaysReady: hosting.alwaysReadyHttpInstances > 0
          ? [{ name: 'http', instanceCount: hosting.alwaysReadyHttpInstances }]
          : []
        ...(hosting.httpConcurrency > 0
          ? { triggers: { http: { perInstanceConcurrency: hosting.httpConcurrency } } }
          : {})
      }
    }
  }

  // azd brings a token of Entra ID.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  // All of them: what is set elsewhere goes with the next provision.
  resource appSettings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      AzureWebJobsStorage__blobServiceUri: 'https://${names.storage}.blob.${storageSuffix}'
      AzureWebJobsStorage__queueServiceUri: 'https://${names.storage}.queue.${storageSuffix}'
      AzureWebJobsStorage__tableServiceUri: 'https://${names.storage}.table.${storageSuffix}'
      AZURE_CLIENT_ID: identity.properties.clientId
      // An address; who may write there is said by the next line and a role.
      APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      AZURE_AI_INFERENCE_ENDPOINT: inferenceEndpoint
      // The platform puts the secret in its place; the setting itself is a name.
      ...(inferenceKey == null
        ? {}
        : {
            AZURE_AI_INFERENCE_KEY: '@Microsoft.KeyVault(VaultName=${inferenceKey.?vault};SecretName=${inferenceKey.?name})'
          })
      AZURE_AI_PROJECT_ENDPOINT: projectEndpoint
      AZURE_OPENAI_DEPLOYMENT_NAME: settings.model
      AZURE_OPENAI_FALLBACK_DEPLOYMENTS: settings.fallbackModel
      AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: settings.embeddingModel
      SYSTEM_PROMPT: settings.systemPrompt
      MODEL_PRICES: settings.modelPrices
      MODEL_ALIASES: settings.modelAliases
      CALLERS: empty(callers) ? '' : string(callers)
      MAX_OUTPUT_TOKENS: string(settings.maxOutputTokens)
      HTTP_DEADLINE_SECONDS: string(settings.httpDeadlineSeconds)
      QUEUE_DEADLINE_SECONDS: string(settings.queueDeadlineSeconds)
      TELEMETRY_SAMPLING_RATIO: settings.samplingRatio
      // The host's: without them it keeps 5 traces a second and drops the rest. The worker goes by the line above.
      OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
      OTEL_TRACES_SAMPLER_ARG: settings.samplingRatio
      AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: toLower(string(settings.contentRecording))
    }
  }
}

// Executions as the platform counts them: what tells dark telemetry from no calls. Its logs would repeat our telemetry.
#disable-next-line use-recent-api-versions // the newest that knows metric categories
resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'metrics'
  scope: site
  properties: {
    workspaceId: workspace.id
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}
