import { Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags

// The app's own: it lives as long as the resource group, so its roles can be there before the app is.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: names.identity
  location: location
  tags: tags
}
