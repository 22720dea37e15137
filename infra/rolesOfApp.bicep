import { roleIds } from 'roles.bicep'
import { queueNames, tableName } from 'storage.bicep'
import { Names } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Whether the app may read the Foundry project and its connections.')
param readsProject bool

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: names.identity
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: names.storage

  resource services 'queueServices' existing = {
    name: 'default'

    resource queues 'queues' existing = [for name in queueNames: { name: name }]
  }

  resource tableService 'tableServices' existing = {
    name: 'default'

    resource callers 'tables' existing = { name: tableName }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: names.component
}

resource account 'Microsoft.CognitiveServices/accounts@2026-05-01' existing = {
  name: names.account

  resource project 'projects' existing = {
    name: names.project
  }
}

var app = { principalId: identity.properties.principalId, principalType: 'ServicePrincipal' }
var roleDefinitions = 'Microsoft.Authorization/roleDefinitions'

// The host's own blobs, the deployment package, requests and results.
resource blobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, names.identity, roleIds.storageBlobDataOwner)
  scope: storage
  properties: { ...app, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.storageBlobDataOwner) }
}

// Contributor, as a narrower role cannot write: without it the lease of a message is not renewed and a job runs twice.
resource queues 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in queueNames: {
    name: guid(storage::services::queues[index].id, names.identity, roleIds.storageQueueDataContributor)
    scope: storage::services::queues[index]
    properties: {
      ...app
      roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.storageQueueDataContributor)
    }
  }
]

// Limits of callers. Without callers too: a role takes up to 30 minutes to spread, in which an app that has just got some would refuse them.
resource table 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::tableService::callers.id, names.identity, roleIds.storageTableDataContributor)
  scope: storage::tableService::callers
  properties: { ...app, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.storageTableDataContributor) }
}

// Telemetry of the host and of the worker.
resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, names.identity, roleIds.monitoringMetricsPublisher)
  scope: component
  properties: { ...app, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.monitoringMetricsPublisher) }
}

// All data actions of the project, and its secrets: only for an app that asks the project at run time.
resource projectUse 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (readsProject) {
  name: guid(account::project.id, names.identity, roleIds.foundryUser)
  scope: account::project
  properties: { ...app, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.foundryUser) }
}
