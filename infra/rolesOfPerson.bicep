import { roleIds } from 'roles.bicep'
import { Names } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Object ID of who deploys.')
param principalId string
@description('What kind of principal that is.')
param principalType 'User' | 'ServicePrincipal'
@description('Whether there is a project of ours.')
param usesProject bool

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: names.storage

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource requests 'queues' existing = {
      name: 'inference-requests'
    }
  }

  resource blobService 'blobServices' existing = {
    name: 'default'

    resource results 'containers' existing = {
      name: 'inference-results'
    }
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

var person = { principalId: principalId, principalType: principalType }
var roleDefinitions = 'Microsoft.Authorization/roleDefinitions'

// Puts a question on the queue.
resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::queueService::requests.id, principalId, roleIds.storageQueueDataMessageSender)
  scope: storage::queueService::requests
  properties: {
    ...person
    roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.storageQueueDataMessageSender)
  }
}

// Reads the answer.
resource results 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::blobService::results.id, principalId, roleIds.storageBlobDataReader)
  scope: storage::blobService::results
  properties: { ...person, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.storageBlobDataReader) }
}

// Reads the traces.
resource traces 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, principalId, roleIds.monitoringReader)
  scope: component
  properties: { ...person, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.monitoringReader) }
}

// Opens the project in the portal, and asks it for its Application Insights.
resource projectUse 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (usesProject) {
  name: guid(account::project.id, principalId, roleIds.foundryUser)
  scope: account::project
  properties: { ...person, roleDefinitionId: subscriptionResourceId(roleDefinitions, roleIds.foundryUser) }
}
