targetScope = 'subscription'

import { AlertThresholds } from 'alerts.bicep'
import { Callers, Model, ModelAliases, ModelPrices, Names, Tags } from 'types.bicep'

@description('Name of the azd environment; part of the resource group\'s name.')
@minLength(1)
@maxLength(64)
param environmentName string

// No usageName: azd would offer only regions with quota for the model named there, which cannot be a parameter's.
@description('Region of everything.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Object ID of who deploys, for the roles to ask the app and to read traces; empty for none.')
param principalId string = ''

@description('What kind of principal that is.')
param principalType 'User' | 'ServicePrincipal' = 'User'

@description('Resource ID of a Foundry or Azure OpenAI account to use in place of a new one, also of another resource group; empty for a new one.')
param existingAccountId string = ''

@description('Address of an OpenAI-compatible endpoint to use in place of an account, up to /v1; empty for an account.')
param existingEndpoint string = ''

@description('Resource ID of the Key Vault secret with the key of existingEndpoint; empty for an endpoint that takes the identity of the app.')
param existingKeyId string = ''

@description('Model to deploy, under its own name; with an existing account or endpoint, a deployment that is there. docs/deploy.md says when which one retires.')
@minLength(1)
param model string = 'gpt-5.4-mini'

@description('Model for when the first one is too busy or down; empty for none.')
param fallbackModel string = ''

@description('Thousands of tokens a minute of each. Calls a minute = capacity × 1000 / maxOutputTokens, as Azure reserves the longest answer.')
@minValue(1)
param modelCapacity int = 250

@description('Where Azure processes the calls: in any region, or in those of the data zone, which costs more.')
param modelSku 'GlobalStandard' | 'DataZoneStandard' = 'GlobalStandard'

@description('Model of embeddings, such as text-embedding-3-small; empty for none.')
param embeddingModel string = ''

@description('US dollars per million tokens, by deployment: what cost in traces and alerts is made of. Check them.')
param modelPrices ModelPrices = json('''
  {
    "gpt-5.4-mini": { "input": 0.75, "output": 4.5, "cachedInput": 0.075 },
    "gpt-5-mini": { "input": 0.25, "output": 2, "cachedInput": 0.025 },
    "text-embedding-3-small": { "input": 0.02, "output": 0 }
  }
''')

@description('What clients may call models, besides their names: a name, or its beginning and *, and the model. {} for none.')
param modelAliases ModelAliases = {}

@description('Who may call, by the hashes of its keys, and how much: npm run callers -- add NAME --azd writes it. {} for function keys.')
param callers Callers = {}

@description('Put first when a request has no system message; empty for none.')
param systemPrompt string = ''

@description('Longest answer in tokens, reasoning included: with few a reasoning model can end without a word. Calls a minute = modelCapacity × 1000 / this.')
@minValue(1)
@maxValue(1000000)
param maxOutputTokens int = 8192

@description('Time for one call over HTTP, retries included.')
@minValue(1)
@maxValue(220)
param httpDeadlineSeconds int = 100

@description('Time for one message of the queue, retries included.')
@minValue(1)
@maxValue(240)
param queueDeadlineSeconds int = 60

@description('Share of invocations whose trace is kept, 0 to 1 in steps of 0.01.')
param samplingRatio string = '1'

@description('Whether prompts and answers go into the traces.')
param contentRecording bool = false

@description('Whether the app may read the Foundry project at run time, a far wider role; nothing here needs it.')
param appReadsProject bool = false

@description('Node.js, by its major version.')
param nodeVersion '22' | '24' = '22'

@description('Memory of an instance.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Instances at most.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances kept warm for the HTTP functions. Each costs money around the clock.')
@minValue(0)
param alwaysReadyHttpInstances int = 0

@description('Calls over HTTP that an instance runs at once; 0 for the default of Flex, 16 with 2048 MB.')
@minValue(0)
@maxValue(1000)
param httpConcurrency int = 0

@description('Origins of pages that may call the app from a browser, with commas: https://app.example.com. They need the function key.')
param corsOrigins string = ''

@description('Days that telemetry is kept.')
@minValue(30)
@maxValue(730)
param retentionDays int = 90

@description('Gigabytes of telemetry a day at most, -1 for no limit: what comes after them is lost until the next day.')
@minValue(-1)
param dailyCapGb int = 1

@description('Days that requests and results of jobs are kept.')
@minValue(1)
param resultDays int = 7

@description('Days that a deleted request or result can be brought back: they live that much longer.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Where alerts are sent; empty for alerts that only show in the portal.')
param alertEmail string = ''

@description('When the alerts fire.')
param alertThresholds AlertThresholds = {}

@description('Address of docs/runbooks.md in your repository, for the mails; empty for its path.')
param runbookUrl string = ''

@description('Whether health is asked every 15 minutes from three places, with an alert; each call costs money.')
param availabilityTest bool = false

@description('Budget of the resource group, a month, in the currency of the subscription; 0 for none.')
@minValue(0)
param budgetAmount int = 0

@description('First day of the month in which the budget is first made, like 2026-12-01: it cannot be changed.')
param budgetStart string = ''

@description('Whether Azure\'s notices of faults and retirements go to alertEmail, of all services of the subscription.')
param serviceHealthAlert bool = false

@description('Whether storage and models answer only inside a virtual network.')
param vnetEnabled bool = false

@description('Whether the app leaves the virtual network through a NAT gateway, which has one address and costs money around the clock.')
param natGateway bool = false

var token = toLower(uniqueString(subscription().id, environmentName, location))
var names Names = {
  resourceGroup: 'rg-${environmentName}'
  identity: 'id-${token}'
  storage: 'st${token}'
  plan: 'plan-${token}'
  site: 'func-${token}'
  workspace: 'log-${token}'
  component: 'appi-${token}'
  account: 'aif-${token}'
  project: 'proj-${token}'
  connection: 'appi-${token}'
  actionGroup: 'ag-${token}'
  workbook: guid(subscription().id, environmentName, location, 'workbook')
  alertPrefix: 'alert-${token}'
  budget: 'budget-${token}'
  virtualNetwork: 'vnet-${token}'
}
var tags Tags = { 'azd-env-name': environmentName }
var models Model[] = concat(
  map(concat([model], empty(fallbackModel) ? [] : [fallbackModel]), name => { name: name, capacity: modelCapacity }),
  empty(embeddingModel) ? [] : [{ name: embeddingModel, capacity: 100 }]
)
var makesAccount = empty(existingAccountId) && empty(existingEndpoint)
// Of /subscriptions/{2}/resourceGroups/{4}/providers/Microsoft.CognitiveServices/accounts/{8}
var accountParts = split(existingAccountId, '/')
var accountPlace = empty(existingAccountId)
  ? { subscription: subscription().subscriptionId, resourceGroup: names.resourceGroup, account: names.account }
  : { subscription: accountParts[2], resourceGroup: accountParts[4], account: accountParts[8] }
// Of /subscriptions/{2}/resourceGroups/{4}/providers/Microsoft.KeyVault/vaults/{8}/secrets/{10}
var secretParts = split(existingKeyId, '/')
var keyPlace = empty(existingKeyId)
  ? { subscription: subscription().subscriptionId, resourceGroup: names.resourceGroup, vault: '', name: '' }
  : { subscription: secretParts[2], resourceGroup: secretParts[4], vault: secretParts[8], name: secretParts[10] }
var identityPlace = {
  subscription: subscription().subscriptionId
  resourceGroup: names.resourceGroup
  name: names.identity
}
// The name of an account need not be its subdomain.
var subdomain = empty(existingAccountId) ? names.account : existingAccount!.properties.customSubDomainName
var inferenceEndpoint = empty(existingEndpoint) ? 'https://${subdomain}.openai.azure.com/openai/v1' : existingEndpoint
var projectEndpoint = !makesAccount
  ? ''
  : 'https://${names.account}.services.ai.azure.com/api/projects/${names.project}'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.resourceGroup
  location: location
  tags: tags
}

resource existingAccount 'Microsoft.CognitiveServices/accounts@2026-05-01' existing = if (!empty(existingAccountId)) {
  name: accountPlace.account
  scope: resourceGroup(accountPlace.subscription, accountPlace.resourceGroup)
}

module identity 'identity.bicep' = {
  scope: group
  params: { names: names, location: location, tags: tags }
}

module storage 'storage.bicep' = {
  scope: group
  params: {
    names: names
    location: location
    tags: tags
    publicAccess: !vnetEnabled
    resultDays: resultDays
    softDeleteDays: softDeleteDays
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    names: names
    location: location
    tags: tags
    retentionDays: retentionDays
    dailyCapGb: dailyCapGb
  }
}

module foundry 'foundry.bicep' = if (makesAccount) {
  scope: group
  dependsOn: [monitoring]
  params: {
    names: names
    location: location
    tags: tags
    models: models
    sku: modelSku
    publicAccess: !vnetEnabled
  }
}

module rolesOfApp 'rolesOfApp.bicep' = {
  scope: group
  dependsOn: [identity, storage, monitoring, foundry]
  params: { names: names, readsProject: appReadsProject && makesAccount }
}

// A module of its own, as the account can be in another resource group.
module rolesOnAccount 'rolesOnAccount.bicep' = if (empty(existingEndpoint)) {
  scope: resourceGroup(accountPlace.subscription, accountPlace.resourceGroup)
  dependsOn: [identity, foundry]
  params: {
    account: accountPlace.account
    identity: identityPlace
    principalId: principalId
    principalType: principalType
  }
}

module roleOnSecret 'roleOnSecret.bicep' = if (!empty(existingKeyId)) {
  scope: resourceGroup(keyPlace.subscription, keyPlace.resourceGroup)
  dependsOn: [identity]
  params: {
    vault: keyPlace.vault
    key: keyPlace.name
    identity: identityPlace
  }
}

module rolesOfPerson 'rolesOfPerson.bicep' = if (!empty(principalId)) {
  scope: group
  dependsOn: [storage, monitoring, foundry]
  params: { names: names, principalId: principalId, principalType: principalType, usesProject: makesAccount }
}

module network 'network.bicep' = if (vnetEnabled) {
  scope: group
  params: { names: names, location: location, tags: tags, natGateway: natGateway }
}

module privateEndpoints 'privateEndpoints.bicep' = if (vnetEnabled) {
  scope: group
  dependsOn: [network, storage, foundry]
  params: { names: names, location: location, tags: tags, toAccount: makesAccount }
}

// After its roles: they take minutes to spread, and the app would start without them.
module app 'app.bicep' = {
  scope: group
  dependsOn: [rolesOfApp, rolesOnAccount, roleOnSecret, privateEndpoints]
  params: {
    names: names
    location: location
    tags: tags
    hosting: {
      nodeVersion: nodeVersion
      instanceMemoryMB: instanceMemoryMB
      maximumInstanceCount: maximumInstanceCount
      alwaysReadyHttpInstances: alwaysReadyHttpInstances
      httpConcurrency: httpConcurrency
      corsOrigins: empty(corsOrigins) ? [] : split(replace(corsOrigins, ' ', ''), ',')
    }
    projectEndpoint: appReadsProject ? projectEndpoint : ''
    inferenceEndpoint: inferenceEndpoint
    inferenceKey: empty(existingKeyId) ? null : { vault: keyPlace.vault, name: keyPlace.name }
    settings: {
      model: model
      fallbackModel: fallbackModel
      embeddingModel: embeddingModel
      systemPrompt: systemPrompt
      modelPrices: string(modelPrices)
      modelAliases: string(modelAliases)
      maxOutputTokens: maxOutputTokens
      httpDeadlineSeconds: httpDeadlineSeconds
      queueDeadlineSeconds: queueDeadlineSeconds
      samplingRatio: samplingRatio
      contentRecording: contentRecording
    }
    callers: callers
    vnetEnabled: vnetEnabled
  }
}

module workbook 'workbook.bicep' = {
  scope: group
  dependsOn: [monitoring]
  params: { names: names, location: location, tags: tags }
}

module alerts 'alerts.bicep' = {
  scope: group
  dependsOn: [monitoring]
  params: {
    names: names
    location: location
    tags: tags
    email: alertEmail
    thresholds: alertThresholds
    runbook: runbookUrl
  }
}

module availability 'availability.bicep' = if (availabilityTest) {
  scope: group
  dependsOn: [alerts, app]
  params: { names: names, location: location, tags: tags }
}

module budget 'budget.bicep' = if (budgetAmount > 0) {
  scope: group
  dependsOn: [alerts]
  params: { names: names, amount: budgetAmount, start: budgetStart }
}

module serviceHealth 'serviceHealth.bicep' = if (serviceHealthAlert) {
  scope: group
  dependsOn: [alerts]
  params: { names: names, tags: tags }
}

@description('Region.')
output AZURE_LOCATION string = location
@description('Entra tenant.')
output AZURE_TENANT_ID string = tenant().tenantId
@description('Resource group.')
output AZURE_RESOURCE_GROUP string = names.resourceGroup
@description('Function app.')
output SERVICE_API_NAME string = names.site
@description('Address of the function app.')
output SERVICE_API_URL string = 'https://${names.site}.azurewebsites.net'
@description('Resource ID of the function app.')
output SERVICE_API_RESOURCE_ID string = '${group.id}/providers/Microsoft.Web/sites/${names.site}'
@description('Storage account.')
output AZURE_STORAGE_ACCOUNT_NAME string = names.storage
@description('Resource ID of Application Insights.')
output APPLICATIONINSIGHTS_RESOURCE_ID string = '${group.id}/providers/Microsoft.Insights/components/${names.component}'
@description('Foundry project, for a run on a machine of one\'s own; empty with an existing account or endpoint.')
output AZURE_AI_PROJECT_ENDPOINT string = projectEndpoint
@description('Where the app finds its models.')
output AZURE_AI_INFERENCE_ENDPOINT string = inferenceEndpoint
@description('Default model.')
output AZURE_OPENAI_DEPLOYMENT_NAME string = model
@description('Embedding model.')
output AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME string = embeddingModel
