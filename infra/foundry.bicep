import { Model, Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags
@description('Models to deploy.')
param models Model[]
@description('Where the calls are processed.')
param sku 'GlobalStandard' | 'DataZoneStandard'
@description('Whether the account answers from the internet; from a virtual network it always does.')
param publicAccess bool

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: names.component
}

// What hangs on an account is made one by one (deployments, project, connection): two at once end in RequestConflict.
resource account 'Microsoft.CognitiveServices/accounts@2026-05-01' = {
  name: names.account
  location: location
  tags: tags
  kind: 'AIServices'
  sku: { name: 'S0' }
  identity: { type: 'SystemAssigned' }
  properties: {
    allowProjectManagement: true
    customSubDomainName: names.account
    disableLocalAuth: true
    storedCompletionsDisabled: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicAccess ? 'Allow' : 'Deny', bypass: 'None' }
  }

  @batchSize(1)
  resource deployments 'deployments' = [
    for model in models: {
      name: model.name
      sku: { name: sku, capacity: model.capacity }
      properties: {
        model: { format: 'OpenAI', name: model.name }
        versionUpgradeOption: 'OnceCurrentVersionExpired'
      }
    }
  ]

  resource project 'projects' = {
    name: names.project
    location: location
    tags: tags
    identity: { type: 'SystemAssigned' }
    properties: { displayName: names.project }
    dependsOn: [deployments]

    // ApiKey although nothing is secret here: the SDK reads the connection string of no other kind.
    resource connection 'connections' = {
      name: names.connection
      properties: {
        category: 'AppInsights'
        target: component.id
        authType: 'ApiKey'
        isSharedToAll: true
        credentials: { key: component.properties.ConnectionString }
        metadata: { ApiType: 'Azure', ResourceId: component.id }
      }
    }
  }
}
