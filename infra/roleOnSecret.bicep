import { roleIds } from 'roles.bicep'
import { IdentityPlace } from 'types.bicep'

@description('Name of the vault.')
param vault string
@description('Name of the secret.')
param key string
@description('The identity of the app.')
param identity IdentityPlace

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identity.name
  scope: resourceGroup(identity.subscription, identity.resourceGroup)
}

resource secrets 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vault

  resource secret 'secrets' existing = {
    name: key
  }
}

// That one secret, and no other of the vault.
resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secrets::secret.id, identity.name, roleIds.keyVaultSecretsUser)
  scope: secrets::secret
  properties: {
    principalId: app.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
  }
}
