import { roleIds } from 'roles.bicep'
import { IdentityPlace } from 'types.bicep'

@description('Name of the account with the models: ours, or one that was there.')
param account string
@description('The identity of the app.')
param identity IdentityPlace
@description('Object ID of who deploys; empty for none.')
param principalId string
@description('What kind of principal that is.')
param principalType 'User' | 'ServicePrincipal'

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identity.name
  scope: resourceGroup(identity.subscription, identity.resourceGroup)
}

resource models 'Microsoft.CognitiveServices/accounts@2026-05-01' existing = {
  name: account
}

var roleDefinitionId = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  roleIds.cognitiveServicesOpenAIUser
)

// Chat completions at the account's endpoint, and no deployment of models.
resource inference 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(models.id, identity.name, roleIds.cognitiveServicesOpenAIUser)
  scope: models
  properties: {
    principalId: app.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleDefinitionId
  }
}

// Runs the app on a machine of their own against these models.
resource inferenceOfPerson 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId)) {
  name: guid(models.id, principalId, roleIds.cognitiveServicesOpenAIUser)
  scope: models
  properties: { principalId: principalId, principalType: principalType, roleDefinitionId: roleDefinitionId }
}
